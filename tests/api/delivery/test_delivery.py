from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from api.conversations import repository
from api.conversations.models import Origin
from api.delivery.service import LONGEST_PAUSE, MOST_ATTEMPTS, UNDER_WAY, Delivery
from api.store.store import Store, Write
from api.wording import Words
from bot.intake import Channel, Failure, InboundKind, Outbound
from tests.api.world import World, messages, outbox, words
from tests.fakes import FakeClock, call_112
from tests.places import Place

pytestmark = pytest.mark.anyio

TELEGRAM = Channel.TELEGRAM


@pytest.fixture
def world(store: Store, clock: FakeClock) -> World:
    return World(store, clock)


async def due(world: World, channel: Channel = TELEGRAM) -> list[Outbound]:
    return await world.delivery.outgoing(channel, 0.01)


async def states(world: World) -> list[str]:
    return [row.state for row in await world.rows(select(outbox.c.state).order_by(outbox.c.number))]


@pytest.fixture
async def three(world: World) -> World:
    """Three messages wait for Anna."""
    for _ in range(3):
        await world.send(InboundKind.UNSUPPORTED, "anna")
    return world


async def test_a_message_goes_to_the_account_that_wrote_with_its_buttons(world: World, clock: FakeClock) -> None:
    await world.send(InboundKind.START, "anna")
    (sent,) = await due(world)
    assert (sent.recipient, sent.channel, sent.text) == ("anna", TELEGRAM, words("utter_greeting"))
    assert [button.payload for button in sent.buttons] == ["/language"]
    assert sent.reporter_wrote_at == clock()


async def test_messages_of_one_conversation_go_one_at_a_time_in_their_order(three: World) -> None:
    sent = []
    while found := await due(three):
        assert len(found) == 1
        assert await due(three) == []
        sent.append(found[0].text)
        await three.delivery.delivered(found[0].id)
    assert sent == [words("utter_greeting"), words("utter_unsupported"), words("utter_unsupported"),
                    words("utter_unsupported")]  # fmt: skip
    assert set(await states(three)) == {"sent"}


async def test_conversations_do_not_wait_for_each_other(three: World) -> None:
    await three.send(InboundKind.START, "bo")
    assert {one.recipient for one in await due(three)} == {"anna", "bo"}


async def test_channels_have_outboxes_of_their_own_and_the_web_chat_has_none(world: World) -> None:
    session = await world.sessions.open("sv", None)
    await world.send(InboundKind.UNSUPPORTED, session.token, channel=Channel.WEBCHAT)
    await world.send(InboundKind.START, "psid", channel=Channel.MESSENGER)
    assert await due(world) == []
    assert [one.recipient for one in await due(world, Channel.MESSENGER)] == ["psid"]
    assert len(await states(world)) == 1


async def test_what_was_not_marked_comes_again_after_a_minute(three: World, clock: FakeClock) -> None:
    (first,) = await due(three)
    clock.advance(UNDER_WAY.total_seconds() - 1)
    assert await due(three) == []
    clock.advance(1)
    (again,) = await due(three)
    assert again == first


async def test_later_means_after_what_the_channel_asked_for(three: World, clock: FakeClock) -> None:
    (first,) = await due(three)
    await three.delivery.failed(first.id, Failure.LATER, retry_after=17.0)
    clock.advance(16.9)
    assert await due(three) == []
    clock.advance(0.1)
    assert [one.id for one in await due(three)] == [first.id]


async def test_later_without_a_time_means_ever_later_but_within_an_hour(three: World, clock: FakeClock) -> None:
    pauses = []
    for _ in range(MOST_ATTEMPTS - 1):
        (first,) = await due(three)
        await three.delivery.failed(first.id, Failure.LATER)
        (row,) = await three.rows(select(outbox.c.due_at).where(outbox.c.id == first.id))
        pauses.append((row.due_at - clock()).total_seconds())
        clock.advance(pauses[-1])
    assert pauses == [min(2.0**n, LONGEST_PAUSE) for n in range(1, MOST_ATTEMPTS)]


async def test_what_is_put_off_too_often_is_given_up_and_the_next_goes(three: World, clock: FakeClock) -> None:
    for _ in range(MOST_ATTEMPTS):
        (first,) = await due(three)
        await three.delivery.failed(first.id, Failure.LATER, retry_after=1)
        clock.advance(1)
    assert (await states(three))[0] == "dead"
    (second,) = await due(three)
    assert second.id != first.id


@pytest.mark.parametrize("failure", [Failure.UNREACHABLE, Failure.REJECTED, Failure.WINDOW])
async def test_a_final_failure_is_final_and_the_next_goes(three: World, failure: Failure) -> None:
    (first,) = await due(three)
    await three.delivery.failed(first.id, failure)
    assert (await states(three))[0] == "dead"
    (second,) = await due(three)
    assert second.text == words("utter_unsupported")


async def test_a_late_word_on_what_was_settled_changes_nothing(three: World) -> None:
    (first,) = await due(three)
    await three.delivery.delivered(first.id)
    await three.delivery.failed(first.id, Failure.REJECTED)
    await three.delivery.failed("no-such-id", Failure.REJECTED)
    assert (await states(three))[0] == "sent"


