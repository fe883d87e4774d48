"""Reads JSON of others without trusting its shape.

What is missing or of another type is None or empty, never an error: a field that a service adds or
changes tomorrow must not stand between a reporter's words and the store.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime


def mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def sequence(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()


def integer(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def number(value: object) -> float | None:
    """A number that is one: JSON of Python's making may also say NaN and Infinity."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None


def degrees(value: object, largest: float) -> float | None:
    """A latitude or longitude; None for what is on no globe."""
    found = number(value)
    return found if found is not None and abs(found) <= largest else None


def string(value: object) -> str | None:
    """A text that every database can hold: JSON may carry NUL and halves of surrogate pairs, and a
    message that can never be stored would be repeated for ever. Empty is None."""
    if not isinstance(value, str) or not value:
        return None
    if "\x00" in value:
        value = value.replace("\x00", "\ufffd")
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def identifier(value: object) -> str | None:
    """An id, which services write as a number or as a text."""
    number = integer(value)
    return str(number) if number is not None else string(value)


def instant(value: object, *, per_second: int = 1) -> datetime | None:
    """A Unix time of `per_second` units a second, in UTC; None for a time no calendar has."""
    number = integer(value)
    if number is None or number <= 0:
        return None
    try:
        return datetime.fromtimestamp(number / per_second, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def language(value: object) -> str | None:
    """The primary part of a language tag, lower case: `sv` of `sv-SE`."""
    tag = string(value)
    if tag is None:
        return None
    primary = tag.replace("_", "-").split("-")[0].lower()
    return primary if primary.isascii() and primary.isalpha() and 2 <= len(primary) <= 3 else None
