"""The tasks of an adapter: loops that a stop ends at once, and pieces of work that it lets finish."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0


class Backoff:
    """Pauses that double from half a second to half a minute until something works again."""

    def __init__(self, first: float = FIRST_PAUSE_SECONDS, longest: float = LONGEST_PAUSE_SECONDS) -> None:
        self._first = first
        self._longest = longest
        self._next = first

    async def pause(self, at_least: float = 0.0) -> None:
        await asyncio.sleep(max(self._next, at_least))
        self._next = min(self._next * 2, self._longest)

    def reset(self) -> None:
        self._next = self._first


class Workers:
    """None of the coroutines may raise: a traceback of a library can hold a token or a text."""

    def __init__(self) -> None:
        self._loops: set[asyncio.Task[object]] = set()
        self._work: set[asyncio.Task[object]] = set()

    def loop(self, coroutine: Coroutine[object, object, object]) -> None:
        self._keep(coroutine, self._loops)

    def work(self, coroutine: Coroutine[object, object, object]) -> asyncio.Task[object]:
        return self._keep(coroutine, self._work)

    async def wait_for_one(self) -> None:
        """Returns when a piece of work is done; at once when there is none."""
        if self._work:
            await asyncio.wait(set(self._work), return_when=asyncio.FIRST_COMPLETED)

    @property
    def busy(self) -> int:
        return len(self._work)

    async def stop(self, grace_seconds: float) -> None:
        """Ends the loops, then waits up to `grace_seconds` for the work in hand and cuts the rest."""
        await _cancel(set(self._loops))
        if self._work:
            await asyncio.wait(set(self._work), timeout=grace_seconds)
        await _cancel(set(self._work))

    def _keep(
        self, coroutine: Coroutine[object, object, object], tasks: set[asyncio.Task[object]]
    ) -> asyncio.Task[object]:
        task = asyncio.create_task(coroutine)
        tasks.add(task)
        task.add_done_callback(tasks.discard)
        return task


async def _cancel(tasks: set[asyncio.Task[object]]) -> None:
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks, timeout=0.2)
