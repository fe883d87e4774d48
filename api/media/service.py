"""Handing files to the desk. Every reading is in the timeline of the tip before a byte is given out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from api import clock
from api.attachments import repository as attachments
from api.attachments.judging import ENDINGS
from api.attachments.models import State
from api.attachments.shapes import original_record
from api.attachments.vault import FileMissingError, Vault
from api.errors import NotFoundError
from api.store.keystore import KeyDestroyedError
from api.store.store import Store, Write
from api.tips import repository as tips
from api.tokens.service import Principal


class FileNotThereError(NotFoundError):
    title = "There is no such file"


@dataclass(frozen=True, slots=True)
class HandedOut:
    """`name` is of our making: it tells the kind of content and nothing that the sender chose."""

    name: str
    content: Iterator[bytes]
    size: int | None = None
    sha256: bytes | None = None


class MediaService:
    def __init__(self, store: Store, vault: Vault, now: Callable[[], datetime] = clock.now) -> None:
        self._store = store
        self._vault = vault
        self._now = now

    async def copy(self, attachment: str, who: Principal) -> HandedOut:
        """The picture, made anew. Raises `FileNotThereError`."""

        def look(write: Write) -> HandedOut:
            row = attachments.find(write, attachment)
            if row is None or row.state != State.KEPT or not row.has_copy:
                raise FileNotThereError
            details = attachments.details_of(write, row)
            self._record(write, row.message, "copy_read", attachment, who)
            return HandedOut(f"{attachment}.jpg", self._vault.read(details.copy or "", write.key(attachment)))

        return await self._looked_at(look)

    async def original(self, attachment: str, who: Principal) -> HandedOut:
        """The file as it came, to the byte. Raises `FileNotThereError`."""

        def look(write: Write) -> HandedOut:
            row = attachments.find(write, attachment)
            if row is None or row.state != State.KEPT:
                raise FileNotThereError
            details = attachments.details_of(write, row)
            self._record(write, row.message, "original_read", attachment, who)
            name = f"{attachment}.{ENDINGS.get(details.content_type or '', 'bin')}"
            key = write.key(original_record(attachment))
            return HandedOut(name, self._vault.read(details.original or "", key), row.size, row.sha256)

        return await self._looked_at(look)

    async def _looked_at(self, look: Callable[[Write], HandedOut]) -> HandedOut:
        try:
            return await self._store.write(look)
        except (FileMissingError, KeyDestroyedError):
            raise FileNotThereError from None

    def _record(self, write: Write, message: str, action: str, attachment: str, who: Principal) -> None:
        found = tips.of_message(write, message)
        if not found:
            raise FileNotThereError
        for tip in found:
            tips.record(write, tip, action, who.name, self._now(), attachment=attachment)
