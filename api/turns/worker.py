"""The tasks that take turns, and the sweep that lets silent conversations count as told."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select

from api import clock
from api.clock import iso
from api.conversations import repository as conversations
from api.conversations.models import Conversation
from api.signals import Signals
from api.store.base import table_of
from api.store.store import Store, Write
from api.tips import repository as tips
from api.turns import repository
from api.turns.service import TurnService

logger = logging.getLogger(__name__)
table = table_of(Conversation)

LONGEST_WAIT = 1.0
# While messages pour in, a turn is put off this often at most: somebody waits for its answer.
GIVE_WAY_SECONDS, GIVE_WAY_AT_MOST = 0.1, 20


class Workers:
    """`count` tasks that take turns until they are stopped. They give way while `pours` says that messages pour in."""

    def __init__(
        self,
        store: Store,
        turns: TurnService,
        signals: Signals,
        silence: timedelta,
        pours: Callable[[], bool],
        count: int = 3,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._store = store
        self._turns = turns
        self._signals = signals
        self._silence = silence
        self._pours = pours
        self._count = count
        self._now = now
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._tasks = [asyncio.create_task(self._work(), name=f"turns-{n}") for n in range(self._count)]
        self._tasks.append(asyncio.create_task(self._sweep(), name="silence"))

    async def stop(self) -> None:
        """End the tasks; a turn that is cut is taken again by whoever comes next."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _work(self) -> None:
        while True:
            waiter = self._signals.waiter("work")
            try:
                await self._give_way()
                due = await self._store.read(repository.next_due)
                if due is not None and due <= self._now() and await self._turns.take():
                    waiter.cancel()
                    continue
            except Exception as error:
                # The log keeps type and places alone (api/log.py): the text may hold what was said.
                logger.error("a turn could not be ended", exc_info=error)
                due = None
                await asyncio.sleep(LONGEST_WAIT)
            pause = LONGEST_WAIT if due is None else (due - self._now()).total_seconds()
            await self._signals.wait(waiter, "work", min(max(pause, 0.01), LONGEST_WAIT))

    async def _give_way(self) -> None:
        for _ in range(GIVE_WAY_AT_MOST):
            if not self._pours():
                return
            await asyncio.sleep(GIVE_WAY_SECONDS)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(min(self._silence.total_seconds() / 3, 5.0))
            try:
                await self.end_silent()
            except Exception as error:
                logger.error("the sweep over silent conversations failed", exc_info=error)

    async def end_silent(self) -> int:
        """Let the tips of conversations that fell silent count as told. Returns how many."""
        limit = self._now() - self._silence
        silent = (
            select(table.c.id)
            .where(table.c.tip.is_not(None), table.c.told.is_(False), table.c.last_heard_at < limit)
            .limit(100)
        )
        found = await self._store.read(lambda read: list(read.connection.execute(silent).scalars()))
        for conversation in found:
            await self._store.write(lambda write, one=conversation: self._end(write, one, limit))  # type: ignore[misc]
        return len(found)

    def _end(self, write: Write, conversation: str, limit: datetime) -> None:
        row = conversations.get(write, conversation)
        if row.told or row.tip is None or row.last_heard_at >= limit:
            return
        tip = tips.find(write, row.tip)
        if tip is not None:
            body = tips.body_of(write, tip)
            body.told_at = iso(self._now())
            tips.save(write, tip.id, body, told=True)
            tips.record(write, tip.id, "fell_silent", "tipline", self._now())
            tips.announce(write, "tip.updated", tip.id, self._now())
        draft = conversations.draft_of(write, row)
        ended = {**draft.as_json(), "active_loop": None, "requested_slot": None}
        ended["slots"] = {**draft.slots, "tip_state": "sent"}
        sealed = conversations.sealed_draft(write, row.id, type(draft).from_json(ended))
        conversations.change(write, row.id, told=True, asked=None, draft=sealed)
        write.after_commit(self._signals.events)
