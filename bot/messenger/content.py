"""What a Messenger message holds besides words: files and places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from bot.intake import Location, Media, MediaKind
from bot.jsonshape import degrees, mapping, sequence, string

_KINDS = {
    "image": MediaKind.PICTURE,
    "video": MediaKind.FILM,
    "audio": MediaKind.SOUND,
    "file": MediaKind.DOCUMENT,
}
_LONGEST_NAME = 200


def media_of(message: Mapping[str, object]) -> tuple[Media, ...]:
    """All files of a message, with the addresses that Meta gave; whether one may be fetched is asked when it is."""
    return tuple(_media(message))


def location_of(message: Mapping[str, object]) -> Location | None:
    """The first place on the globe that was sent."""
    for each in _attachments(message):
        given = mapping(mapping(each.get("payload")).get("coordinates"))
        latitude, longitude = degrees(given.get("lat"), 90), degrees(given.get("long"), 180)
        if each.get("type") == "location" and latitude is not None and longitude is not None:
            return Location(latitude, longitude)
    return None


def _media(message: Mapping[str, object]) -> Iterator[Media]:
    for each in _attachments(message):
        payload = mapping(each.get("payload"))
        kind, address = _KINDS.get(string(each.get("type")) or ""), string(payload.get("url"))
        # A thumbs-up comes as a picture too.
        if kind is not None and address is not None and not payload.get("sticker_id"):
            yield Media(kind, address, _name(address) if kind is MediaKind.DOCUMENT else None)


def _attachments(message: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    if not message.get("sticker_id"):
        yield from map(mapping, sequence(message.get("attachments")))


def _name(address: str) -> str | None:
    """A document's name, which stands nowhere but in its address."""
    try:
        path = urlsplit(address).path
    except ValueError:
        return None
    return string(unquote(PurePosixPath(path).name)[:_LONGEST_NAME])
