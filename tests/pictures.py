"""Pictures for tests, with the data that phones write into them."""

from __future__ import annotations

import io
import random
from typing import Any

import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener(thumbnails=False)

# 59.36134 N, 17.97148 E: nowhere else in the tests.
LATITUDE, LONGITUDE = ((59, 1), (21, 1), (4082, 100)), ((17, 1), (58, 1), (1733, 100))
TAKEN = "2026:11:19 21:04:05"


def exif(taken: str | None = TAKEN, *, place: bool = True, orientation: int = 1, offset: str | None = "+01:00") -> Any:
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010F] = "Kanarikamera"
    if taken:
        part = data.get_ifd(0x8769)
        part[0x9003] = taken
        if offset:
            part[0x9011] = offset
    if place:
        gps = data.get_ifd(0x8825)
        gps[1], gps[2], gps[3], gps[4] = "N", rationals(LATITUDE), "E", rationals(LONGITUDE)
    return data


def rationals(values: tuple[tuple[int, int], ...]) -> tuple[float, ...]:
    return tuple(one / other for one, other in values)


def picture(format_: str = "JPEG", size: tuple[int, int] = (320, 200), mode: str = "RGB", **more: Any) -> bytes:
    """A picture of random colours in a few fields, so that it looks like nothing but itself."""
    chance = random.Random(7)
    made = Image.new("RGB", size)
    for x in range(0, size[0], max(1, size[0] // 4)):
        colour = tuple(chance.randrange(256) for _ in range(3))
        made.paste(colour, (x, 0, x + max(1, size[0] // 8), size[1]))
    out = io.BytesIO()
    made.convert(mode).save(out, format_, **more)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    found = Image.open(io.BytesIO(content))
    found.load()
    return found
