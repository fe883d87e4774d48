"""Lists of tips: what SQL can narrow down it does; what is sealed is checked row by row."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from api.clock import hour_of
from api.errors import InvalidRequestError
from api.store.base import table_of
from api.store.store import Read
from api.tips import words
from api.tips.models import Tip, WordIndex
from api.tips.presenting import listed
from api.tips.schemas import Filter

tips = table_of(Tip)
word_index = table_of(WordIndex)

# A page stops looking after so many rows; the next page goes on from there.
MOST_LOOKED_AT = 2_000
EARTH_METRES = 6_371_000


class Sort(StrEnum):
    QUEUE = "queue"  # danger first, then the oldest
    NEWEST = "newest"
    OLDEST = "oldest"


class CursorInvalidError(InvalidRequestError):
    title = "The cursor is not one of ours"


@dataclass(frozen=True, slots=True)
class Page:
    items: list[dict[str, Any]]
    cursor: str | None


def coarse(read: Read, wanted: Filter) -> list[ColumnElement[bool]]:
    """The conditions that stand in the clear, and the keyed words."""
    conditions: list[ColumnElement[bool]] = []
    for name in ("status", "category", "urgency"):
        values = getattr(wanted, name)
        if values:
            conditions.append(tips.c[name].in_(values))
    for name in ("area", "unit", "notice", "cluster", "channel", "assignee"):
        value = getattr(wanted, name)
        if value is not None:
            conditions.append(tips.c[name] == value)
    if wanted.since is not None:
        conditions.append(tips.c.hour >= hour_of(wanted.since))
    if wanted.until is not None:
        conditions.append(tips.c.hour <= hour_of(wanted.until))
    digests = {read.index("word", stem) for stem in words.stems(wanted.q or "")}
    if digests:
        hits = (
            select(word_index.c.tip)
            .where(word_index.c.digest.in_(digests))
            .group_by(word_index.c.tip)
            .having(func.count() == len(digests))
        )
        conditions.append(tips.c.id.in_(hits))
    return conditions


def exactly(wanted: Filter, item: dict[str, Any]) -> bool:
    """The conditions that need what is sealed."""
    created = datetime.fromisoformat(item["created_at"])
    if wanted.since is not None and created < wanted.since:
        return False
    if wanted.until is not None and created >= wanted.until:
        return False
    if wanted.q and not words.stems(wanted.q) <= words.stems(item["narrative"]):
        return False
    return wanted.near is None or is_near(wanted.near, item["fields"])


def is_near(near: str, fields: dict[str, Any]) -> bool:
    latitude, longitude, metres = (float(part) for part in near.split(","))
    try:
        there = (float(fields["latitude"]["value"]), float(fields["longitude"]["value"]))
    except (KeyError, TypeError, ValueError):
        return False
    a, b = math.radians(latitude), math.radians(there[0])
    half = (
        math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(there[1] - longitude) / 2) ** 2
    )
    return 2 * EARTH_METRES * math.asin(math.sqrt(min(max(half, 0.0), 1.0))) <= metres


def page(read: Read, wanted: Filter, sort: Sort, limit: int, cursor: str | None, at: datetime | None = None) -> Page:
    """Up to `limit` tips that match, and a cursor when there may be more."""
    conditions = coarse(read, wanted)
    items: list[dict[str, Any]] = []
    place = decode(cursor, sort) if cursor else None
    looked_at = 0
    while looked_at < MOST_LOOKED_AT:
        wish = limit - len(items) + 1
        rows = read.connection.execute(after(ordered(conditions, sort), sort, place).limit(wish)).all()
        looked_at += len(rows)
        for row, item in zip(rows, listed(read, rows, at), strict=True):
            if len(items) == limit:
                return Page(items, encode(place, sort))
            place = (row.rank, row.number)
            if exactly(wanted, item):
                items.append(item)
        if len(rows) < wish:
            return Page(items, None)
    return Page(items, encode(place, sort))


def ordered(conditions: Sequence[ColumnElement[bool]], sort: Sort) -> Select[Any]:
    base = select(tips).where(*conditions)
    if sort is Sort.QUEUE:
        return base.order_by(tips.c.rank, tips.c.number)
    return base.order_by(tips.c.number.desc() if sort is Sort.NEWEST else tips.c.number)


def after(statement: Select[Any], sort: Sort, place: tuple[int, int] | None) -> Select[Any]:
    if place is None:
        return statement
    rank, number = place
    if sort is Sort.QUEUE:
        return statement.where(or_(tips.c.rank > rank, and_(tips.c.rank == rank, tips.c.number > number)))
    return statement.where(tips.c.number < number if sort is Sort.NEWEST else tips.c.number > number)


def encode(place: tuple[int, int] | None, sort: Sort) -> str | None:
    if place is None:
        return None
    return base64.urlsafe_b64encode(json.dumps([str(sort), *place]).encode()).decode()


def decode(cursor: str, sort: Sort) -> tuple[int, int]:
    """Raises `CursorInvalidError`."""
    try:
        made_for, rank, number = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii", "strict")))
    except (ValueError, TypeError):
        raise CursorInvalidError from None
    if made_for != sort or not fits(rank, 31) or not fits(number, 63):
        raise CursorInvalidError
    return rank, number


def fits(value: Any, bits: int) -> bool:
    """May it be compared with a column of so many bits and a sign?"""
    return type(value) is int and abs(value) < 2**bits
