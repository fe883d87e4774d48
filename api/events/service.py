"""What happened, in order, for those who listen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from api import clock
from api.events.models import Event
from api.signals import Signals
from api.store.base import table_of
from api.store.store import Store

events = table_of(Event)

BATCH = 200
LOOK_EVERY = 1.0
HEARTBEAT = 15.0
KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Happened:
    number: int
    type: str
    subject: str


class EventService:
    """Reads the log of events; those who write append in their own transaction."""

    def __init__(self, store: Store, signals: Signals, now: Callable[[], datetime] = clock.now) -> None:
        self._store = store
        self._signals = signals
        self._now = now
        self.closing = asyncio.Event()

    async def newest(self) -> int:
        return await self._store.read(lambda r: r.connection.execute(select(func.max(events.c.number))).scalar() or 0)

    async def after(self, number: int) -> list[Happened]:
        statement = select(events).where(events.c.number > number).order_by(events.c.number).limit(BATCH)
        rows = await self._store.read(lambda read: read.connection.execute(statement).all())
        return [Happened(r.number, r.type, r.subject) for r in rows]

    async def follow(self, number: int) -> AsyncIterator[Happened | None]:
        """Each event after `number`, and None as a heartbeat; ends when the app closes."""
        idle = 0.0
        while not self.closing.is_set():
            waiter = self._signals.waiter("events")
            found = await self.after(number)
            for one in found:
                number = one.number
                yield one
            if found:
                waiter.cancel()
                idle = 0.0
                continue
            began = asyncio.get_running_loop().time()
            await self._signals.wait(waiter, "events", LOOK_EVERY)
            idle += asyncio.get_running_loop().time() - began
            if idle >= HEARTBEAT:
                idle = 0.0
                yield None

    async def forget_old(self) -> int:
        """Drop what is older than a week. Returns how many.

        The newest stays, however old: SQLite numbers from the highest on, and a listener's number must stay behind.
        """
        newest = select(func.max(events.c.number)).scalar_subquery()
        old = delete(events).where(events.c.at < self._now() - KEPT, events.c.number < newest)
        return await self._store.write(lambda write: int(write.connection.execute(old).rowcount))
