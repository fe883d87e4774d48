"""Fetches the files that messages speak of from a messaging service and hands them to the app.

A message is stored and answered without its file; the file follows here, as often as the app wants it again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from bot.intake import Channel, FileFailure, Files, FileTooLargeError, WantedFile
from bot.workers import Backoff, Workers

WAIT_SECONDS = 25.0
# The app hands a file out again after some minutes without an answer: by then nobody may still be fetching it.
DEADLINE_SECONDS = 150.0
FETCHING_AT_ONCE = 3
IN_HAND_AT_MOST = 12

_log = logging.getLogger(__name__)


class FileUnavailableError(Exception):
    """The service does not hand out the file. It carries nothing that could name file, sender or token."""

    def __init__(self, failure: FileFailure, retry_after: float | None = None) -> None:
        super().__init__(str(failure))
        self.failure = failure
        self.retry_after = retry_after


class FileSource(Protocol):
    """A channel's files."""

    def open(self, file: str) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """The content of the file with the channel's own id or address (`Media.file`), piece by piece as it comes.
        Entering it, or the next piece, raises `FileUnavailableError`."""
        ...


class Fetcher:
    """One loop: ask what is wanted, fetch a few at a time in the order given, keep each or say why not. After the
    service asked for a pause nothing is fetched until it is over."""

    def __init__(self, channel: Channel, files: Files, source: FileSource, workers: Workers) -> None:
        self._channel = channel
        self._files = files
        self._source = source
        self._workers = workers
        self._slots = asyncio.Semaphore(FETCHING_AT_ONCE)
        self._in_hand: set[str] = set()
        self._paused_until = 0.0
        self._closing = False

    async def run(self) -> None:
        backoff = Backoff()
        while True:
            await asyncio.sleep(self._pause())
            while len(self._in_hand) >= IN_HAND_AT_MOST:
                await self._workers.wait_for_one()
            try:
                batch = await self._files.wanted(self._channel, WAIT_SECONDS)
            except Exception as error:
                _log.error("%s: the files to fetch cannot be read (%s)", self._channel, type(error).__name__)
                await backoff.pause()
                continue
            backoff.reset()
            deadline = _now() + DEADLINE_SECONDS
            for wanted in batch:
                if wanted.id not in self._in_hand:
                    self._in_hand.add(wanted.id)
                    self._workers.work(self._hand_over(wanted, deadline))
            if not batch:
                await asyncio.sleep(0.01)

    def close(self) -> None:
        """What has not begun to be fetched goes back to the app."""
        self._closing = True

    async def _hand_over(self, wanted: WantedFile, deadline: float) -> None:
        try:
            async with self._slots:
                refusal = await self._refusal(wanted, deadline)
            if refusal is not None:
                await self._files.not_kept(wanted.id, refusal.failure, refusal.retry_after)
        except Exception as error:
            _log.error("%s: a file could not be marked (%s)", self._channel, type(error).__name__)
        finally:
            self._in_hand.discard(wanted.id)

    async def _refusal(self, wanted: WantedFile, deadline: float) -> FileUnavailableError | None:
        """Fetches and keeps the file; why not, where it could not be had."""
        if self._closing or _now() >= deadline:
            return FileUnavailableError(FileFailure.LATER, 0.0)
        if self._pause():
            return FileUnavailableError(FileFailure.LATER, self._pause())
        try:
            async with asyncio.timeout_at(deadline), self._source.open(wanted.file) as content:
                await self._files.keep(wanted.id, content)
        except FileUnavailableError as error:
            if error.retry_after:
                self._paused_until = max(self._paused_until, _now() + error.retry_after)
            return error
        except FileTooLargeError:
            return FileUnavailableError(FileFailure.TOO_LARGE)
        except Exception as error:
            # Its text may hold an address with the token.
            _log.error("%s: a file could not be fetched or kept (%s)", self._channel, type(error).__name__)
            return FileUnavailableError(FileFailure.LATER)
        return None

    def _pause(self) -> float:
        """Seconds until the service may be asked again."""
        return max(0.0, self._paused_until - _now())


def _now() -> float:
    return asyncio.get_running_loop().time()
