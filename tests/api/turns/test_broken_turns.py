"""Turns in which Rasa is away, or something breaks: nothing is lost, and nothing else is held up."""

from __future__ import annotations

import asyncio
import time
from io import StringIO

import pytest
from sqlalchemy import select, update

from api import clock as real_clock
from api.conversations.models import Conversation, Message
from api.rasa.client import DEADLINE, RasaFailedError, RasaUnavailableError
from api.store.base import table_of
from api.store.store import Store
from api.turns import repository, service
from api.turns.service import MOST_ATTEMPTS, MOST_CUTS
from tests.api.world import World, words
from tests.fakes import FakeClock, FakeDialogue, HangingDialogue, answer, nothing_told, opens

pytestmark = pytest.mark.anyio

conversations = table_of(Conversation)
messages = table_of(Message)


@pytest.fixture
def dialogue(world: World) -> FakeDialogue:
    assert isinstance(world.dialogue, FakeDialogue)
    return world.dialogue


# -- Rasa away -------------------------------------------------------------------------------------


async def test_without_rasa_the_fallback_is_said_once_and_the_turn_is_taken_when_it_is_back(
    world: World, dialogue: FakeDialogue, clock: FakeClock
) -> None:
    dialogue.script = [RasaUnavailableError(), RasaUnavailableError(), opens(asks=None)]
    world.analysis.found = {"ABC123": {"plate": "ABC123"}}
    await world.say("Jag såg bilen ABC123 i Nacka.")
    await world.take_turns()
    assert (await world.replies())[-1] == words("utter_received")
    assert await world.states() == ["waiting"]
    assert (await world.only_tip())["fields"]["plate"]["value"] == "ABC123"
    clock.advance(service.RASA_AWAY.total_seconds())
    await world.take_turns()
    clock.advance(service.RASA_AWAY.total_seconds())
    await world.take_turns()
    assert await world.states() == ["done"]
    assert await world.replies() == [words("utter_greeting"), words("utter_received"), words("utter_tip_started")]


async def test_a_rasa_that_hangs_costs_no_more_than_the_deadline(sqlite_store: Store) -> None:
    world = World(sqlite_store, real_clock.now, HangingDialogue(DEADLINE))
    world.workers.start()
    began = time.monotonic()
    await world.say("Jag såg en röd Volvo köra mot Nacka.")
    async with asyncio.timeout(10):
        while words("utter_received") not in await world.replies():
            await asyncio.sleep(0.02)
    assert time.monotonic() - began < 3.0
    assert await world.states() == ["waiting"]
    await world.workers.stop()


async def test_a_rasa_that_hangs_lets_nobody_wait_in_line_for_the_fallback(sqlite_store: Store) -> None:
    world = World(sqlite_store, real_clock.now, HangingDialogue(1.0), workers=3)
    world.workers.start()
    began = time.monotonic()
    senders = [f"r{n}" for n in range(15)]
    for sender in senders:
        await world.say("Jag såg en röd Volvo köra mot Nacka.", sender)
    async with asyncio.timeout(10):
        for sender in senders:
            while words("utter_received") not in await world.replies(sender):
                await asyncio.sleep(0.02)
    # In line they would wait five seconds: fifteen of them, three at a time, a second each.
    assert time.monotonic() - began < 4.0
    await world.workers.stop()


async def test_a_rasa_that_returns_wakes_what_waited(world: World, dialogue: FakeDialogue, clock: FakeClock) -> None:
    dialogue.script = [RasaUnavailableError()]
    await world.say("Jag såg en röd Volvo köra mot Nacka.")
    await world.take_turns()
    clock.advance(service.LEFT_ALONE.total_seconds())
    assert not await world.turns.take()
    await world.store.write(repository.wake_all)
    assert await world.turns.take()
    assert await world.states() == ["done"]


async def test_no_fallback_is_said_on_top_of_the_question_about_danger(world: World, dialogue: FakeDialogue) -> None:
    from tests.fakes import ask

    world.guard.verdicts["Någon slår henne"] = ask()
    dialogue.script = [RasaUnavailableError()]
    await world.say("Någon slår henne")
    await world.take_turns()
    assert words("utter_received") not in await world.replies()


async def test_an_outage_is_nothing_that_a_message_has_done(
    world: World, dialogue: FakeDialogue, clock: FakeClock
) -> None:
    dialogue.script = [*[RasaUnavailableError()] * (3 * MOST_ATTEMPTS), RasaFailedError(), opens(asks=None)]
    await world.say("Jag såg en röd Volvo köra mot Nacka.")
    for _ in range(3 * MOST_ATTEMPTS + 2):
        clock.advance(60)
        await world.take_turns()
    assert await world.states() == ["done"]


# -- messages that break something -----------------------------------------------------------------


async def take_until_settled(world: World, clock: FakeClock, rounds: int = 3 * MOST_ATTEMPTS) -> int:
    for taken in range(rounds):
        if "waiting" not in await world.states():
            return taken
        clock.advance(120)
        await world.take_turns()
    return rounds


async def test_a_message_that_rasa_always_fails_on_is_set_aside_and_the_rest_goes_on(
    world: World, dialogue: FakeDialogue, clock: FakeClock
) -> None:
    dialogue.otherwise = RasaFailedError()
    await world.say("Det här förstår ingen maskin alls.")
    assert await take_until_settled(world, clock) == MOST_ATTEMPTS
    assert await world.states() == ["dead"]
    tip = await world.only_tip()
    assert tip["narrative"] == "Det här förstår ingen maskin alls."
    assert tip["timeline"][-1]["action"] == "turn_failed"
    assert (await world.replies()).count(words("utter_received")) == 1
    dialogue.otherwise = opens(asks=None)
    await world.say("Men det här går att förstå.")
    await world.take_turns()
    assert await world.states() == ["dead", "done"]
    assert (await world.replies())[-1] == words("utter_tip_started")


