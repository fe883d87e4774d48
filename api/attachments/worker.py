"""Looks at what was kept, one file at a time: makes copies of pictures, and takes off the disk what was deleted."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Row

from api import clock
from api.attachments import repository
from api.attachments.copying import ChildFailedError, Copied, NoCopyError, copy
from api.attachments.judging import HEAD, TAIL, judge
from api.attachments.models import Kind, Offer, State
from api.attachments.shapes import Details, original_record
from api.attachments.staging import Staging
from api.attachments.vault import FileBrokenError, FileMissingError, Vault
from api.signals import Signals
from api.store.keystore import KeyDestroyedError
from api.store.sealing import SealBrokenError
from api.store.store import Store, Write

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 3
LONGEST_WAIT = 1.0
LONGEST_PAUSE = timedelta(minutes=1)
SWEEP_SECONDS = 20.0
UNFINISHED_SECONDS = 3600.0


class OfferHook(Protocol):
    """Offers to the reporter what a picture's data say. False while something else is being answered there."""

    def __call__(self, write: Write, row: Row[Any], details: Details, /) -> bool: ...


class Examiner:
    """One task; several processes may each have one."""

    def __init__(
        self,
        store: Store,
        signals: Signals,
        vault: Vault,
        staging: Staging,
        offer: OfferHook,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._store = store
        self._signals = signals
        self._vault = vault
        self._staging = staging
        self._offer = offer
        self._now = now
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._tasks = [
            asyncio.create_task(self._work(), name="files"),
            asyncio.create_task(self._sweep(), name="files-sweep"),
        ]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _work(self) -> None:
        while True:
            waiter = self._signals.waiter("files")
            try:
                if await self.examine_one() or await self.offer_one():
                    waiter.cancel()
                    continue
            except Exception as error:
                logger.error("a file could not be looked at", exc_info=error)
            await self._signals.wait(waiter, "files", LONGEST_WAIT)

    async def examine_one(self) -> bool:
        """Look at the file that has waited longest. False when none waits."""
        if not await self._store.read(lambda read: repository.is_unexamined(read, self._now())):
            return False
        claimed = await self._store.write(self._claim)
        if claimed is None:
            return False
        row, details, key = claimed
        copied = None
        try:
            if row.attempts <= MOST_ATTEMPTS and await asyncio.to_thread(self._may_be_copied, row, details, key):
                copied = await copy(self._vault.read(details.original or "", key))
        except ChildFailedError:
            return True  # the lease runs out, and another try may succeed
        except (NoCopyError, FileMissingError, FileBrokenError):
            copied = None
        name = await asyncio.to_thread(self._keep_copy, row, copied) if copied is not None else None
        if not await self._store.write(lambda write: self._finish(write, row.id, copied, name)) and name:
            await asyncio.to_thread(self._vault.path(name).unlink, True)
        self._signals.events()
        return True

    def _claim(self, write: Write) -> tuple[Row[Any], Details, bytes] | None:
        row = repository.claim_unexamined(write, self._now(), LEASE)
        if row is None:
            return None
        try:
            return row, repository.details_of(write, row), write.key(original_record(row.id))
        except (KeyDestroyedError, SealBrokenError):
            repository.change(write, row.id, examined=True)
            return None

    def _may_be_copied(self, row: Row[Any], details: Details, key: bytes) -> bool:
        """Judged anew from the whole file: nothing else is ever given to what opens pictures."""
        if row.kind != Kind.PICTURE:
            return False
        head, tail = ends(self._vault.read(details.original or "", key))
        return judge(head, tail).may_be_copied

    def _keep_copy(self, row: Row[Any], copied: Copied) -> str:
        name = f"{row.id}-c{secrets.token_hex(4)}"
        self._vault.keep(name, self._store.keystore.key(row.id), copied.content)
        return name

    def _finish(self, write: Write, attachment: str, copied: Copied | None, name: str | None) -> bool:
        row = repository.find(write, attachment)
        if row is None or row.state != State.KEPT or row.examined:
            return False
        details = repository.details_of(write, row)
        if copied is not None:
            details.copy = name
            details.taken, details.latitude, details.longitude = copied.taken, copied.latitude, copied.longitude
        tells = details.taken is not None or details.latitude is not None
        repository.save(
            write, row, details, examined=True, has_copy=copied is not None, attempts=0,
            due_at=self._now(), offer=Offer.DUE if tells else None,
        )  # fmt: skip
        return True

    async def offer_one(self) -> bool:
        """Offer what the data of one picture say. False when there is none to offer."""
        if not await self._store.read(lambda read: repository.is_to_be_offered(read, self._now())):
            return False
        return await self._store.write(self._offer_next)

    def _offer_next(self, write: Write) -> bool:
        row = repository.next_to_be_offered(write, self._now())
        if row is None:
            return False
        try:
            details = repository.details_of(write, row)
        except (KeyDestroyedError, SealBrokenError):
            repository.change(write, row.id, offer=None)
            return True
        # Cleared first: the hook opens it where there is something to ask.
        repository.change(write, row.id, offer=None)
        if not self._offer(write, row, details):
            pause = min(LONGEST_PAUSE, timedelta(seconds=2 ** min(row.attempts, 10)))
            repository.change(
                write, row.id, offer=Offer.DUE, attempts=row.attempts + 1, due_at=self._now() + pause
            )  # fmt: skip
        return True

    # -- what is to be gone -------------------------------------------------------------------------

    async def _sweep(self) -> None:
        while True:
            try:
                await self.sweep()
            except Exception as error:
                logger.error("the sweep over files failed", exc_info=error)
            await asyncio.sleep(SWEEP_SECONDS)

    async def sweep(self) -> None:
        """Take off the disk what was deleted, what no message came to speak of, and what a killed writer left."""
        await self._staging.drop_old()
        removed = await self._store.read(repository.removed)
        for attachment in removed:
            await asyncio.to_thread(self._vault.remove, attachment)
        if removed:
            await self._store.write(lambda write: repository.forget(write, removed))
        await asyncio.to_thread(self._vault.remove_unfinished, UNFINISHED_SECONDS)


def ends(content: Iterator[bytes]) -> tuple[bytes, bytes]:
    """The first and the last of a file."""
    head, tail = b"", b""
    for piece in content:
        head += piece[: HEAD - len(head)]
        tail = (tail + piece)[-TAIL:]
    return head, tail
