"""Questions that found no answer: kept for the trainers, and nothing in them leads to anybody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from api.rasa.client import TurnAnswer
from api.store.base import table_of
from api.unanswered.models import Unanswered
from api.unanswered.service import UnansweredService
from tests.api.world import World
from tests.fakes import FakeClock, FakeDialogue, answer, ask, nothing_told, opens, telling

pytestmark = pytest.mark.anyio

unanswered = table_of(Unanswered)
PASSPORT = "kan jag förnya mitt pass här?"
NOT_UNDERSTOOD = answer("utter_ask_which", intent="ask_media", confidence=0.2)


async def asked(world: World, text: str, said: TurnAnswer, **more: Any) -> list[dict[str, Any]]:
    """What the trainers see after a turn."""
    assert isinstance(world.dialogue, FakeDialogue)
    world.dialogue.script = [said]
    world.guard.verdicts.setdefault(text, nothing_told())
    await world.say(text, **more)
    await world.take_turns()
    return await listed(world)


async def listed(world: World) -> list[dict[str, Any]]:
    service = UnansweredService(world.store, world.clock)
    return (await service.page(settled=False, limit=50, cursor=None)).items


@pytest.mark.parametrize(
    ("text", "said", "reason"),
    [
        ("blippa mojängen nu då", NOT_UNDERSTOOD, "not_understood"),
        (PASSPORT, answer("utter_out_of_scope", intent="out_of_scope"), "out_of_scope"),
        ("vad kostar ett pass", answer("utter_out_of_scope", intent="out_of_scope"), "out_of_scope"),
        ("hur funkar det med filer", answer("utter_ask_media", intent="ask_media", confidence=0.45), "unsure"),
    ],
)
async def test_a_question_without_a_sure_answer_is_kept(world: World, text: str, said: TurnAnswer, reason: str) -> None:
    (kept,) = await asked(world, text, said)
    assert (kept["text"], kept["reason"], kept["language"], kept["settled"]) == (text, reason, "sv", False)
    assert kept["intent"] == said.understood.intent


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hur funkar det med filer", answer("utter_ask_media", intent="ask_media", confidence=0.95)),
        ("jag gillar lakrits", answer("utter_out_of_scope", intent="out_of_scope")),
        ("ja", answer("utter_ask_which", intent="affirm", confidence=0.9)),
        ("ja det är det", answer("utter_ask_which", intent="affirm", confidence=0.9)),
    ],
)
async def test_what_was_answered_or_asks_nothing_is_not(world: World, text: str, said: TurnAnswer) -> None:
    assert await asked(world, text, said) == []


async def test_what_tells_something_stays_with_those_who_read_tips(world: World) -> None:
    world.guard.verdicts["min granne säljer droger, vad gör man"] = telling()
    assert await asked(world, "min granne säljer droger, vad gör man", NOT_UNDERSTOOD) == []
    assert len(await world.all_tips()) == 1


async def test_nothing_is_kept_while_danger_is_asked_about(world: World) -> None:
    world.guard.verdicts["vad händer nu då"] = ask()
    assert await asked(world, "vad händer nu då", NOT_UNDERSTOOD) == []


async def test_how_to_reach_somebody_is_never_kept(world: World) -> None:
    assert isinstance(world.dialogue, FakeDialogue)
    world.dialogue.script = [opens(asks="contact")]
    await world.say("Jag såg en bil")
    await world.take_turns()
    assert await asked(world, "0701234567 Kajsa", NOT_UNDERSTOOD) == []


async def test_what_leads_to_somebody_is_masked(world: World) -> None:
    world.analysis.found = {"abc 123": {"plate": "ABC123"}, "070-174 06 33": {"phone": "+46701740633"}}
    (kept,) = await asked(
        world,
        "vem äger abc 123 och DEF45G? 070-174 06 33, 08-123 456 78, 850709-9805, a.b@c.se, @kalle, https://x.se/kalle",
        NOT_UNDERSTOOD,
    )
    assert kept["text"] == ("vem äger [regnr] och [regnr]? [telefon], [nummer], [nummer], [mejl], [konto], [länk]")


@pytest.mark.parametrize("text", ["ska man ringa 112 eller 114 14?", "vad gäller 24 december kl 15.30 för er"])
async def test_numbers_that_lead_to_nobody_stay(world: World, text: str) -> None:
    (kept,) = await asked(world, text, NOT_UNDERSTOOD)
    assert kept["text"] == text


async def test_it_is_sealed_by_itself_and_tied_to_nobody(world: World) -> None:
    (kept,) = await asked(world, PASSPORT, NOT_UNDERSTOOD)
    (row,) = await world.rows(select(unanswered))
    assert b"pass" not in row.sealed
    assert set(row._mapping) == {"number", "id", "language", "hour", "settled", "sealed"}
    mentioned = {row.id} & {one.id for one in await world.history()}
    assert mentioned == set() and kept["id"] in world.store.keystore.keys([row.id])


async def test_after_ninety_days_it_is_gone_with_its_key(world: World, clock: FakeClock) -> None:
    (kept,) = await asked(world, PASSPORT, NOT_UNDERSTOOD)
    service = UnansweredService(world.store, clock)
    clock.at += timedelta(days=89)
    assert await service.forget_old() == 0
    clock.at += timedelta(days=2)
    assert await service.forget_old() == 1
    assert await listed(world) == []
    assert world.store.keystore.keys([kept["id"]]) == {}
