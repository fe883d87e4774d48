"""What a picture's data say is offered, and used on a yes alone."""

from __future__ import annotations

from typing import Any

import pytest

from bot.intake import Channel
from tests.api.files import edit, examine_all, fetch_all, send_photo, upload
from tests.api.world import World, words
from tests.fakes import FakeClock, FakeDialogue, answer, ask, opens
from tests.pictures import exif, picture

pytestmark = pytest.mark.anyio

PHONE = picture("JPEG", exif=exif())
YES, NO = "/media_data_yes", "/media_data_no"
TOLD = {"latitude": 59.36134, "longitude": 17.97148, "time_start": "2026-11-19T21:04:05+01:00"}


async def values(world: World) -> dict[str, Any]:
    return {name: one["value"] for name, one in (await world.all_tips())[0]["fields"].items()}


async def sent(world: World, content: bytes = PHONE) -> str:
    """By the web chat, with a story. The session's token."""
    token = (await world.sessions.open("sv", None)).token
    await world.say("Jag såg en bil.", token, channel=Channel.WEBCHAT)
    await upload(world, content, token)
    for _ in range(3):
        await world.take_turns()
    await examine_all(world)
    return token


async def last(world: World, token: str) -> Any:
    return (await world.sessions.history(token, 0))[-1]


async def test_nothing_is_used_unasked(world: World) -> None:
    await sent(world)
    assert await values(world) == {}
    assert "59.36" not in str(await world.only_tip())


async def test_a_yes_answers_when_and_where(world: World) -> None:
    dialogue = world.turns._dialogue = FakeDialogue(
        opens(asks="when"), answer(), answer("utter_ask_basis", asks="basis")
    )
    token = await sent(world)
    asked = await last(world, token)
    assert asked.text.startswith("Bilden säger att den togs 2026-11-19") and "59.361, 17.971" in asked.text
    assert [one.payload for one in asked.buttons] == [YES, NO]
    await world.press(YES, token, channel=Channel.WEBCHAT)
    await world.take_turns()
    assert await values(world) == TOLD
    tip = await world.only_tip()
    assert {one["source"] for one in tip["fields"].values()} == {"metadata"}
    assert {"when", "where"} & set(tip["missing"]) == set()
    assert "media_data_taken" in [entry["action"] for entry in tip["timeline"]]
    assert words("utter_media_data_yes") in await world.replies(token, Channel.WEBCHAT)
    assert isinstance(dialogue, FakeDialogue)
    assert dialogue.asked[-1].intent in {"resume", None}


async def test_in_the_middle_of_a_tip_a_yes_goes_on_with_what_is_left(world: World) -> None:
    dialogue = FakeDialogue(opens(asks="when"), otherwise=answer("utter_ask_basis", intent="resume", asks="basis"))
    world.turns._dialogue = dialogue
    await world.say("Jag såg en bil som stals.")
    await world.take_turns()
    await send_photo(world)
    await fetch_all(world, PHONE)
    for _ in range(2):
        await world.take_turns()
    await examine_all(world)
    await world.press(YES)
    await world.take_turns()
    turn = dialogue.asked[-1]
    assert (turn.intent, turn.draft.slots["when"], turn.draft.slots["where"]) == ("resume", "found", "found")
    assert (await world.replies())[-1] == words("utter_ask_basis")


async def test_a_no_uses_nothing_and_forgets_the_data(world: World) -> None:
    token = await sent(world)
    await world.press(NO, token, channel=Channel.WEBCHAT)
    await world.take_turns()
    assert await values(world) == {}
    await world.press(YES, token, channel=Channel.WEBCHAT)
    await world.take_turns()
    assert await values(world) == {}
    assert words("utter_media_data_no") in await world.replies(token, Channel.WEBCHAT)
    assert words("utter_unknown_button") in await world.replies(token, Channel.WEBCHAT)


