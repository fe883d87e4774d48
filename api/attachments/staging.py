"""Files that come with a message of the web chat: whole and sealed on disk before any message speaks of them."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta

from api import clock
from api.attachments.receiving import LARGEST_FILE, receive
from api.attachments.shapes import Staged, original_record
from api.attachments.vault import Vault
from api.store.base import new_id
from bot.intake import FileEmptyError, FileRefusedError, MediaKind, StagedFile

# An upload that no message came to speak of is dropped.
STAGED_FOR = timedelta(minutes=10)


class Staging:
    """`bot.intake.Uploads`. The keys are in memory alone: of an upload that is cut off nothing can ever be read."""

    def __init__(self, vault: Vault, now: Callable[[], datetime] = clock.now, largest: int = LARGEST_FILE) -> None:
        self._vault = vault
        self._now = now
        self._largest = largest
        self._staged: dict[str, Staged] = {}

    async def stage(self, content: AsyncIterator[bytes]) -> StagedFile:
        attachment = new_id()
        keys = {record: secrets.token_bytes(32) for record in (attachment, original_record(attachment))}
        received = await receive(self._vault, attachment, keys[original_record(attachment)], content, self._largest)
        judged = received.judgement
        if judged.kind is None:
            await self._unlink(received.name)
            raise FileRefusedError if received.size else FileEmptyError
        self._staged[attachment] = Staged(
            attachment, keys, received.name, received.size, received.sha256, judged.content_type, str(judged.kind),
            self._now(),
        )  # fmt: skip
        return StagedFile(attachment, MediaKind(str(judged.kind)), judged.content_type, received.size)

    def find(self, file: str) -> Staged | None:
        return self._staged.get(file)

    def taken(self, file: str) -> None:
        """A message that speaks of it is on disk."""
        self._staged.pop(file, None)

    async def drop(self, file: str) -> None:
        dropped = self._staged.pop(file, None)
        if dropped is not None:
            await self._unlink(dropped.name)

    async def drop_old(self) -> None:
        for one in [one for one in self._staged.values() if one.at < self._now() - STAGED_FOR]:
            await self.drop(one.id)

    async def _unlink(self, name: str) -> None:
        await asyncio.to_thread(self._vault.path(name).unlink, True)