async def test_words_that_no_guard_took_for_telling_are_a_tip_when_the_dialogue_gives_up(
    world: World, dialogue: FakeDialogue, clock: FakeClock
) -> None:
    world.guard.verdicts["xyzzy"] = nothing_told()
    dialogue.otherwise = RasaFailedError()
    await world.say("xyzzy")
    await take_until_settled(world, clock)
    assert (await world.only_tip())["narrative"] == "xyzzy"


@pytest.mark.parametrize(
    "upset",
    [
        answer("utter_no_such_response"),
        answer("utter_ask_when", changes=({"change": "answer"},)),
        answer("utter_ask_when", changes=({"change": "category"},)),
    ],
    ids=["unknown response", "answer without slot", "category without value"],
)
async def test_an_answer_that_cannot_be_applied_does_not_come_back_for_ever(
    world: World, dialogue: FakeDialogue, clock: FakeClock, upset: object, logged: StringIO
) -> None:
    dialogue.otherwise = upset  # type: ignore[assignment]
    await world.say("Jag såg en röd Volvo köra mot Nacka.")
    assert await take_until_settled(world, clock) == MOST_ATTEMPTS
    assert await world.states() == ["dead"]
    assert (await world.only_tip())["narrative"] == "Jag såg en röd Volvo köra mot Nacka."
    assert "a turn could not be finished" in logged.getvalue()
    assert "Volvo" not in logged.getvalue()


async def test_a_text_that_breaks_the_analysis_is_a_tip_without_fields(world: World, logged: StringIO) -> None:
    world.analysis.broken_by = "Volvo"
    await world.say("Jag såg en röd Volvo köra mot Nacka.")
    await world.take_turns()
    assert await world.states() == ["done"]
    assert (await world.only_tip())["fields"] == {}
    assert "the analysis failed" in logged.getvalue()
    assert "Volvo" not in logged.getvalue()


async def test_a_message_that_ends_the_process_each_time_is_given_to_a_person(
    world: World, dialogue: FakeDialogue, clock: FakeClock
) -> None:
    """Each claim without an end stands for a process that died in the middle."""
    await world.say("Jag såg en röd Volvo köra mot Nacka.")
    for n in range(MOST_CUTS):
        clock.advance(60)
        work = await world.store.write(lambda write, n=n: repository.claim(write, f"dead{n}", clock()))  # type: ignore[misc]
        assert work is not None
    clock.advance(60)
    await world.take_turns()
    assert dialogue.asked == []
    assert await world.states() == ["dead"]
    assert (await world.only_tip())["narrative"] == "Jag såg en röd Volvo köra mot Nacka."


async def test_a_message_that_cannot_be_opened_stops_neither_its_own_nor_other_conversations(
    world: World, clock: FakeClock
) -> None:
    await world.say("Det här blir förstört.", "anna")
    await world.say("Det här ska fram ändå.", "anna")
    clock.advance(1)
    await world.say("Och det här också.", "bo")
    (first, *_) = await world.rows(select(messages.c.id).where(messages.c.origin == "reporter"))
    await world.store.write(lambda write: write.destroy([first.id]))
    await world.take_turns()
    assert isinstance(world.dialogue, FakeDialogue)
    assert world.dialogue.texts == ["Det här ska fram ändå.", "Och det här också."]
    assert sorted(await world.states()) == ["dead", "done", "done"]
    assert [(await world.conversation(who)).pending for who in ("anna", "bo")] == [0, 0]
    assert [one.text for one in await world.history("anna") if one.origin == "reporter"] == ["Det här ska fram ändå."]


async def test_a_count_that_went_wrong_does_not_keep_workers_busy(world: World) -> None:
    await world.say("Jag såg en röd Volvo köra mot Nacka.")
    await world.take_turns()
    wrong = update(conversations).values(pending=3)
    await world.store.write(lambda write: write.connection.execute(wrong).rowcount)
    await world.take_turns()
    assert (await world.conversation()).pending == 0


async def test_a_draft_that_cannot_be_opened_begins_the_dialogue_again(world: World, dialogue: FakeDialogue) -> None:
    await world.say("Jag såg en röd Volvo köra mot Nacka.")
    await world.take_turns()
    spoiled = update(conversations).values(draft=b"\0" * 64)
    await world.store.write(lambda write: write.connection.execute(spoiled).rowcount)
    await world.say("Den hade takbox och var smutsig.")
    await world.take_turns()
    assert dialogue.asked[-1].draft.slots == {}
    assert await world.states() == ["done", "done"]


async def test_a_tip_whose_key_is_gone_does_not_block_its_conversation(world: World, clock: FakeClock) -> None:
    await world.say("Jag såg en röd Volvo köra mot Nacka.")
    await world.take_turns()
    (tip,) = await world.all_tips()
    await world.store.write(lambda write: write.destroy([tip["id"]]))
    await world.say("Den hade takbox och var smutsig.")
    await take_until_settled(world, clock)
    assert await world.states() == ["done", "dead"]
    assert (await world.conversation()).pending == 0
