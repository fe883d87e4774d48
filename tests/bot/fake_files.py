"""The app's side of files, kept in memory and made to fail on demand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from bot.intake import Channel, FileFailure, FileTooLargeError, WantedFile


class DiskFullError(Exception):
    """What the app raises when it cannot keep a file."""


@dataclass(frozen=True, slots=True)
class NotKept:
    id: str
    failure: FileFailure
    retry_after: float | None = None


class FakeFiles:
    """`kept` is the content by id; `refused` what was said of the others, in its order."""

    def __init__(self, limit: int = 1_000_000) -> None:
        self.limit = limit
        self.kept: dict[str, bytes] = {}
        self.refused: list[NotKept] = []
        self.asked = 0
        self.keeping_fails = False
        self._wanted: list[WantedFile] = []
        self._changed = asyncio.Condition()

    async def want(self, *files: str) -> None:
        """Wants these files; each one's id is its own name."""
        async with self._changed:
            self._wanted += [WantedFile(file, file, None) for file in files]
            self._changed.notify_all()

    async def wanted(self, channel: Channel, wait_seconds: float) -> list[WantedFile]:
        self.asked += 1
        async with self._changed:
            try:
                async with asyncio.timeout(wait_seconds):
                    await self._changed.wait_for(lambda: bool(self._wanted))
            except TimeoutError:
                return []
            found, self._wanted = self._wanted, []
            return found

    async def keep(self, wanted_id: str, content: AsyncIterator[bytes]) -> None:
        found = b""
        async for piece in content:
            found += piece
            if len(found) > self.limit:
                raise FileTooLargeError
        if self.keeping_fails:
            raise DiskFullError(wanted_id)
        async with self._changed:
            self.kept[wanted_id] = found
            self._changed.notify_all()

    async def not_kept(self, wanted_id: str, failure: FileFailure, retry_after: float | None = None) -> None:
        async with self._changed:
            self.refused.append(NotKept(wanted_id, failure, retry_after))
            self._changed.notify_all()

    async def until(self, reached: Callable[[FakeFiles], bool], seconds: float = 8.0) -> None:
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: reached(self))

    async def answered(self, count: int) -> None:
        await self.until(lambda it: len(it.kept) + len(it.refused) >= count)
