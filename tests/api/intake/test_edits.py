"""What a reporter changes: a new version, read again; the first one stays."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import func, select

from api.conversations.models import MessageVersion
from api.store.base import table_of
from tests.api.files import PHOTO, edit, send_photo
from tests.api.world import World, words
from tests.fakes import FakeClock, FakeDialogue, call_112, opens

pytestmark = pytest.mark.anyio

versions = table_of(MessageVersion)


@pytest.fixture(autouse=True)
def plates(world: World) -> None:
    world.analysis.found = {n: {"plate": n} for n in ("ABC123", "XYZ789")}
    world.turns._dialogue = world.dialogue = FakeDialogue(otherwise=opens(asks="when"))


async def count(world: World) -> int:
    return int((await world.rows(select(func.count()).select_from(versions)))[0][0])


async def test_a_changed_message_says_what_it_says_now_and_what_it_said(world: World) -> None:
    first = await world.say("Bilen hette ABC123.", place="7", external="1")
    await world.take_turns()
    replies = await world.replies()
    again = await edit(world, "Bilen hette XYZ789.", "7", external="2")
    await world.take_turns()
    assert (again.seq, again.repeated) == (first.seq, False)
    tip = await world.only_tip()
    assert tip["narrative"] == "Bilen hette XYZ789."
    assert tip["fields"]["plate"]["value"] == "XYZ789"
    (message,) = tip["messages"]
    assert (message["text"], message["earlier"]) == ("Bilen hette XYZ789.", ["Bilen hette ABC123."])
    assert [entry["action"] for entry in tip["timeline"]] == ["created", "edited"]
    assert await world.replies() == replies
    assert len(world.dialogue.asked) == 1  # type: ignore[attr-defined]
    assert await world.states() == ["done"]


async def test_a_repeated_change_changes_nothing(world: World) -> None:
    await world.say("Bilen hette ABC123.", place="7")
    results = await asyncio.gather(*(edit(world, "Bilen hette XYZ789.", "7", external="e") for _ in range(5)))
    assert sorted(one.repeated for one in results) == [False] + [True] * 4
    assert await count(world) == 1


async def test_what_was_changed_before_its_turn_is_read_once_as_it_is_now(world: World) -> None:
    await world.say("Bilen hette ABC123.", place="7")
    await edit(world, "Bilen hette XYZ789.", "7")
    await world.take_turns()
    assert world.dialogue.texts == ["Bilen hette XYZ789."]  # type: ignore[attr-defined]
    assert (await world.only_tip())["fields"]["plate"]["value"] == "XYZ789"


async def test_what_is_changed_while_its_turn_is_taken_is_read_again(world: World) -> None:
    assert isinstance(world.dialogue, FakeDialogue)
    world.dialogue.hold()
    await world.say("Bilen hette ABC123.", place="7")
    assert isinstance(world.clock, FakeClock)
    world.clock.advance(1)
    taking = asyncio.create_task(world.turns.take())
    await world.dialogue.entered.wait()
    await edit(world, "Bilen hette XYZ789.", "7")
    world.dialogue.release()
    await taking
    await world.take_turns()
    assert (await world.only_tip())["fields"]["plate"]["value"] == "XYZ789"
    assert await world.states() == ["done"]
    assert (await world.conversation()).pending == 0


async def test_danger_in_a_changed_message_is_answered_at_once(world: World) -> None:
    world.guard.verdicts["Det brinner!"] = call_112()
    await world.say("Det luktar rök.", place="7")
    await world.take_turns()
    await edit(world, "Det brinner!", "7")
    assert (await world.replies())[-1] == words("utter_call_112_fire")
    tip = await world.only_tip()
    assert (tip["urgency"], tip["messages"][0]["emergency"]) == ("now", "call_112")
    before = await world.replies()
    await edit(world, "Det brinner! ", "7")
    await edit(world, "Det luktar inte rök.", "7")
    assert await world.replies() == before
    assert (await world.only_tip())["urgency"] == "now"


async def test_a_change_that_comes_before_what_it_changes_counts(world: World, clock: FakeClock) -> None:
    clock.advance(60)
    first = await edit(world, "Bilen hette XYZ789.", "7", external="2")
    clock.advance(-60)
    late = await world.say("Bilen hette ABC123.", place="7", external="1")
    clock.advance(60)
    assert late.seq == first.seq
    await world.take_turns()
    tip = await world.only_tip()
    assert (tip["narrative"], tip["fields"]["plate"]["value"]) == ("Bilen hette XYZ789.", "XYZ789")
    assert tip["messages"][0]["earlier"] == ["Bilen hette ABC123."]


async def test_changes_that_come_in_another_order_end_in_the_newest(world: World, clock: FakeClock) -> None:
    await world.say("Bilen hette ABC123.", place="7")
    clock.advance(20)
    await edit(world, "Nu är den XYZ789.", "7")
    clock.advance(-10)
    await edit(world, "Mitt emellan.", "7")
    clock.advance(10)
    await world.take_turns()
    assert (await world.only_tip())["narrative"] == "Nu är den XYZ789."
    assert await count(world) == 2


async def test_an_officers_value_stays(world: World) -> None:
    from api.tips.schemas import GivenValue, TipPatch
    from tests.api.world import OFFICER

    await world.say("Bilen hette ABC123.", place="7")
    await world.take_turns()
    tip = (await world.only_tip())["id"]
    await world.tips.change(tip, "*", TipPatch(fields={"plate": GivenValue(value="QQQ111")}), OFFICER)
    await edit(world, "Bilen hette XYZ789.", "7")
    await world.take_turns()
    assert (await world.only_tip())["fields"]["plate"]["value"] == "QQQ111"


async def test_a_changed_caption_is_read_and_its_file_stays_one(world: World) -> None:
    await send_photo(world, text="ABC123", place="7")
    for _ in range(2):
        await world.take_turns()
    await edit(world, "XYZ789", "7", media=(PHOTO,))
    await world.take_turns()
    tip = await world.only_tip()
    assert (tip["fields"]["plate"]["value"], len(tip["attachments"])) == ("XYZ789", 1)


async def test_a_change_of_an_older_tip_stays_with_it(world: World, clock: FakeClock) -> None:
    await world.say("Bilen hette ABC123.", place="7")
    await world.take_turns()
    await world.set_status((await world.only_tip())["id"], "closed")
    await world.say("En annan sak har hänt.", place="8")
    await world.take_turns()
    await edit(world, "Bilen hette XYZ789.", "7")
    await world.take_turns()
    old, new = await world.all_tips()
    assert (old["fields"]["plate"]["value"], old["narrative"]) == ("XYZ789", "Bilen hette XYZ789.")
    assert (new["fields"], new["narrative"]) == ({}, "En annan sak har hänt.")


async def test_the_same_place_in_another_chat_is_another_message(world: World) -> None:
    await world.say("Bilen hette ABC123.", "anna", place="7")
    await world.say("Bilen hette XYZ789.", "bo", place="7")
    assert len(await world.all_tips()) == 2
