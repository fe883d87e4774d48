"""Wake-ups inside one process. Never needed for being right: whoever waits also looks by itself."""

from __future__ import annotations

import asyncio
from collections import defaultdict


class Signals:
    """Topics that can be waited for; must be used from the event loop's thread."""

    def __init__(self) -> None:
        self._waiters: dict[str, set[asyncio.Future[None]]] = defaultdict(set)

    def conversation(self, conversation: str) -> None:
        self._wake(f"conversation:{conversation}")

    def work(self) -> None:
        self._wake("work")

    def outbox(self, channel: str) -> None:
        self._wake(f"outbox:{channel}")

    def events(self) -> None:
        self._wake("events")

    def files(self) -> None:
        """A file is to be fetched, or to be looked at."""
        self._wake("files")

    def _wake(self, topic: str) -> None:
        for waiter in self._waiters.pop(topic, ()):
            if not waiter.done():
                waiter.set_result(None)

    def everybody(self) -> None:
        """Wake all who wait: at shutdown."""
        for topic in list(self._waiters):
            self._wake(topic)

    def waiter(self, topic: str) -> asyncio.Future[None]:
        """Take a place before looking, so that a wake-up in between is not missed."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters[topic].add(future)
        return future

    async def wait(self, waiter: asyncio.Future[None], topic: str, seconds: float) -> None:
        """Until the wake-up or for `seconds`; the place is given up either way."""
        try:
            # Not `wait_for`: Python 3.11's drops a cancellation that comes together with the wake-up.
            async with asyncio.timeout(seconds):
                await waiter
        except TimeoutError:
            pass
        finally:
            waiters = self._waiters.get(topic)
            if waiters is not None:
                waiters.discard(waiter)
                if not waiters:
                    self._waiters.pop(topic, None)
