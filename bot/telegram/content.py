"""What a Telegram message holds besides words: files and places."""

from __future__ import annotations

from collections.abc import Mapping

from bot.intake import Location, Media, MediaKind
from bot.jsonshape import degrees, integer, mapping, number, sequence, string

# An animation also comes as a document, for programs that do not know animations: the first that is there counts.
_FILES = (
    ("animation", MediaKind.FILM),
    ("video", MediaKind.FILM),
    ("video_note", MediaKind.FILM),
    ("voice", MediaKind.SOUND),
    ("audio", MediaKind.SOUND),
    ("document", MediaKind.DOCUMENT),
)
_KINDS = {"image": MediaKind.PICTURE, "video": MediaKind.FILM, "audio": MediaKind.SOUND}


def media_of(message: Mapping[str, object]) -> tuple[Media, ...]:
    """The file of a message, as Telegram never sends more than one in each; empty when there is none."""
    sizes = [each for each in map(mapping, sequence(message.get("photo"))) if string(each.get("file_id"))]
    if sizes:
        largest = max(sizes, key=_pixels)
        return (Media(MediaKind.PICTURE, string(largest.get("file_id")) or "", size=integer(largest.get("file_size"))),)
    for name, kind in _FILES:
        found = mapping(message.get(name))
        if file := string(found.get("file_id")):
            content_type = string(found.get("mime_type"))
            if kind is MediaKind.DOCUMENT:
                # Who sends a picture "as a file" keeps its quality, and it is a picture all the same.
                kind = _KINDS.get((content_type or "").partition("/")[0], kind)
            size = integer(found.get("file_size"))
            return (Media(kind, file, string(found.get("file_name")), content_type, size),)
    return ()


def location_of(message: Mapping[str, object]) -> Location | None:
    """The place that was shared, None when there is none on the globe. The last of a live place, when sharing ends,
    is not live any more."""
    given = mapping(message.get("location")) or mapping(mapping(message.get("venue")).get("location"))
    latitude, longitude = degrees(given.get("latitude"), 90), degrees(given.get("longitude"), 180)
    if latitude is None or longitude is None:
        return None
    live = integer(given.get("live_period")) is not None
    return Location(latitude, longitude, number(given.get("horizontal_accuracy")), live)


def venue_of(message: Mapping[str, object]) -> str | None:
    """Name and address of the place that was picked from a list."""
    venue = mapping(message.get("venue"))
    return ", ".join(part for part in (string(venue.get("title")), string(venue.get("address"))) if part) or None


def _pixels(size: Mapping[str, object]) -> int:
    return (integer(size.get("width")) or 0) * (integer(size.get("height")) or 0) or integer(size.get("file_size")) or 0
