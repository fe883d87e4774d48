from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from api.conversations.models import Message
from api.store.base import table_of
from api.store.store import Store
from api.tips.models import TipMessage
from api.vault.models import Contact
from bot.intake import Accepted, Channel, InboundKind, UnknownPayloadError, UnknownSessionError
from tests.api.world import World, words
from tests.fakes import FakeClock, FakeDialogue, nothing_told, opens
from tests.places import Place

pytestmark = pytest.mark.anyio

messages = table_of(Message)
links = table_of(TipMessage)
contacts = table_of(Contact)
COUNT = select(func.count())


async def test_a_repeated_delivery_changes_nothing(world: World) -> None:
    first = await world.say("Jag såg en röd Volvo", external="u1")
    before = await world.history()
    again = [await world.say("Jag såg en röd Volvo", external="u1") for _ in range(3)]
    assert first == Accepted(1, repeated=False)
    assert again == [Accepted(1, repeated=True)] * 3
    assert await world.history() == before
    assert len(await world.all_tips()) == 1


async def test_deliveries_of_the_same_at_once_are_one_message(world: World) -> None:
    results = await asyncio.gather(*(world.say("Jag såg en röd Volvo", external="u1") for _ in range(12)))
    assert {one.seq for one in results} == {1}
    assert sorted(one.repeated for one in results) == [False] + [True] * 11
    assert [one.text for one in await world.history() if one.origin == "reporter"] == ["Jag såg en röd Volvo"]
    assert len(await world.all_tips()) == 1


async def test_messages_of_one_reporter_at_once_are_all_kept_in_one_order(world: World) -> None:
    results = await asyncio.gather(*(world.say(f"sak {n}", external=str(n)) for n in range(20)))
    history = await world.history()
    assert [one.seq for one in history] == list(range(1, len(history) + 1))
    by_seq = {one.seq: one.text for one in history}
    assert [by_seq[one.seq] for one in results] == [f"sak {n}" for n in range(20)]
    assert (await world.conversation()).pending == 20
    assert len(await world.all_tips()) == 1


async def test_messages_that_come_while_turns_end_are_never_miscounted(place: Place, clock: FakeClock) -> None:
    """Two processes, one conversation: what waits is counted right whoever is faster."""
    stores = place.open(), place.open()
    taking, telling = (World(store, clock, FakeDialogue(otherwise=opens(asks=None))) for store in stores)

    async def take() -> None:
        for _ in range(30):
            clock.advance(1)
            await taking.turns.take()

    async def tell() -> None:
        for n in range(30):
            await telling.say(f"sak {n} och lite mer till.", external=str(n))

    await asyncio.gather(take(), tell(), tell())
    await taking.take_turns()
    assert (await taking.conversation()).pending == 0
    assert set(await taking.states()) == {"done"}
    assert len(await taking.states()) == 30
    for store in stores:
        store.close()


async def test_the_same_id_of_another_account_or_channel_is_another_message(world: World) -> None:
    assert not (await world.say("hej", "anna", external="1")).repeated
    assert not (await world.say("hej", "bo", external="1")).repeated
    assert not (await world.say("hej", "anna", external="1", channel=Channel.MESSENGER)).repeated


async def test_a_tip_exists_from_the_first_telling_message_without_rasa(world: World) -> None:
    world.rasa_is_ready = False
    world.guard.verdicts["hej"] = nothing_told()
    await world.say("hej")
    assert await world.all_tips() == []
    await world.say("Någon har stulit min cykel i Nacka")
    tip = await world.only_tip()
    assert tip["narrative"] == "Någon har stulit min cykel i Nacka"
    assert (tip["status"], tip["channel"], tip["told"]) == ("open", "telegram", False)


async def test_a_tip_grows_with_every_message_without_rasa(world: World) -> None:
    world.rasa_is_ready = False
    for text in ("Min cykel är borta", "Den är blå"):
        await world.say(text)
    assert (await world.only_tip())["narrative"] == "Min cykel är borta\nDen är blå"


async def test_another_day_is_another_matter(world: World, clock: FakeClock) -> None:
    world.dialogue = FakeDialogue()
    await world.say("Min cykel är borta")
    clock.advance(3600)
    await world.workers.end_silent()
    clock.advance(timedelta(hours=25).total_seconds())
    await world.say("Det brinner inte men det luktar konstigt här")
    assert [tip["narrative"] for tip in await world.all_tips()] == [
        "Min cykel är borta",
        "Det brinner inte men det luktar konstigt här",
    ]


async def test_what_is_told_after_the_tip_was_closed_is_a_new_tip(world: World) -> None:
    await world.say("Min cykel är borta")
    await world.set_status((await world.only_tip())["id"], "closed")
    await world.say("Nu såg jag den vid stationen")
    closed, new = await world.all_tips()
    assert closed["narrative"] == "Min cykel är borta"
    assert (new["narrative"], new["status"]) == ("Nu såg jag den vid stationen", "open")


async def test_the_fallback_is_said_once_while_rasa_is_away(world: World) -> None:
    world.rasa_is_ready = False
    for text in ("Min cykel är borta.", "Den är blå.", "Den stod vid stationen."):
        await world.say(text)
    replies = await world.replies()
    assert replies == [words("utter_greeting"), words("utter_received")]


async def test_no_fallback_is_said_while_rasa_is_there(world: World) -> None:
    await world.say("Min cykel är borta")
    assert await world.replies() == [words("utter_greeting")]