async def test_waiting_ends_with_the_next_message(world: World) -> None:
    waiting = asyncio.create_task(world.delivery.outgoing(TELEGRAM, 10))
    await asyncio.sleep(0.1)
    await world.send(InboundKind.START, "anna")
    assert len(await asyncio.wait_for(waiting, 1)) == 1


async def test_two_processes_never_hand_out_the_same_message(place: Place, clock: FakeClock) -> None:
    stores = place.open(), place.open()
    worlds = [World(store, clock) for store in stores]
    for n in range(20):
        await worlds[0].send(InboundKind.START, f"r{n}")
    found = await asyncio.gather(*(due(worlds[n % 2]) for n in range(8)))
    ids = [one.id for batch in found for one in batch]
    assert len(ids) == len(set(ids)) == 20
    for store in stores:
        store.close()


async def test_a_message_that_was_deleted_before_it_was_sent_holds_up_nobody(three: World) -> None:
    await three.send(InboundKind.START, "bo")
    (gone, *_) = await three.rows(
        select(messages.c.id).join(outbox, outbox.c.message == messages.c.id).order_by(outbox.c.number)
    )
    await three.store.write(lambda write: write.destroy([gone.id]))
    assert [one.recipient for one in await due(three)] == ["bo"]
    assert [one.recipient for one in await due(three)] == ["anna"]


async def test_a_failure_in_the_log_names_no_account_and_no_text(
    three: World, caplog: pytest.LogCaptureFixture
) -> None:
    (first,) = await due(three)
    await three.delivery.failed(first.id, Failure.REJECTED)
    assert "rejected" in caplog.text
    assert "anna" not in caplog.text


async def test_who_blocked_the_bot_is_unreachable_until_they_write_again(three: World, clock: FakeClock) -> None:
    (first,) = await due(three)
    await three.delivery.failed(first.id, Failure.UNREACHABLE)
    assert (await three.conversation()).unreachable_at == clock()
    await three.say("hej igen")
    assert (await three.conversation()).unreachable_at is None


async def test_who_wrote_while_a_message_was_refused_is_not_unreachable(three: World, clock: FakeClock) -> None:
    (first,) = await due(three)
    clock.advance(1)
    await three.say("hej")
    await three.delivery.failed(first.id, Failure.UNREACHABLE)
    assert (await three.conversation()).unreachable_at is None


@pytest.mark.parametrize("failure", [Failure.REJECTED, Failure.WINDOW])
async def test_a_message_that_is_refused_says_nothing_of_the_next_one(three: World, failure: Failure) -> None:
    (first,) = await due(three)
    await three.delivery.failed(first.id, failure)
    assert (await three.conversation()).unreachable_at is None


async def test_words_on_danger_go_before_other_peoples_greetings(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.guard.verdicts["det brinner"] = call_112()
    monkeypatch.setattr("api.delivery.service.BATCH", 2)
    for n in range(5):
        await world.send(InboundKind.START, f"r{n}")
    await world.say("det brinner", "anna")
    assert [one.recipient for one in await due(world)] == ["anna", "r0"]


async def test_words_on_danger_keep_their_place_among_what_their_reporter_is_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.guard.verdicts["det brinner"] = call_112()
    monkeypatch.setattr("api.delivery.service.BATCH", 1)
    await world.send(InboundKind.START, "bo")
    await world.send(InboundKind.START, "anna")
    await world.say("det brinner", "anna")
    told = []
    for _ in range(2):
        (one,) = await due(world)
        told.append((one.recipient, one.text))
        await world.delivery.delivered(one.id)
    assert told == [("anna", words("utter_greeting")), ("anna", words("utter_call_112_fire"))]


async def test_an_officers_words_are_marked_as_a_persons(world: World) -> None:
    await world.send(InboundKind.START, "anna")
    (greeting,) = await due(world)
    await world.delivery.delivered(greeting.id)

    def reply(write: Write) -> None:
        row = repository.find_by_sender(write, TELEGRAM, "anna")
        assert row is not None
        repository.say(write, row, row.last_seq + 1, Words("Såg du vem?"), world.clock(), origin=Origin.OFFICER)
        repository.change(write, row.id, last_seq=row.last_seq + 1)

    await world.store.write(reply)
    (sent,) = await due(world)
    assert (greeting.officer, sent.officer, sent.text) == (False, True, "Såg du vem?")


async def test_who_cares_hears_of_what_was_given_up_in_the_same_write(three: World, clock: FakeClock) -> None:
    heard: list[tuple[str, Failure]] = []
    delivery = Delivery(three.store, three.signals, clock, lambda _, id, why: heard.append((id, why)))
    (first,) = await delivery.outgoing(TELEGRAM, 0.01)
    await delivery.failed(first.id, Failure.LATER)
    assert heard == []
    clock.advance(10)
    (first,) = await delivery.outgoing(TELEGRAM, 0.01)
    await delivery.failed(first.id, Failure.WINDOW)
    assert heard == [(first.id, Failure.WINDOW)]
