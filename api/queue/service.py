"""Leases: tips taken for a time by any number of takers at once, each tip by one at most."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, insert, select, update

from api import clock
from api.clock import iso
from api.errors import NotFoundError, TiplineError
from api.queue.models import Lease
from api.signals import Signals
from api.store.base import new_id, table_of
from api.store.store import Store, Write
from api.tips import presenting, repository
from api.tips.listing import coarse, exactly
from api.tips.models import Status, Tip
from api.tips.presenting import listed
from api.tips.schemas import Filter
from api.tokens.service import Principal

tips = table_of(Tip)
leases = table_of(Lease)

# Candidates that are looked at when part of a filter is sealed.
MOST_CANDIDATES = 500


class LeaseNotFoundError(NotFoundError):
    title = "There is no such lease"


class LeaseLostError(TiplineError):
    status = 409
    title = "The lease has expired; its tips went back to the queue"


class TipNotInLeaseError(TiplineError):
    status = 409
    title = "A tip is not, or no longer, in this lease"


class QueueService:
    """Hands tips out. A lease that runs out gives its tips back by itself."""

    def __init__(self, store: Store, signals: Signals, now: Callable[[], datetime] = clock.now) -> None:
        self._store = store
        self._signals = signals
        self._now = now

    async def take(self, count: int, ttl: timedelta, wanted: Filter, who: Principal) -> dict[str, Any]:
        """A new lease on up to `count` open tips, in the queue's order; maybe on none."""
        return await self._store.write(lambda write: self._take(write, count, ttl, wanted, who))

    def _take(self, write: Write, count: int, ttl: timedelta, wanted: Filter, who: Principal) -> dict[str, Any]:
        now = self._now()
        lease, expires_at = new_id(), now + ttl
        self._end_expired(write, now)
        free = and_(tips.c.status == Status.OPEN, tips.c.lease.is_(None))
        candidates = (
            select(tips.c.number)
            .where(free, *coarse(write, wanted))
            .order_by(tips.c.rank, tips.c.number)
            .limit(count)
            .with_for_update(skip_locked=True)
        )
        if needs_opening(wanted):
            rows = write.connection.execute(
                select(tips)
                .where(free, *coarse(write, wanted))
                .order_by(tips.c.rank, tips.c.number)
                .limit(MOST_CANDIDATES)
            ).all()
            fitting = [
                r.number for r, item in zip(rows, listed(write, rows, now), strict=True) if exactly(wanted, item)
            ]
            candidates = candidates.where(tips.c.number.in_(fitting[:count]))
        # MATERIALIZED by hand: the numbers first, then one conditional UPDATE that rivals cannot share.
        numbers = list(write.connection.execute(candidates).scalars())
        taken = write.connection.execute(
            update(tips)
            .where(tips.c.number.in_(numbers), free)
            .values(lease=lease, lease_until=expires_at, handed_out=tips.c.handed_out + 1)
            .returning(tips.c.number)
        ).scalars()
        write.connection.execute(insert(leases).values(id=lease, holder=who.id, expires_at=expires_at))
        rows = write.connection.execute(
            select(tips).where(tips.c.number.in_(list(taken))).order_by(tips.c.rank, tips.c.number)
        ).all()
        return {
            "id": lease,
            "expires_at": iso(expires_at),
            "items": [presenting.whole(write, row, now) for row in rows],
        }

    async def extend(self, lease: str, ttl: timedelta, who: Principal) -> dict[str, Any]:
        """Let it run for `ttl` from now. Raises `LeaseNotFoundError`, `LeaseLostError`."""

        def prolong(write: Write) -> dict[str, Any]:
            row = self._own(write, lease, who)
            expires_at = self._now() + ttl
            write.connection.execute(update(leases).where(leases.c.id == row.id).values(expires_at=expires_at))
            write.connection.execute(update(tips).where(tips.c.lease == row.id).values(lease_until=expires_at))
            held = write.connection.execute(select(tips).where(tips.c.lease == row.id)).all()
            return {
                "id": lease,
                "expires_at": iso(expires_at),
                "items": [presenting.whole(write, r, self._now()) for r in held],
            }

        return await self._store.write(prolong)

    async def give_back(self, lease: str, who: Principal) -> None:
        def release(write: Write) -> None:
            row = write.connection.execute(
                select(leases).where(leases.c.id == lease, leases.c.holder == who.id)
            ).one_or_none()
            if row is None:
                raise LeaseNotFoundError
            free = update(tips).where(tips.c.lease == lease).values(lease=None, lease_until=None)
            write.connection.execute(free)
            write.connection.execute(delete(leases).where(leases.c.id == lease))
            write.after_commit(self._signals.events)

        await self._store.write(release)

    async def acknowledge(self, lease: str, wanted: list[str], who: Principal) -> list[dict[str, Any]]:
        """Claim these tips of the lease for its holder: all of them, or none.

        Raises `LeaseNotFoundError`, `LeaseLostError`, `TipNotInLeaseError`.
        """

        def claim(write: Write) -> list[dict[str, Any]]:
            row = self._own(write, lease, who)
            ids = list(dict.fromkeys(wanted))
            claimed = write.connection.execute(
                update(tips)
                .where(tips.c.id.in_(ids), tips.c.lease == row.id, tips.c.status == Status.OPEN)
                .values(status=Status.CLAIMED, assignee=who.name, version=tips.c.version + 1,
                        lease=None, lease_until=None, handed_out=0)
                .returning(tips.c.id)
            ).scalars()  # fmt: skip
            done = set(claimed)
            if done != set(ids) and not self._mine_already(write, set(ids) - done, who):
                raise TipNotInLeaseError
            for tip in done:
                repository.record(write, tip, "claimed", who.name, self._now(), lease=lease)
                repository.announce(write, "tip.updated", tip, self._now())
            write.after_commit(self._signals.events)
            return [presenting.whole(write, repository.get(write, tip), self._now()) for tip in ids]

        return await self._store.write(claim)

    def _mine_already(self, write: Write, ids: set[str], who: Principal) -> bool:
        """An ack that is repeated finds its tips claimed by the same holder: that is no error."""
        mine = write.connection.execute(
            select(tips.c.id).where(tips.c.id.in_(ids), tips.c.status == Status.CLAIMED, tips.c.assignee == who.name)
        ).scalars()
        return set(mine) == ids

    def _own(self, write: Write, lease: str, who: Principal) -> Row[Any]:
        row = write.connection.execute(
            select(leases).where(leases.c.id == lease, leases.c.holder == who.id).with_for_update()
        ).one_or_none()
        if row is None:
            raise LeaseNotFoundError
        if row.expires_at <= self._now():
            raise LeaseLostError
        return row

    async def end_expired(self) -> int:
        """Give back what ran out, and say so. Nothing depends on when this runs. Returns how many tips."""
        over = select(tips.c.id).where(*expired(self._now())).limit(1)
        if await self._store.read(lambda read: read.connection.execute(over).scalar()) is None:
            return 0
        return await self._store.write(lambda write: self._end_expired(write, self._now()))

    def _end_expired(self, write: Write, now: datetime) -> int:
        # The lease's row stays, so that a late ack is told "lost" and not "unknown".
        over = select(tips.c.number).where(*expired(now)).limit(MOST_CANDIDATES).with_for_update(skip_locked=True)
        numbers = list(write.connection.execute(over).scalars())
        if not numbers:
            return 0
        freed = write.connection.execute(
            update(tips).where(tips.c.number.in_(numbers)).values(lease=None, lease_until=None).returning(tips.c.id)
        ).scalars()
        for tip in list(freed):
            repository.announce(write, "lease.expired", tip, now)
        write.after_commit(self._signals.events)
        return len(numbers)


def expired(now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return tips.c.lease.is_not(None), tips.c.lease_until <= now


def needs_opening(wanted: Filter) -> bool:
    """Is there a condition that what stands in the clear cannot decide?"""
    return bool(wanted.q or wanted.near or wanted.since or wanted.until)