async def test_the_greeting_comes_once_and_after_the_first_message(world: World) -> None:
    await world.say("Min cykel är borta")
    await world.say("Den är blå")
    said = await world.history()
    assert [one.origin for one in said] == ["reporter", "bot", "reporter"]
    assert said[1].text == words("utter_greeting")


async def test_opening_the_chat_greets_and_tells_nothing(world: World) -> None:
    await world.send(InboundKind.START)
    await world.send(InboundKind.START)
    assert await world.replies() == [words("utter_greeting")] * 2
    assert await world.all_tips() == []
    assert (await world.conversation()).pending == 0


async def test_what_cannot_be_taken_is_said_and_kept(world: World) -> None:
    await world.send(InboundKind.UNSUPPORTED)
    assert words("utter_unsupported") in await world.replies()
    assert len(await world.history()) == 3


async def test_an_unknown_payload_of_an_old_button_is_kept_and_answered(world: World) -> None:
    await world.press("/no_such_button")
    (pressed,) = [one for one in await world.history() if one.origin == "reporter"]
    assert (pressed.kind, pressed.payload) == ("payload", "/no_such_button")
    assert await world.take_turns() == 1
    assert await world.states() == ["done"]


async def test_a_pressed_button_reads_like_what_was_on_it(world: World) -> None:
    world.dialogue.script.append(opens(asks="basis"))  # type: ignore[attr-defined]
    await world.say("Jag såg en röd Volvo köra fort")
    await world.take_turns()
    title, payload = (await world.history())[-1].buttons[0]
    await world.press(payload)
    assert (await world.history())[-1].text == title


async def test_a_notice_that_cannot_be_one_is_left_out_and_the_message_kept(world: World) -> None:
    for sender, notice in (("anna", "x" * 500), ("bo", "a\0b"), ("cecilia", "N-17")):
        await world.say("Jag såg honom", sender, notice=notice)
    assert [tip["notice"] for tip in await world.all_tips()] == [None, None, "N-17"]


@pytest.fixture
async def chat(world: World) -> str:
    """A web chat session's token."""
    return (await world.sessions.open("sv", None)).token


async def test_the_web_chat_has_its_greeting_before_the_first_word(world: World, chat: str) -> None:
    shown = await world.sessions.history(chat, 0)
    assert [(one.seq, one.sender, one.text) for one in shown] == [
        (1, "bot", words("utter_greeting", channel="webchat"))
    ]
    assert await world.say("Min cykel är borta", chat, channel=Channel.WEBCHAT) == Accepted(2, repeated=False)
    assert [one.text for one in await world.sessions.history(chat, 1)] == ["Min cykel är borta"]


async def test_a_payload_that_no_message_offered_is_refused_in_the_web_chat(world: World, chat: str) -> None:
    with pytest.raises(UnknownPayloadError):
        await world.press("/emergency_yes_please", chat, channel=Channel.WEBCHAT)
    assert len(await world.sessions.history(chat, 0)) == 1
    await world.press("/language", chat, channel=Channel.WEBCHAT)


async def test_a_session_that_never_was_or_is_over_is_refused(world: World, chat: str, clock: FakeClock) -> None:
    with pytest.raises(UnknownSessionError):
        await world.say("hej", "not-a-token", channel=Channel.WEBCHAT)
    clock.advance(timedelta(days=31).total_seconds())
    with pytest.raises(UnknownSessionError):
        await world.say("hej", chat, channel=Channel.WEBCHAT)
    with pytest.raises(UnknownSessionError):
        await world.sessions.history(chat, 0)


async def test_waiting_ends_with_the_next_message(world: World, chat: str) -> None:
    waiting = asyncio.create_task(world.sessions.wait(chat, 1, 10))
    await asyncio.sleep(0.1)
    await world.say("Min cykel är borta", chat, channel=Channel.WEBCHAT)
    shown = await asyncio.wait_for(waiting, 1)
    assert [one.seq for one in shown] == [2]


async def test_a_contact_answer_is_sealed_as_who_and_stands_in_no_narrative(world: World, store: Store) -> None:
    world.dialogue = FakeDialogue(opens(asks="contact"))
    world.turns._dialogue = world.dialogue
    await world.say("Jag såg en röd Volvo köra fort.")
    await world.take_turns()
    await world.say("070-123 45 67")
    (row,) = await world.rows(select(messages).where(messages.c.contact.is_(True)))
    scopes = store.keystore.keys([row.id])
    assert list(scopes) == [row.id]
    assert (await scope_of(world, row.id)) == "who"
    tip = await world.only_tip()
    assert tip["narrative"] == "Jag såg en röd Volvo köra fort."
    assert "070" not in str(tip)


async def scope_of(world: World, record: str) -> str:
    from api.store.keystore import record_keys

    keystore = world.store.keystore
    with keystore._reader.connect() as connection:
        return str(connection.execute(select(record_keys.c.scope).where(record_keys.c.record == record)).scalar_one())


@pytest.mark.parametrize(
    "text",
    [
        "😀" * 10_000,
        "a\0b \0",
        "halv \ud83d och \udc00 slut",
        "bil " * 262_144,
        "/restart",
        "",
        "   \n\t",
        "\u202eomvänt",
    ],
    ids=["emojis", "nul", "surrogates", "megabyte", "slash", "empty", "blank", "reversed"],
)
async def test_whatever_is_written_is_kept_as_it_was_written(world: World, text: str) -> None:
    await world.say(text)
    (said,) = [one for one in await world.history() if one.origin == "reporter"]
    assert said.text == text
    await world.take_turns()
    assert await world.states() == ["done"]
    assert (await world.all_tips())[0]["narrative"] == text
