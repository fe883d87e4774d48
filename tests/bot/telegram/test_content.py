"""Files and places in a message, and how they change."""

from __future__ import annotations

from typing import Any

import pytest

from bot.intake import InboundKind, Location, Media, MediaKind
from tests.bot.telegram.fake_bot_api import message
from tests.bot.telegram.test_parse import parsed

PLACE = {"latitude": 59.3293, "longitude": 18.0686}


def test_of_a_picture_the_largest_size_is_taken_in_whatever_order_they_come() -> None:
    sizes: list[dict[str, object]] = [
        {"file_id": "middle", "width": 320, "height": 240, "file_size": 20_000},
        {"file_id": "large", "width": 1280, "height": 960, "file_size": 150_000},
        {"file_id": "small", "width": 90, "height": 67, "file_size": 1_000},
    ]
    said = parsed(message(photo=sizes, caption="Det här är bilen", id=12))

    assert (said.kind, said.text, said.place) == (InboundKind.MEDIA, "Det här är bilen", "4711:12")
    assert said.media == (Media(MediaKind.PICTURE, "large", size=150_000),)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("video", {"mime_type": "video/mp4", "file_name": "a.mp4"}, MediaKind.FILM),
        ("video_note", {}, MediaKind.FILM),
        ("voice", {"mime_type": "audio/ogg"}, MediaKind.SOUND),
        ("audio", {"mime_type": "audio/mpeg", "file_name": "a.mp3"}, MediaKind.SOUND),
        ("document", {"mime_type": "application/pdf", "file_name": "a.pdf"}, MediaKind.DOCUMENT),
        ("document", {}, MediaKind.DOCUMENT),
        ("document", {"mime_type": "image/heic", "file_name": "IMG_1.HEIC"}, MediaKind.PICTURE),
        ("document", {"mime_type": "video/quicktime"}, MediaKind.FILM),
        ("animation", {"mime_type": "video/mp4"}, MediaKind.FILM),
    ],
)
def test_each_file_is_of_its_kind_with_what_the_sender_says_of_it(
    name: str, content: dict[str, Any], kind: MediaKind
) -> None:
    said = parsed(message() | {name: {"file_id": "f1", "file_size": 7, **content}})

    assert (said.kind, said.text) == (InboundKind.MEDIA, None)
    assert said.media == (Media(kind, "f1", content.get("file_name"), content.get("mime_type"), 7),)


def test_an_animation_is_one_file_though_it_also_comes_as_a_document() -> None:
    both: dict[str, object] = {"file_id": "f1", "mime_type": "video/mp4"}

    assert [each.kind for each in parsed(message(animation=both, document=both)).media] == [MediaKind.FILM]


def test_a_file_over_20_mb_is_a_message_like_any_other() -> None:
    said = parsed(message(video={"file_id": "big", "file_size": 3_000_000_000}))

    assert (said.kind, said.media[0].size) == (InboundKind.MEDIA, 3_000_000_000)


def test_the_files_of_an_album_share_its_name_and_nobody_elses() -> None:
    photo: list[dict[str, object]] = [{"file_id": "x"}]
    first, second, other = (
        parsed(message(photo=photo, media_group_id="13", id=id, chat=chat)) for id, chat in ((1, 1), (2, 1), (3, 2))
    )

    assert first.album == second.album != other.album
    assert parsed(message(photo=photo)).album is None


def test_a_place_keeps_its_degrees_and_accuracy() -> None:
    said = parsed(message(location=PLACE | {"horizontal_accuracy": 12.5}, id=12))

    assert (said.kind, said.place) == (InboundKind.LOCATION, "4711:12")
    assert said.location == Location(59.3293, 18.0686, 12.5, live=False)


def test_a_place_picked_from_a_list_has_its_name() -> None:
    venue = {"location": PLACE, "title": "Centralstationen", "address": "Vasagatan 1"}
    said = parsed(message(venue=venue, location=PLACE))

    assert (said.kind, said.text) == (InboundKind.LOCATION, "Centralstationen, Vasagatan 1")
    assert parsed(message(venue=venue)).location == said.location


def test_a_live_place_moves_where_it_stands_until_it_ends() -> None:
    first = parsed(message(location=PLACE | {"live_period": 900}, id=12), update_id=1)
    moved = message(location=PLACE | {"live_period": 900, "latitude": 59.4}, id=12, edit_date=1780000060)
    ended = message(location=PLACE, id=12, edit_date=1780000960)
    second, last = parsed(moved, "edited_message", 2), parsed(ended, "edited_message", 3)

    assert first.place == second.place == last.place
    assert len({first.external_id, second.external_id, last.external_id}) == 3
    assert [each.location and each.location.live for each in (first, second, last)] == [True, True, False]
    assert second.kind is InboundKind.LOCATION and second.location and second.location.latitude == 59.4


@pytest.mark.parametrize("bad", [91, -91, "59", None, True, float("nan"), float("inf"), 10**400, [59]])
def test_a_place_on_no_globe_is_none(bad: object) -> None:
    assert parsed(message(location=PLACE | {"latitude": bad})).kind is InboundKind.UNSUPPORTED


def test_a_new_caption_is_an_edit_and_a_file_without_words_is_taken_anew() -> None:
    worded = parsed(message(photo=[{"file_id": "x"}], caption="röd, inte blå", id=12), "edited_message")
    silent = parsed(message(photo=[{"file_id": "y"}], id=12), "edited_message")

    assert (worded.kind, worded.text, worded.place) == (InboundKind.EDIT, "röd, inte blå", "4711:12")
    assert (silent.kind, silent.media[0].file, silent.place) == (InboundKind.MEDIA, "y", "4711:12")
