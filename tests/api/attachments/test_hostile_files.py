"""Every hostile file by the whole way that a file goes: what is shown of it, what it breaks, and what it tells."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from api.store.store import Store
from bot.intake import Channel, FileEmptyError, FileRefusedError, InboundKind, Media
from tests.api.world import OFFICER, World
from tests.fakes import FakeClock
from tests.hostile_files import HIDDEN, files
from tests.pictures import opened

pytestmark = pytest.mark.anyio

FILES = dict(files())
# What a sender may call it; nobody believes it.
NAMES = ("bild.jpg", "../../etc/passwd", "x.svg", "<img src=x onerror=alert(1)>.png", "a\0b.html")


async def stream(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), 65536):
        yield content[start : start + 65536]


def test_there_are_enough_of_them() -> None:
    assert len(FILES) >= 200


async def test_none_is_shown_as_it_is_none_breaks_the_app_and_none_tells_a_place(
    sqlite_store: Store, clock: FakeClock, tmp_path: Path
) -> None:
    world = World(sqlite_store, clock, files=tmp_path / "attachments")
    token = (await world.sessions.open("sv", None)).token
    names = await send_all(world, token)
    while True:
        clock.advance(5)
        if not any(await asyncio.gather(world.examiner.examine_one(), world.examiner.examine_one())):
            break
    tip = await world.only_tip()
    assert len(tip["attachments"]) == len(names) >= 100
    copied = [one for one in tip["attachments"] if one["has_copy"]]
    assert copied
    for one in tip["attachments"]:
        original = await world.media.original(one["id"], OFFICER)
        assert b"".join(original.content) == FILES[names[one["message"]]]
    for one in copied:
        content = b"".join((await world.media.copy(one["id"], OFFICER)).content)
        made = opened(content)
        what = names[one["message"]]
        assert (made.format, max(made.size) <= 2000, dict(made.getexif())) == ("JPEG", True, {}), what
        assert not [name for name, hidden in HIDDEN.items() if hidden[:9] in content], what
        assert b"Kanarikamera" not in content, what
    mixed = {
        names[one["message"]]
        for one in copied
        if " that is " in names[one["message"]] or "behind" in names[one["message"]]
    }
    assert mixed == set()
    assert "59.36" not in str(tip) and "17.97" not in str(tip)
    assert {"latitude", "longitude", "time_start"} & set(tip["fields"]) == set()


async def send_all(world: World, token: str) -> dict[str, str]:
    """What was sent, by the message that it came with."""
    sent: list[str] = []
    for number, (what, content) in enumerate(FILES.items()):
        try:
            staged = await world.staging.stage(stream(content))
        except (FileRefusedError, FileEmptyError):
            continue
        assert isinstance(world.clock, FakeClock)
        world.clock.advance(10)  # a flood would be set aside
        media = Media(staged.kind, staged.file, NAMES[number % len(NAMES)], "image/png", len(content))
        await world.send(InboundKind.MEDIA, token, channel=Channel.WEBCHAT, media=(media,), external=what)
        sent.append(what)
    said = [one for one in await world.history(token, Channel.WEBCHAT) if one.kind == "media"]
    return {one.id: what for one, what in zip(said, sent, strict=True)}
