"""When turns are taken, by whom, and what happens when something breaks in the middle."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select, update

from api import clock as real_clock
from api.conversations.models import Conversation, Message
from api.rasa.client import TurnAnswer
from api.store.base import table_of
from api.store.store import Store
from api.turns import repository, service
from tests.api.world import World, words
from tests.fakes import FakeClock, FakeDialogue, opens
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


async def test_a_whole_sentence_is_answered_without_waiting_for_more(sqlite_store: Store) -> None:
    # No worker is at work, so that the turn stays as intake left it.
    world = World(sqlite_store, real_clock.now)
    await world.say("Jag såg en röd Volvo köra mot Nacka.")
    row = await sqlite_store.read(lambda read: read.connection.execute(select(conversations)).one())
    assert row.not_before == row.last_heard_at


async def test_a_few_words_wait_for_more(sqlite_store: Store) -> None:
    world = World(sqlite_store, real_clock.now)
    await world.say("röd volvo")
    row = await sqlite_store.read(lambda read: read.connection.execute(select(conversations)).one())
    assert row.not_before > row.last_heard_at


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

        async def turn(self, text: str, *args: Any, **more: Any) -> TurnAnswer:
            await world.say("och det var inte allt som hände där.")
            return await super().turn(text, *args, **more)

    dialogue = Interrupted()
    world.turns._dialogue = dialogue
    await world.say("Jag såg en röd Volvo köra mot Nacka.")
    assert await world.turns.take()
    assert len(dialogue.asked) == service.MOST_STARTS
    assert words("utter_tip_started") in (await world.replies())[-1]
    assert (await world.states()).count("waiting") == 1
    attempts = {row.attempts for row in await world.rows(select(messages.c.attempts))}
    assert attempts <= {0, 1}


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


async def test_a_lease_that_was_taken_anew_is_not_the_old_one(world: World, clock: FakeClock) -> None:
    """Whoever holds it: what belongs to an earlier claim may not end a later one."""
    await world.say("Jag har hittat en lös hund i parken.")
    works = []
    for _ in range(2):
        clock.advance(repository.LEASE.total_seconds() + 1)
        works.append(await world.store.write(lambda write: repository.claim(write, "the same", clock())))
    old, new = works
    assert old is not None and new is not None
    with pytest.raises(repository.LeaseLostError):
        await world.store.write(lambda write: repository.under_fence(write, old))
    assert (await world.store.write(lambda write: repository.under_fence(write, new))).lease_owner is None


async def test_two_processes_never_work_on_one_conversation_at_once(place: Place) -> None:
    at_work: set[str] = set()
    twice: list[str] = []

    class Watched(FakeDialogue):
        async def turn(self, text: str, *args: Any, **more: Any) -> TurnAnswer:
            who = text.split()[0]
            twice.extend([who] if who in at_work else [])
            at_work.add(who)
            await asyncio.sleep(0.005)
            at_work.discard(who)
            return await super().turn(text, *args, **more)

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
