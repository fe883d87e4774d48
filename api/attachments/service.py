"""The files that messages speak of and a channel hands out: what is still to be fetched, and what became of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Row

from api import clock
from api.attachments import repository
from api.attachments.models import State
from api.attachments.receiving import LARGEST_FILE, Received, receive
from api.attachments.shapes import original_record
from api.attachments.vault import Vault
from api.signals import Signals
from api.store.keystore import KeyDestroyedError
from api.store.store import Read, Store, Write
from bot.intake import Channel, FileFailure, FileTooLargeError, WantedFile

HANDED_OUT_AT_ONCE = 8
# A wake-up may be missed when another process took the message; then this is the delay.
LOOK_EVERY = 5.0
MOST_ATTEMPTS = 20
FIRST_PAUSE, LONGEST_PAUSE = 20, timedelta(hours=1)


class TooLargeHook(Protocol):
    """Says to a reporter, in the same commit, that the channel does not hand out a file."""

    def __call__(self, write: Write, row: Row[Any], /) -> None: ...


class FileService:
    """`bot.intake.Files`."""

    def __init__(
        self,
        store: Store,
        signals: Signals,
        vault: Vault,
        when_too_large: TooLargeHook,
        now: Callable[[], datetime] = clock.now,
        largest: int = LARGEST_FILE,
    ) -> None:
        self._store = store
        self._signals = signals
        self._vault = vault
        self._when_too_large = when_too_large
        self._now = now
        self._largest = largest

    async def wanted(self, channel: Channel, wait_seconds: float) -> list[WantedFile]:
        """Files of this channel that are to be fetched, leased to the caller; waits for the first one."""
        deadline = time.monotonic() + wait_seconds
        while True:
            waiter = self._signals.waiter("files")
            found = await self._claim(channel)
            left = deadline - time.monotonic()
            if found or left <= 0:
                waiter.cancel()
                return found
            await self._signals.wait(waiter, "files", min(left, LOOK_EVERY))

    async def _claim(self, channel: Channel) -> list[WantedFile]:
        # While the disk has no room the channel keeps its files for us.
        if not await asyncio.to_thread(self._vault.has_room):
            return []
        due = await self._store.read(lambda read: repository.is_wanted(read, channel, self._now()))
        if not due:
            return []
        found = await self._store.write(
            lambda write: repository.claim_wanted(write, channel, self._now(), HANDED_OUT_AT_ONCE)
        )
        return [WantedFile(row.id, details.file or "", row.size) for row, details in found]

    async def keep(self, wanted_id: str, content: AsyncIterator[bytes]) -> None:
        """Store a file's content: on disk and sealed before its row says so. Raises `FileTooLargeError`."""
        key = await self._store.read(lambda read: key_of(read, wanted_id))
        if key is None:
            return
        try:
            received = await receive(self._vault, wanted_id, key, content, self._largest)
        except FileTooLargeError:
            await self.not_kept(wanted_id, FileFailure.TOO_LARGE)
            raise
        if not await self._store.write(lambda write: kept(write, wanted_id, received, self._now())):
            await asyncio.to_thread(self._vault.path(received.name).unlink, True)
        self._signals.events()
        self._signals.files()

    async def not_kept(self, wanted_id: str, failure: FileFailure, retry_after: float | None = None) -> None:
        """Try again later, or never. What is no longer wanted is left as it is."""
        await self._store.write(lambda write: self._not_kept(write, wanted_id, failure, retry_after))

    def _not_kept(self, write: Write, attachment: str, failure: FileFailure, retry_after: float | None) -> None:
        row = repository.find(write, attachment)
        if row is None or row.state != State.WAITING:
            return
        if failure is FileFailure.TOO_LARGE:
            repository.change(write, attachment, state=State.TOO_LARGE)
            self._when_too_large(write, row)
        elif failure is FileFailure.GONE or row.attempts >= MOST_ATTEMPTS:
            repository.change(write, attachment, state=State.LOST)
        else:
            pause = max(timedelta(seconds=retry_after or 0), backoff(row.attempts))
            repository.change(write, attachment, due_at=self._now() + pause)
        write.after_commit(self._signals.events)


def key_of(read: Read, attachment: str) -> bytes | None:
    """The key of an original that is still wanted."""
    row = repository.find(read, attachment)
    try:
        return read.key(original_record(attachment)) if row is not None and row.state == State.WAITING else None
    except KeyDestroyedError:
        return None


def kept(write: Write, attachment: str, received: Received, at: datetime) -> bool:
    """False when it is not wanted any more: another one brought it, or its message was deleted."""
    row = repository.find(write, attachment)
    if row is None or row.state != State.WAITING:
        return False
    details = repository.details_of(write, row)
    details.content_type, details.original = received.judgement.content_type, received.name
    repository.save(
        write, row, details, state=State.KEPT, kind=str(received.judgement.kind or row.kind), size=received.size,
        sha256=received.sha256, attempts=0, due_at=at,
    )  # fmt: skip
    return True


def backoff(attempts: int) -> timedelta:
    """20 s, 40 s … one hour."""
    return min(LONGEST_PAUSE, timedelta(seconds=FIRST_PAUSE * 2 ** min(max(attempts - 1, 0), 10)))
