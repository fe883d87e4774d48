"""The child that opens pictures: what comes out of it, and what it dies of."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

import pytest

from api.attachments import copying
from api.attachments.copying import Copied, NoCopyError, copy, understood
from tests.pictures import exif, opened, picture

pytestmark = pytest.mark.anyio


async def copied(content: bytes) -> Copied:
    return await copy(iter([content[n : n + 65536] for n in range(0, len(content), 65536)]))


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF"])
async def test_the_copy_has_the_pixels_and_none_of_the_data(format_: str) -> None:
    content = picture(format_, exif=exif().tobytes())
    found = await copied(content)
    made = opened(found.content)
    assert (made.format, made.size, made.mode) == ("JPEG", (320, 200), "RGB")
    assert dict(made.getexif()) == {}
    assert b"Kanarikamera" in content and b"Kanarikamera" not in found.content
    assert set(made.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert (found.taken, found.latitude, found.longitude) == ("2026-11-19T21:04:05+01:00", 59.36134, 17.97148)


async def test_the_first_picture_of_a_moving_one_is_shown() -> None:
    assert opened((await copied(picture("GIF", mode="P"))).content).size == (320, 200)


async def test_a_large_picture_gets_small_and_a_turned_one_upright() -> None:
    large = opened((await copied(picture("JPEG", (5000, 2500)))).content)
    assert large.size == (2000, 1000)
    turned = opened((await copied(picture("JPEG", exif=exif(orientation=6).tobytes()))).content)
    assert turned.size == (200, 320)


async def test_what_can_be_seen_through_stands_on_white() -> None:
    made = opened((await copied(picture("PNG", mode="RGBA"))).content)
    assert made.mode == "RGB"


@pytest.mark.parametrize(
    ("data", "taken"),
    [
        (exif("2026:11:19 21:04:05", offset=None), "2026-11-19T21:04:05"),
        (exif("0000:00:00 00:00:00"), None),
        (exif("2026:13:40 25:61:61"), None),
        (exif("igår"), None),
        (exif("1970:01:01 00:00:00"), None),
        (exif(None), None),
    ],
)
async def test_a_time_that_cannot_be_is_none(data: object, taken: str | None) -> None:
    assert (await copied(picture("JPEG", exif=data))).taken == taken


async def test_a_place_that_cannot_be_is_none() -> None:
    for latitude in ((0, 0, 0), (91, 0, 0), (-59, 0, 0), (float("nan"), 0, 0)):
        data = exif(place=False)
        gps = data.get_ifd(0x8825)
        gps[1], gps[2], gps[3], gps[4] = "N", latitude, "E", (0, 0, 0)
        try:
            content = picture("JPEG", exif=data)
        except (ValueError, struct.error):
            continue
        assert (await copied(content)).latitude is None


def png(width: int, height: int, data: bytes) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


async def test_more_pixels_than_allowed_are_not_even_begun() -> None:
    bomb = png(20_000, 20_000, zlib.compress(bytes(1000), 9))
    with pytest.raises(NoCopyError):
        await copied(bomb)


async def test_the_largest_that_is_allowed_is_copied() -> None:
    assert opened((await copied(picture("PNG", (6300, 6300), compress_level=1))).content).size == (2000, 2000)


@pytest.mark.parametrize("content", [b"", b"hej", b"\xff\xd8\xff\xe0", picture("JPEG")[:300], picture("PNG")[:-30]])
async def test_what_is_no_whole_picture_has_no_copy(content: bytes) -> None:
    with pytest.raises(NoCopyError):
        await copied(content)


async def test_a_child_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    def slowly() -> Iterator[bytes]:
        import time

        yield b"\xff\xd8\xff"
        time.sleep(0.6)
        yield b"x"

    with pytest.raises(NoCopyError):
        await copy(slowly(), seconds=0.3)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\0\0\0\x02{}",
        b"\0\0\0\x02{}<svg onload=alert(1)>",
        b"\0\0\0\x02[]\xff\xd8\xff\xff\xd9",
        b"\xff\xff\xff\xff{}\xff\xd8\xff\xff\xd9",
        b"\0\0\0\x02}{\xff\xd8\xff\xff\xd9",
    ],
)
def test_an_answer_that_is_not_as_agreed_is_not_believed(answer: bytes) -> None:
    with pytest.raises(NoCopyError):
        understood(answer)


def test_values_that_cannot_be_are_dropped() -> None:
    head = b'{"taken": "<script>", "latitude": 1e9, "longitude": "x"}'
    found = understood(len(head).to_bytes(4, "big") + head + b"\xff\xd8\xff\xff\xd9")
    assert (found.taken, found.latitude, found.longitude) == (None, None, None)
    assert copying.LARGEST_COPY > 1_000_000
