"""What trainers do with questions that found no answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, select, update

from api import clock
from api.clock import hour_of, iso
from api.errors import InvalidRequestError, NotFoundError
from api.store.base import table_of
from api.store.store import Read, Store, Write
from api.unanswered.models import Unanswered

unanswered = table_of(Unanswered)

KEPT = timedelta(days=90)
FORGET_AT_ONCE = 500
LARGEST_NUMBER = 2**63 - 1


class QuestionNotFoundError(NotFoundError):
    title = "There is no such question"


class PlaceInvalidError(InvalidRequestError):
    title = "The cursor is not one of ours"


@dataclass(frozen=True, slots=True)
class Page:
    items: list[dict[str, Any]]
    cursor: str | None


class UnansweredService:
    def __init__(self, store: Store, now: Callable[[], datetime] = clock.now) -> None:
        self._store = store
        self._now = now

    async def page(self, *, settled: bool, limit: int, cursor: str | None) -> Page:
        """The newest first. Raises `PlaceInvalidError`."""
        below = number_of(cursor) if cursor is not None else LARGEST_NUMBER
        wanted = (
            select(unanswered)
            .where(unanswered.c.settled.is_(settled), unanswered.c.number < below)
            .order_by(unanswered.c.number.desc())
            .limit(limit + 1)
        )
        return await self._store.read(lambda read: self._page(read, wanted, limit))

    def _page(self, read: Read, wanted: Any, limit: int) -> Page:
        rows = read.connection.execute(wanted).all()
        read.prefetch(row.id for row in rows)
        shown = rows[:limit]
        items = [opened(read, row) for row in shown if row.id in read.keys]
        return Page(items, str(shown[-1].number) if len(rows) > limit else None)

    async def settle(self, identity: str) -> None:
        """Somebody has seen to it. Raises `QuestionNotFoundError`."""
        done = update(unanswered).where(unanswered.c.id == identity).values(settled=True)

        def settle_it(write: Write) -> None:
            if write.connection.execute(done).rowcount != 1:
                raise QuestionNotFoundError

        await self._store.write(settle_it)

    async def forget_old(self) -> int:
        """Delete what is older than 90 days, keys included. Returns how many."""
        limit = hour_of(self._now() - KEPT)

        def forget(write: Write) -> int:
            old = select(unanswered.c.id).where(unanswered.c.hour < limit).limit(FORGET_AT_ONCE)
            ids = list(write.connection.execute(old).scalars())
            write.connection.execute(delete(unanswered).where(unanswered.c.id.in_(ids)))
            write.destroy(ids)
            return len(ids)

        forgotten = 0
        while (some := await self._store.write(forget)) > 0:
            forgotten += some
        return forgotten


def opened(read: Read, row: Row[Any]) -> dict[str, Any]:
    asked_at = iso(datetime.fromtimestamp(row.hour * 3600, UTC))
    return {
        "id": row.id,
        "language": row.language,
        "asked_at": asked_at,
        "settled": row.settled,
        **read.open(row.id, "question", row.sealed),
    }


def number_of(cursor: str) -> int:
    if not (cursor.isascii() and cursor.isdecimal()) or int(cursor[:20]) > LARGEST_NUMBER:
        raise PlaceInvalidError
    return int(cursor[:20])
