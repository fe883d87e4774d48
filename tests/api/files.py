"""What a phone sends besides words, and a channel that hands it out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from bot.intake import Accepted, Channel, InboundKind, Location, Media, MediaKind
from tests.api.world import World
from tests.fakes import FakeClock
from tests.pictures import picture

PHOTO = Media(MediaKind.PICTURE, "file-1", "IMG_1.jpg", "image/jpeg", 12345)
STATION = Location(59.36201, 17.97002, 12.0)


async def stream(content: bytes, piece: int = 50_000) -> AsyncIterator[bytes]:
    for start in range(0, len(content), piece):
        yield content[start : start + piece]


async def send_photo(world: World, file: str = "file-1", **more: Any) -> Accepted:
    media = Media(MediaKind.PICTURE, file, f"{file}.jpg", "image/jpeg", 12345)
    return await world.send(InboundKind.MEDIA, media=(media,), **more)


async def send_place(world: World, location: Location = STATION, **more: Any) -> Accepted:
    return await world.send(InboundKind.LOCATION, location=location, **more)


async def edit(world: World, text: str, place: str, **more: Any) -> Accepted:
    return await world.send(InboundKind.EDIT, text=text, place=place, **more)


async def fetch_all(world: World, content: bytes | None = None) -> int:
    """The channel hands out all that is wanted, the same content each time."""
    count = 0
    while wanted := await world.files.wanted(Channel.TELEGRAM, 0.01):
        for one in wanted:
            await world.files.keep(one.id, stream(content or picture("JPEG")))
            count += 1
    return count


async def examine_all(world: World) -> None:
    assert isinstance(world.clock, FakeClock)
    world.clock.advance(5)
    while await world.examiner.examine_one():
        pass
    while await world.examiner.offer_one():
        pass


async def upload(world: World, content: bytes, token: str, **more: Any) -> Accepted:
    """By the web chat."""
    staged = await world.staging.stage(stream(content))
    media = Media(staged.kind, staged.file, more.pop("name", "bild.jpg"), staged.content_type, staged.size)
    return await world.send(InboundKind.MEDIA, token, channel=Channel.WEBCHAT, media=(media,), **more)