@pytest.mark.parametrize("channel", [Channel.TELEGRAM, Channel.MESSENGER])
async def test_where_others_store_the_chat_neither_time_nor_place_is_said(world: World, channel: Channel) -> None:
    await send_photo(world, channel=channel, text="Jag såg en bil.")
    for _ in range(2):
        await world.take_turns()
    for one in await world.files.wanted(channel, 0.01):
        from tests.api.files import stream

        await world.files.keep(one.id, stream(PHONE))
    await examine_all(world)
    replies = await world.replies(channel=channel)
    assert words("utter_offer_when_where", channel=str(channel)) in replies
    assert not any(sign in text for text in replies for sign in ("59", "17.9", "21.04", "21:04", "19 nov"))


async def test_only_what_is_not_known_is_offered(world: World) -> None:
    world.analysis.found = {"i går": {"time_start": "2026-11-19T00:00:00+01:00"}}
    token = (await world.sessions.open("sv", None)).token
    await world.say("Jag såg en bil i går.", token, channel=Channel.WEBCHAT)
    await world.take_turns()
    await upload(world, PHONE, token)
    for _ in range(3):
        await world.take_turns()
    await examine_all(world)
    assert (await last(world, token)).text.startswith("Bilden säger att den togs vid positionen")
    await world.press(YES, token, channel=Channel.WEBCHAT)
    assert (await values(world))["time_start"] == "2026-11-19T00:00:00+01:00"
    assert (await values(world))["latitude"] == TOLD["latitude"]


async def test_what_was_confirmed_stays_when_the_words_beside_the_picture_are_changed(world: World) -> None:
    await send_photo(world, text="Se bilden", place="7")
    for _ in range(2):
        await world.take_turns()
    await fetch_all(world, PHONE)
    await examine_all(world)
    await world.press(YES)
    await edit(world, "Se bilden noga", "7")
    await world.take_turns()
    assert await values(world) == TOLD


async def test_nothing_is_offered_while_an_answer_is_being_made(world: World, clock: FakeClock) -> None:
    await send_photo(world, text="Se bilden")
    await fetch_all(world, PHONE)
    assert (await world.conversation()).pending == 1
    await examine_all(world)
    assert not any("Bilden har uppgifter" in text for text in await world.replies())
    await world.take_turns()
    clock.advance(10)
    await examine_all(world)
    assert "Bilden har uppgifter" in (await world.replies())[-1]
    assert not await world.examiner.offer_one()


async def test_many_pictures_are_one_question(world: World) -> None:
    token = await sent(world)
    for _ in range(3):
        await upload(world, PHONE, token)
    await examine_all(world)
    asked = [one for one in await world.sessions.history(token, 0) if one.text.startswith("Bilden säger")]
    assert len(asked) == 1


@pytest.mark.parametrize(
    "content",
    [picture("JPEG"), picture("JPEG", exif=exif("2019:01:01 00:00:00")), picture("JPEG", exif=exif("2030:01:01 00:00:00")),
     picture("JPEG", exif=exif(None, place=False))],
)  # fmt: skip
async def test_without_data_or_with_those_of_another_year_nothing_is_asked(world: World, content: bytes) -> None:
    token = await sent(world, content)
    assert "Bilden säger" not in str(await world.sessions.history(token, 0))


async def test_while_danger_is_asked_about_nothing_else_is(world: World) -> None:
    world.guard.verdicts["Han slår henne"] = ask()
    await send_photo(world, text="Han slår henne")
    await fetch_all(world, PHONE)
    await examine_all(world)
    assert not any("Bilden" in text for text in await world.replies())


async def test_a_time_without_an_offset_is_swedens(world: World, clock: FakeClock) -> None:
    token = await sent(world, picture("JPEG", exif=exif(offset=None, place=False)))
    await world.press(YES, token, channel=Channel.WEBCHAT)
    assert await values(world) == {"time_start": "2026-11-19T21:04:05+01:00"}
