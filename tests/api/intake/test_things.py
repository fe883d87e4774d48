"""Files and places: kept with the message, part of the tip, and answered once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from api.attachments.models import Attachment
from api.store.base import table_of
from bot.intake import Accepted, Channel, InboundKind, Location
from tests.api.files import PHOTO, STATION, send_photo, send_place, upload
from tests.api.world import World, words
from tests.fakes import FakeClock, FakeDialogue, answer, call_112, nothing_told, opens
from tests.pictures import picture

pytestmark = pytest.mark.anyio

attachments = table_of(Attachment)


async def count(world: World) -> int:
    return int((await world.rows(select(func.count()).select_from(attachments)))[0][0])


async def test_a_picture_without_a_word_begins_a_tip_and_is_asked_about(world: World) -> None:
    await send_photo(world)
    assert await world.take_turns() == 0  # more of an album may follow
    assert await world.take_turns() == 1
    assert (await world.replies())[-1] == words("utter_media_received_alone")
    assert world.dialogue.asked == []  # type: ignore[attr-defined]
    tip = await world.only_tip()
    (file,) = tip["attachments"]
    assert (file["kind"], file["state"], file["name"], file["has_copy"]) == ("picture", "waiting", "file-1.jpg", False)
    assert file["message"] == tip["messages"][0]["id"]


async def test_a_picture_needs_no_rasa(world: World) -> None:
    world.rasa_is_ready = False
    await send_photo(world)
    for _ in range(3):
        await world.take_turns()
    assert (await world.replies())[1:] == [words("utter_media_received_alone")]


async def test_the_story_that_follows_grows_the_same_tip(world: World) -> None:
    await send_photo(world)
    for _ in range(2):
        await world.take_turns()
    await world.say("Det är min stulna cykel.")
    await world.take_turns()
    tip = await world.only_tip()
    assert (tip["narrative"], len(tip["attachments"])) == ("Det är min stulna cykel.", 1)


async def test_a_repeated_delivery_of_a_picture_changes_nothing(world: World) -> None:
    first = await send_photo(world, external="p1")
    again = [await send_photo(world, external="p1") for _ in range(3)]
    assert again == [Accepted(first.seq, repeated=True)] * 3
    assert await count(world) == 1


async def test_a_caption_is_told_like_any_words(world: World) -> None:
    world.analysis.found = {"ABC123": {"plate": "ABC123"}}
    await send_photo(world, text="Här är bilen ABC123")
    for _ in range(2):
        await world.take_turns()
    tip = await world.only_tip()
    assert tip["narrative"] == "Här är bilen ABC123"
    assert tip["fields"]["plate"]["value"] == "ABC123"
    assert world.dialogue.texts == ["Här är bilen ABC123"]  # type: ignore[attr-defined]
    assert "media" in world.dialogue.asked[0].slots["findings"]  # type: ignore[attr-defined]
    assert words("utter_media_received_alone") not in await world.replies()


async def test_the_guard_reads_a_caption(world: World) -> None:
    world.guard.verdicts["det brinner"] = call_112()
    await send_photo(world, text="det brinner")
    assert (await world.replies())[0] == words("utter_call_112_fire")
    tip = await world.only_tip()
    assert (tip["urgency"], len(tip["attachments"])) == ("now", 1)


async def test_an_album_is_answered_once(world: World, clock: FakeClock) -> None:
    for number in range(5):
        await send_photo(world, f"file-{number}", album="a1")
        clock.advance(0.3)
    for _ in range(3):
        await world.take_turns()
    assert await world.replies() == [words("utter_greeting"), words("utter_media_received_alone")]
    assert len((await world.only_tip())["attachments"]) == 5


async def test_an_album_that_comes_slowly_is_answered_once(world: World) -> None:
    for number in range(3):
        await send_photo(world, f"file-{number}", album="a1")
        for _ in range(3):
            await world.take_turns()
    assert (await world.replies()).count(words("utter_media_received_alone")) == 1
    await send_photo(world, "file-9", album="a2")
    for _ in range(3):
        await world.take_turns()
    assert (await world.replies()).count(words("utter_media_received_alone")) == 2


async def test_in_the_middle_of_a_tip_a_picture_is_acknowledged_and_the_question_stays(world: World) -> None:
    dialogue = FakeDialogue(opens(asks="when"), answer("utter_ask_when", intent="resume", asks="when"))
    world.turns._dialogue = dialogue
    await world.say("Någon stal min cykel i går.")
    await world.take_turns()
    await send_photo(world)
    for _ in range(2):
        await world.take_turns()
    assert dialogue.asked[1].intent == "resume"
    assert dialogue.asked[1].draft.slots["media"] == "found"
    assert (await world.replies())[-1] == f"{words('utter_media_received')}\n\n{words('utter_ask_when')}"
    assert len((await world.only_tip())["attachments"]) == 1


async def test_hello_and_a_picture_at_once_is_still_a_tip(world: World) -> None:
    world.guard.verdicts["hej"] = nothing_told()
    world.turns._dialogue = FakeDialogue(otherwise=answer("utter_greet", intent="greet", slots={"tip_state": "none"}))
    await send_photo(world)
    await world.say("hej")
    for _ in range(2):
        await world.take_turns()
    assert len((await world.only_tip())["attachments"]) == 1


async def test_a_message_with_very_many_files_keeps_twenty(world: World) -> None:
    media = tuple(replace(PHOTO, file=f"f{n}") for n in range(300))
    await world.send(InboundKind.MEDIA, media=media)
    assert await count(world) == 20


async def test_a_shared_place_answers_where(world: World) -> None:
    dialogue = FakeDialogue(opens(asks="where"), answer("utter_ask_when", intent="resume", asks="when"))
    world.turns._dialogue = dialogue
    await world.say("Någon stal min cykel här.")
    await world.take_turns()
    await send_place(world)
    await world.take_turns()
    tip = await world.only_tip()
    assert {n: (f["value"], f["source"]) for n, f in tip["fields"].items()} == {
        "latitude": (STATION.latitude, "metadata"),
        "longitude": (STATION.longitude, "metadata"),
    }
    assert "where" not in tip["missing"]
    assert dialogue.asked[1].draft.slots["where"] == "found"
    assert (await world.replies())[-1].startswith(words("utter_location_received"))
    assert tip["messages"][-1]["location"]["latitude"] == STATION.latitude


async def test_a_place_alone_is_kept_and_asked_about(world: World) -> None:
    await send_place(world)
    await world.take_turns()
    assert (await world.replies())[-1] == words("utter_location_received_alone")
    assert (await world.only_tip())["fields"]["latitude"]["value"] == STATION.latitude


async def test_a_live_place_that_moves_is_one_message_in_several_versions(world: World) -> None:
    live = replace(STATION, live=True)
    first = await send_place(world, live, place="77", external="u1")
    await world.take_turns()
    replies = await world.replies()
    for number in range(1, 4):
        moved = Location(59.36 + number / 100, 17.97, 12.0, live=True)
        again = await send_place(world, moved, place="77", external=f"u{number + 1}")
        assert again.seq == first.seq and not again.repeated
        await world.take_turns()
    assert (await send_place(world, moved, place="77", external="u9")).repeated
    assert (await send_place(world, moved, place="77", external="u4")).repeated
    tip = await world.only_tip()
    assert len(tip["messages"]) == 1
    assert tip["fields"]["latitude"]["value"] == 59.39
    assert tip["messages"][0]["location"]["latitude"] == 59.39
    assert await world.replies() == replies
    assert [entry["action"] for entry in tip["timeline"]] == ["created"]


async def test_the_web_chat_shows_what_was_sent(world: World) -> None:
    token = (await world.sessions.open("sv", None)).token
    await upload(world, picture("JPEG"), token, name="../hemma/bild 1.jpg")
    (shown,) = [one for one in await world.sessions.history(token, 0) if one.sender == "reporter"]
    assert shown.text == "📎 bild 1.jpg"
    (file,) = (await world.only_tip())["attachments"]
    assert (file["state"], file["content_type"], file["name"]) == ("kept", "image/jpeg", "bild 1.jpg")


async def test_a_file_that_was_uploaded_too_long_ago_is_refused_and_nothing_kept(world: World) -> None:
    from api.intake.arriving import FileGoneError
    from tests.api.files import stream

    token = (await world.sessions.open("sv", None)).token
    staged = await world.staging.stage(stream(picture("JPEG")))
    await world.staging.drop(staged.file)
    media = replace(PHOTO, file=staged.file)
    with pytest.raises(FileGoneError):
        await world.send(InboundKind.MEDIA, token, channel=Channel.WEBCHAT, media=(media,))
    assert len(await world.history(token, Channel.WEBCHAT)) == 1
