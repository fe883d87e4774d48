"""Long polling that confirms an update only when it is on disk.

The library's own poller confirms what it has put into a queue in memory; a process killed then would lose it. Here the
offset, by which Telegram forgets, moves past an update after its `accept` has returned, and a batch that
was stored in part is fetched again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from bot.ordering import grouped
from bot.status import Health, Way
from bot.telegram.parse import Update
from bot.workers import Backoff, Workers

Fetch = Callable[[int | None], Awaitable[Sequence[object]]]
Parse = Callable[[object], Update | None]
Take = Callable[[Update], Awaitable[None]]

_IDLE_SECONDS = 0.5

_log = logging.getLogger(__name__)


class Poller:
    """`take` stores one update and raises when it could not; updates of one chat are taken one after
    the other, chats side by side."""

    def __init__(self, fetch: Fetch, parse: Parse, take: Take, workers: Workers, health: Health) -> None:
        self._fetch = fetch
        self._parse = parse
        self._take = take
        self._workers = workers
        self._health = health
        self._offset: int | None = None

    async def run(self) -> None:
        backoff = Backoff()
        while True:
            began = asyncio.get_running_loop().time()
            try:
                batch = [update for data in await self._fetch(self._offset) if (update := self._parse(data))]
            except Exception as error:
                _log.warning("telegram: updates cannot be fetched (%s)", type(error).__name__)
                self._health.failed(Way.IN)
                await backoff.pause()
                continue
            # Shielded: a stop lets what was fetched be stored.
            if await asyncio.shield(self._workers.work(self._take_all(batch))):
                self._health.worked(Way.IN)
                backoff.reset()
            else:
                self._health.failed(Way.IN)
                await backoff.pause()
            if not batch and asyncio.get_running_loop().time() - began < _IDLE_SECONDS:
                # A server that does not hold the call open must not be asked without end.
                await asyncio.sleep(_IDLE_SECONDS)

    async def _take_all(self, batch: list[Update]) -> bool:
        """Whether all are stored; moves the offset to the first that is not."""
        chats = grouped(sorted(batch, key=lambda each: each.id), _chat)
        failed = [each for each in await asyncio.gather(*map(self._take_chat, chats)) if each is not None]
        if failed:
            self._offset = min(failed)
        else:
            # An empty answer confirmed all before it, and ids start anew, perhaps lower, after a silent week.
            self._offset = max(each.id for each in batch) + 1 if batch else None
        return not failed

    async def _take_chat(self, updates: list[Update]) -> int | None:
        """The id of the first update that could not be stored: those after it wait for it."""
        for update in updates:
            try:
                await self._take(update)
            except Exception as error:
                _log.error("telegram: an update could not be stored (%s)", type(error).__name__)
                return update.id
        return None


def _chat(update: Update) -> str:
    return update.inbound.sender if update.inbound else ""
