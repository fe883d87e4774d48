"""One at a time for each reporter, in the order of asking; reporters do not wait for one another."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

Item = TypeVar("Item")


@dataclass(slots=True)
class _Queue:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    askers: int = 0


class OnePerKey:
    """Locks by key that are forgotten when nobody holds or awaits them."""

    def __init__(self) -> None:
        self._queues: dict[str, _Queue] = {}

    @asynccontextmanager
    async def turn(self, key: str) -> AsyncIterator[None]:
        queue = self._queues.setdefault(key, _Queue())
        queue.askers += 1
        try:
            async with queue.lock:
                yield
        finally:
            queue.askers -= 1
            if not queue.askers:
                del self._queues[key]


def grouped(items: Iterable[Item], key: Callable[[Item], str]) -> list[list[Item]]:
    """The items of each key together, in the order given."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return list(groups.values())
