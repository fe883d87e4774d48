"""When and where a picture says that it was taken. Runs in the child alone (child.py): a picture's data may be hostile."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

EXIF_PART, GPS_PART = 0x8769, 0x8825
TAKEN, TAKEN_OFFSET = 0x9003, 0x9011
LATITUDE_REF, LATITUDE, LONGITUDE_REF, LONGITUDE = 1, 2, 3, 4
STAMP = re.compile(r"(\d{4}):(\d{2}):(\d{2}) (\d{2}):(\d{2}):(\d{2})")
OFFSET = re.compile(r"[+-](?:0\d|1[0-4]):[0-5]\d")
EARLIEST_YEAR = 1990


def told_by(exif: Any) -> dict[str, Any]:
    """`{"taken": "2026-11-19T21:04:00" (with an offset where it is known), "latitude": …, "longitude": …}`, or less."""
    told: dict[str, Any] = {}
    when = taken(part(exif, EXIF_PART))
    if when is not None:
        told["taken"] = when
    where = position(part(exif, GPS_PART))
    if where is not None:
        told["latitude"], told["longitude"] = where
    return told


def part(exif: Any, number: int) -> Mapping[int, Any]:
    try:
        found = exif.get_ifd(number)
    except Exception:  # noqa: BLE001  data that nobody can read say nothing
        return {}
    return found if isinstance(found, Mapping) else {}


def taken(values: Mapping[int, Any]) -> str | None:
    match = STAMP.match(text(values.get(TAKEN)))
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(group) for group in match.groups())
    try:
        stamp = datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001  the camera's own clock
    except ValueError:
        return None
    if year < EARLIEST_YEAR:
        return None
    offset = text(values.get(TAKEN_OFFSET))
    return stamp.isoformat() + (offset if OFFSET.fullmatch(offset) else "")


def position(values: Mapping[int, Any]) -> tuple[float, float] | None:
    """Degrees with five decimals: a metre."""
    latitude = degrees(values.get(LATITUDE), text(values.get(LATITUDE_REF)), "NS", 90)
    longitude = degrees(values.get(LONGITUDE), text(values.get(LONGITUDE_REF)), "EW", 180)
    if latitude is None or longitude is None:
        return None
    # Cameras that know no place write zeros.
    return None if abs(latitude) < 0.001 and abs(longitude) < 0.001 else (latitude, longitude)


def degrees(value: Any, side: str, sides: str, most: int) -> float | None:
    try:
        whole, minutes, seconds = (float(one) for one in value)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    found = whole + minutes / 60 + seconds / 3600
    side = side[:1].upper()
    if side not in sides or not side or not 0 <= found <= most:
        return None
    return round(-found if side == sides[1] else found, 5)


def text(value: Any) -> str:
    if isinstance(value, bytes):
        value = value.decode("ascii", "ignore")
    return value.strip("\0 ") if isinstance(value, str) else ""
