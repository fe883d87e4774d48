"""When turns are taken, by whom, and what happens when something breaks in the middle."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
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
from tests.places import Place

pytestmark = pytest.mark.anyio

conversations = table_of(Conversation)
messages = table_of(Message)


@pytest.fixture
def dialogue(world: World) -> FakeDialogue:
    assert isinstance(world.dialogue, FakeDialogue)
    return world.dialogue


@pytest.fixture
async def working(sqlite_store: Store) -> AsyncIterator[World]:
    """A world with the real clock and its workers at work."""
    world = World(sqlite_store, real_clock.now)
    world.workers.start()
    yield world
    await world.workers.stop()


async def until_done(world: World, seconds: float = 8.0) -> None:
    """Wait until no message waits any more."""
    async with asyncio.timeout(seconds):
        while "waiting" in await world.states():
            await asyncio.sleep(0.02)


async def test_three_short_messages_get_one_answer(working: World) -> None:
    for text in ("röd volvo", "ABC123", "i Nacka"):
        await working.say(text)
        await asyncio.sleep(0.15)
    await until_done(working)
    assert isinstance(working.dialogue, FakeDialogue)
    assert working.dialogue.texts == ["röd volvo\nABC123\ni Nacka"]
    replies = await working.replies()
    assert replies[0] == words("utter_greeting") and len(replies) == 2
    assert (await working.only_tip())["narrative"] == "röd volvo\nABC123\ni Nacka"


async def test_a_whole_sentence_is_answered_at_once(working: World) -> None:
    began = time.monotonic()
    await working.say("Jag såg en röd Volvo köra mot Nacka.")
    await until_done(working)
    assert time.monotonic() - began < 0.6


async def test_what_is_said_during_a_turn_is_answered_together_with_it(working: World) -> None:
    dialogue = working.dialogue
    assert isinstance(dialogue, FakeDialogue)
    dialogue.hold()
    await working.say("Jag såg en röd Volvo köra mot Nacka.")
    await asyncio.wait_for(dialogue.entered.wait(), 5)
    await working.say("Den hade takbox och var väldigt smutsig.")
    dialogue.release()
    await until_done(working)
    assert dialogue.texts[-1] == "Jag såg en röd Volvo köra mot Nacka.\nDen hade takbox och var väldigt smutsig."
    assert len(await working.replies()) == 2


async def test_somebody_who_never_stops_writing_is_answered_all_the_same(world: World) -> None:
    class Interrupted(FakeDialogue):
        """Something more is said while each turn is worked on."""

        async def turn(self, *args: object, **more: object) -> object:  # type: ignore[override]
            await world.say("och det var inte allt som hände där.")
            return await super().turn(*args, **more)  # type: ignore[arg-type]

    dialogue = Interrupted()
    world.turns._dialogue = dialogue
    await world.say("Jag såg en röd Volvo köra mot Nacka.")
    assert await world.turns.take()
    assert len(dialogue.asked) == service.MOST_STARTS
    assert words("utter_tip_started") in (await world.replies())[-1]
    assert (await world.states()).count("waiting") == 1


async def test_conversations_do_not_wait_for_each_other(working: World) -> None:
    dialogue = working.dialogue
    assert isinstance(dialogue, FakeDialogue)
    dialogue.hold()
    await working.say("Jag såg en röd Volvo köra mot Nacka.", "anna")
    await asyncio.wait_for(dialogue.entered.wait(), 5)
    dialogue.held = None
    await working.say("Någon har stulit min cykel i Solna.", "bo")
    async with asyncio.timeout(5):
        while len(await working.replies("bo")) < 2:
            await asyncio.sleep(0.02)


async def test_the_conversation_that_waited_longest_comes_first(world: World, clock: FakeClock) -> None:
    for sender in ("anna", "bo", "cecilia"):
        await world.say(f"Jag heter {sender} och såg en bil.", sender)
        clock.advance(1)
    await world.take_turns()
    assert isinstance(world.dialogue, FakeDialogue)
    assert [text.split()[2] for text in world.dialogue.texts] == ["anna", "bo", "cecilia"]


async def test_a_due_turn_is_seen_behind_hundreds_that_are_not(world: World, clock: FakeClock) -> None:
    await asyncio.gather(*(world.say("Jag såg en bil köra för fort.", f"r{n}") for n in range(260)))
    later = update(conversations).values(not_before=clock() + service.RASA_AWAY)
    await world.store.write(lambda write: write.connection.execute(later).rowcount)
    last = await world.conversation("r259")
    now = update(conversations).where(conversations.c.id == last.id).values(not_before=clock())
    await world.store.write(lambda write: write.connection.execute(now).rowcount)
    assert await world.store.read(repository.next_due) == clock()


async def test_a_worker_that_lost_its_lease_changes_nothing(place: Place, clock: FakeClock) -> None:
    slow_store, quick_store = place.open(), place.open()
    slow = FakeDialogue(opens("fraud", asks="where"))
    slow.hold()
    quick = FakeDialogue(opens("dog", asks="when"))
    first, second = World(slow_store, clock, slow), World(quick_store, clock, quick)
    await first.say("Jag har hittat en lös hund i parken.")
    stalled = asyncio.create_task(first.turns.take())
    await asyncio.wait_for(slow.entered.wait(), 5)
    assert not await second.turns.take()
    clock.advance(repository.LEASE.total_seconds() + 1)
    assert await second.turns.take()
    before = await second.history(), await second.all_tips(), await second.conversation()
    slow.release()
    await stalled
    assert (await second.history(), await second.all_tips(), await second.conversation()) == before
    assert (await second.only_tip())["category"] == "dog"
    assert words("utter_ask_where") not in "".join(await second.replies())
    slow_store.close()
    quick_store.close()


async def test_two_processes_never_work_on_one_conversation_at_once(place: Place) -> None:
    at_work: set[str] = set()
    twice: list[str] = []

    class Watched(FakeDialogue):
        async def turn(self, text: str, *args: object, **more: object) -> object:  # type: ignore[override]
            who = text.split()[0]
            twice.extend([who] if who in at_work else [])
            at_work.add(who)
            await asyncio.sleep(0.005)
            at_work.discard(who)
            return await super().turn(text, *args, **more)  # type: ignore[arg-type]

    stores = place.open(), place.open()
    worlds = [World(store, real_clock.now, Watched(), workers=3) for store in stores]
    for world in worlds:
        world.workers.start()
    for number in range(4):
        await asyncio.gather(
            *(worlds[(n + number) % 2].say(f"r{n} såg sak nummer {number}.", f"r{n}", external=f"{number}")
              for n in range(12))
        )  # fmt: skip
    await until_done(worlds[0], 30)
    assert twice == []
    assert set(await worlds[0].states()) == {"done"}
    for n in range(12):
        row = await worlds[0].conversation(f"r{n}")
        assert row.pending == 0 and row.lease_owner is None
    assert len(await worlds[0].all_tips()) == 12
    for world in worlds:
        await world.workers.stop()
    for store in stores:
        store.close()


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


async def test_a_rasa_that_returns_wakes_what_waited(world: World, dialogue: FakeDialogue) -> None:
    dialogue.script = [RasaUnavailableError()]
    await world.say("Jag såg en röd Volvo köra mot Nacka.")
    await world.take_turns()
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
