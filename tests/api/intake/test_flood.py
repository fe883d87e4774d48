"""What comes too fast is kept, read for danger and set aside; nobody is refused, nothing is dropped."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from api.attachments.models import Attachment
from api.intake.flood import Limits
from api.store.base import table_of
from api.store.store import Store
from bot.intake import Channel, InboundKind
from tests.api.files import edit, send_photo
from tests.api.world import World, messages, words
from tests.fakes import FakeClock, ask, call_112, nothing_told
from tests.places import Place

pytestmark = pytest.mark.anyio

FIRE = "det brinner i trapphuset"
HELLO = "hej hej"
LIMITS = Limits()


async def pour(world: World, count: int, text: str = "rad", sender: str = "anna", **more: Any) -> None:
    for number in range(count):
        await world.say(f"{text} {number}", sender, **more)


async def aside(world: World) -> list[int]:
    """The places of what was set aside."""
    rows = await world.rows(select(messages.c.seq).where(messages.c.aside).order_by(messages.c.seq))
    return [row.seq for row in rows]


@pytest.fixture
def flooded(world: World) -> World:
    world.guard.verdicts |= {FIRE: call_112(), "han är här": ask(), HELLO: nothing_told()}
    return world


async def test_short_lines_typed_in_haste_are_no_flood(world: World, clock: FakeClock) -> None:
    for _ in range(3):
        await pour(world, 10)
        clock.advance(30)
    assert await aside(world) == []


async def test_twenty_a_minute_are_never_set_aside_however_they_are_spread(world: World, clock: FakeClock) -> None:
    for _ in range(2):
        await pour(world, LIMITS.per_minute)
        clock.advance(60)
    assert await aside(world) == []


async def test_what_comes_faster_is_kept_but_takes_no_turn_and_grows_no_tip(world: World, clock: FakeClock) -> None:
    await pour(world, 30)
    told = [one for one in await world.history() if one.origin == "reporter"]
    assert [one.text for one in told] == [f"rad {number}" for number in range(30)]
    assert len(await aside(world)) == 10
    assert (await world.conversation()).pending == 20
    assert len((await world.only_tip())["messages"]) == 20
    await world.take_turns()
    assert set(await world.states()) == {"done"}
    assert "rad 20" not in world.dialogue.texts[0]  # type: ignore[attr-defined]


async def test_the_reporter_is_told_once_that_it_is_set_aside(world: World, clock: FakeClock) -> None:
    for _ in range(5):
        await pour(world, 100)
        clock.advance(1)
    assert (await world.replies()).count(words("utter_set_aside")) == 1


async def test_at_the_edge_of_the_allowed_pace_it_is_not_said_again_and_again(world: World, clock: FakeClock) -> None:
    await pour(world, LIMITS.per_minute)
    for _ in range(60):
        clock.advance(2.9)
        await pour(world, 1)
    assert (await world.replies()).count(words("utter_set_aside")) <= 2


async def test_after_a_minute_of_quiet_a_sender_is_heard_as_before(world: World, clock: FakeClock) -> None:
    await pour(world, 500)
    clock.advance(60)
    before = len(await aside(world))
    await world.say("Det var en blå Volvo")
    assert len(await aside(world)) == before
    assert (await world.conversation()).pending == 21


async def test_a_second_flood_is_told_of_again(world: World, clock: FakeClock) -> None:
    await pour(world, 50)
    clock.advance(90)
    await pour(world, 50, "igen")
    assert (await world.replies()).count(words("utter_set_aside")) == 2


async def test_an_emergency_in_a_flood_is_answered_with_112_and_makes_a_tip(flooded: World, clock: FakeClock) -> None:
    await pour(flooded, 21)
    (before,) = await flooded.all_tips()
    await flooded.say(FIRE)
    assert (await flooded.replies())[-1] == words("utter_call_112_fire")
    tip = await flooded.only_tip()
    assert tip["emergency"] == {"level": "call_112", "kind": "fire"}
    assert tip["urgency"] == "now"
    assert [one["text"] for one in tip["messages"]][-1] == FIRE
    assert len(tip["messages"]) == len(before["messages"]) + 1


async def test_the_same_words_on_112_are_said_every_ten_seconds_at_most(flooded: World, clock: FakeClock) -> None:
    await pour(flooded, 21)
    for _ in range(100):
        await flooded.say(FIRE)
        clock.advance(0.25)
    assert (await flooded.replies()).count(words("utter_call_112_fire")) == 3


async def test_other_words_on_112_are_said_at_once(flooded: World, clock: FakeClock) -> None:
    await pour(flooded, 21)
    await flooded.say("han är här")
    await flooded.say(FIRE)
    assert (await flooded.replies())[-2:] == [words("utter_ask_emergency"), words("utter_call_112_fire")]


async def test_the_answer_to_the_question_about_danger_is_understood_in_a_flood(
    flooded: World, clock: FakeClock
) -> None:
    await pour(flooded, 21)
    await flooded.say("han är här")
    assert (await flooded.conversation()).ask_open
    await flooded.press("/emergency_yes")
    assert (await flooded.replies())[-1] == words("utter_call_112")
    assert not (await flooded.conversation()).ask_open


async def test_a_no_to_danger_closes_the_question_in_a_flood(flooded: World, clock: FakeClock) -> None:
    await pour(flooded, 21)
    await flooded.say("han är här")
    await flooded.press("/emergency_no")
    assert (await flooded.replies())[-1] == words("utter_emergency_denied")
    assert not (await flooded.conversation()).ask_open


async def test_calm_words_in_a_flood_leave_the_question_about_danger_open(flooded: World, clock: FakeClock) -> None:
    flooded.guard.evaded |= {f"rad {number}" for number in range(50)}
    await pour(flooded, 21)
    await flooded.say("han är här")
    await pour(flooded, 10)
    assert (await flooded.conversation()).ask_open
    assert (await flooded.replies())[-1] == words("utter_ask_emergency")


async def test_an_alarmed_flood_does_not_swell_a_tip_without_end(flooded: World, clock: FakeClock) -> None:
    await pour(flooded, 21)
    for _ in range(150):
        await flooded.say(FIRE)
    assert len((await flooded.only_tip())["messages"]) < 20 + 105


async def test_a_repeated_delivery_counts_once(world: World, clock: FakeClock) -> None:
    for _ in range(200):
        assert (await world.say("Det var en blå Volvo", external="one")).seq == 1
    assert await aside(world) == []
    assert (await world.conversation()).flood_count == 0


async def test_a_repeat_of_what_was_set_aside_changes_nothing(world: World, clock: FakeClock) -> None:
    await pour(world, 25)
    first = await world.say("igen", external="again")
    row = await world.conversation()
    again = await world.say("igen", external="again")
    assert (again.seq, again.repeated) == (first.seq, True)
    assert (await world.conversation())._mapping == row._mapping


async def test_one_senders_flood_is_nobody_elses(world: World, clock: FakeClock) -> None:
    await pour(world, 100, sender="anna")
    await world.say("Jag såg en blå bil", "bo")
    assert (await world.conversation("bo")).pending == 1
    assert words("utter_set_aside") not in await world.replies("bo")


async def test_a_flood_does_not_make_others_turns_wait(world: World, clock: FakeClock) -> None:
    await pour(world, 20)
    world.inflow._came.clear()
    await pour(world, 100)
    assert not world.inflow.pours()


async def test_a_clock_that_was_set_back_sets_nobody_aside(world: World, clock: FakeClock) -> None:
    await pour(world, 15)
    clock.at -= timedelta(hours=24)
    await pour(world, 15, "efter")
    assert await aside(world) == []


async def test_a_clock_that_was_set_back_keeps_nobody_from_the_words_on_112(flooded: World, clock: FakeClock) -> None:
    await pour(flooded, 21)
    await flooded.say(FIRE)
    clock.at -= timedelta(minutes=5)
    await pour(flooded, 25)
    await flooded.say(FIRE)
    assert (await flooded.replies())[-1] == words("utter_call_112_fire")


async def test_a_button_pressed_in_a_flood_has_its_title(flooded: World, clock: FakeClock) -> None:
    await flooded.say("han är här")
    await pour(flooded, 30)
    await flooded.press("/emergency_no")
    assert [one.text for one in await flooded.history() if one.origin == "reporter"][-1] == "Nej"


# -- more new conversations than anybody can read ----------------------------------------------------


@pytest.fixture
def crowded(store: Store, clock: FakeClock) -> World:
    return World(store, clock, limits=Limits(new_per_hour=3))


async def crowd(world: World, first: int, count: int) -> None:
    for number in range(first, first + count):
        await world.say("Jag såg en blå bil", f"person-{number}")


async def test_the_excess_of_new_conversations_is_set_aside_for_an_hour(crowded: World, clock: FakeClock) -> None:
    await crowd(crowded, 0, 5)
    assert len(await aside(crowded)) == 2
    assert [tip["narrative"] for tip in await crowded.all_tips()] == ["Jag såg en blå bil"] * 3
    clock.advance(1800)
    await crowded.say("och en röd", "person-4")
    assert len(await aside(crowded)) == 3
    clock.advance(1810)
    await crowded.say("och en grön", "person-4")
    await crowded.say("Jag såg en blå bil", "person-9")
    assert len(await aside(crowded)) == 3


async def test_who_is_set_aside_in_a_crowd_is_greeted_and_told_once(crowded: World, clock: FakeClock) -> None:
    await crowd(crowded, 0, 4)
    await crowded.say("och en röd", "person-3")
    assert await crowded.replies("person-3") == [words("utter_greeting"), words("utter_set_aside_many")]


async def test_an_emergency_in_a_crowd_is_answered_with_112_first_and_makes_a_tip(
    crowded: World, clock: FakeClock
) -> None:
    crowded.guard.verdicts[FIRE] = call_112()
    await crowd(crowded, 0, 3)
    await crowded.say(FIRE, "kim")
    assert (await crowded.replies("kim"))[0] == words("utter_call_112_fire")
    assert (await crowded.all_tips())[-1]["narrative"] == FIRE


async def test_who_wrote_before_is_heard_while_a_crowd_comes(crowded: World, clock: FakeClock) -> None:
    await crowd(crowded, 0, 10)
    await crowded.say("och en röd", "person-0")
    assert (await crowded.conversation("person-0")).pending == 2


async def test_in_the_web_chat_a_conversation_is_new_with_its_first_message(crowded: World, clock: FakeClock) -> None:
    opened = [await crowded.sessions.open("sv", None) for _ in range(8)]
    for session in opened[:4]:
        await crowded.say("Jag såg en blå bil", session.token, channel=Channel.WEBCHAT)
    assert len(await aside(crowded)) == 1
    shown = await crowded.sessions.history(opened[3].token, 0)
    assert [one.text for one in shown if one.sender == "bot"][1:] == [words("utter_set_aside_many", channel="webchat")]


async def test_a_sticker_in_a_flood_is_kept_and_not_answered(world: World, clock: FakeClock) -> None:
    await pour(world, 21)
    said = len(await world.replies())
    await world.send(InboundKind.UNSUPPORTED)
    assert len(await world.replies()) == said
    assert len(await aside(world)) == 2


def test_the_last_words_to_a_reporter_are_found_without_reading_the_flood(sqlite: Place) -> None:
    store = sqlite.open()
    query = "SELECT * FROM messages WHERE conversation = 'x' AND origin <> 'reporter' ORDER BY seq DESC LIMIT 20"
    plan = store.read_now(lambda read: read.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}").all())
    store.close()
    assert "ix_messages_told" in str(plan)


async def test_changes_that_come_too_fast_are_kept_as_messages_of_their_own(flooded: World, clock: FakeClock) -> None:
    await flooded.say("Bilen var blå.", place="7")
    await flooded.take_turns()
    for number in range(40):
        clock.advance(0.1)
        await edit(flooded, f"Bilen var röd {number}.", "7", external=f"e{number}")
    again = await edit(flooded, "Bilen var röd 39.", "7", external="e39")
    assert again.repeated
    await flooded.take_turns()
    tip = await flooded.only_tip()
    told = [one.text for one in await flooded.history() if one.origin == "reporter"]
    assert told[0] == tip["narrative"]
    assert told[1:] == [f"Bilen var röd {number}." for number in range(40 - len(told) + 1, 40)]
    assert len(await aside(flooded)) == len(told) - 1
    assert len(tip["messages"][0]["earlier"]) + len(told) - 1 == 40
    assert (await flooded.replies())[-1] == words("utter_set_aside")


async def test_danger_in_a_change_that_comes_too_fast_is_answered_and_alarms_the_tip(
    flooded: World, clock: FakeClock
) -> None:
    await flooded.say("Det luktar rök.", place="7")
    await pour(flooded, 25)
    clock.advance(0.1)
    await edit(flooded, FIRE, "7")
    assert (await flooded.replies())[-1] == words("utter_call_112_fire")
    assert (await flooded.only_tip())["urgency"] == "now"


async def test_a_file_in_a_flood_is_kept(world: World, clock: FakeClock) -> None:
    await pour(world, 25)
    await send_photo(world)
    statement = select(table_of(Attachment).c.message, messages.c.aside).join(messages)
    (row,) = await world.rows(statement)
    assert row.aside


async def test_what_was_set_aside_is_heard_when_it_is_changed_at_a_usual_pace(world: World, clock: FakeClock) -> None:
    await pour(world, 20)
    await world.say("Han har en röd mössa.", place="7")
    assert len(await aside(world)) == 1
    clock.advance(60)
    await edit(world, "Han har en blå mössa.", "7")
    assert await aside(world) == []
    assert (await world.only_tip())["messages"][-1]["text"] == "Han har en blå mössa."
