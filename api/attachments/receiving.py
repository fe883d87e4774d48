"""A file while it streams in: counted, hashed and judged on its way to the disk, and never whole in memory."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass

from api.attachments.judging import HEAD, TAIL, Judgement, judge
from api.attachments.vault import Vault, Writing
from bot.intake import FileTooLargeError

LARGEST_FILE = 50_000_000


@dataclass(frozen=True, slots=True)
class Received:
    """A whole file on disk, under `name`."""

    name: str
    size: int
    sha256: bytes
    judgement: Judgement


class Receiving:
    def __init__(self, writing: Writing, largest: int) -> None:
        self._writing = writing
        self._largest = largest
        self._hash = hashlib.sha256()
        self._size = 0
        self._head = b""
        self._tail = b""

    def add(self, piece: bytes) -> None:
        """Raises `FileTooLargeError`."""
        self._size += len(piece)
        if self._size > self._largest:
            raise FileTooLargeError
        self._hash.update(piece)
        if len(self._head) < HEAD:
            self._head += piece[: HEAD - len(self._head)]
        self._tail = (self._tail + piece)[-TAIL:]
        self._writing.add(piece)

    def finish(self, name: str) -> Received:
        self._writing.finish()
        return Received(name, self._size, self._hash.digest(), judge(self._head, self._tail))


async def receive(
    vault: Vault, attachment: str, key: bytes, content: AsyncIterator[bytes], largest: int = LARGEST_FILE
) -> Received:
    """On disk when this returns; nothing is left of what is cut, or too large. Raises `FileTooLargeError`, `NoRoomError`."""
    name = f"{attachment}-o{secrets.token_hex(4)}"
    writing = await asyncio.to_thread(vault.begin, name, key)
    receiving = Receiving(writing, largest)
    try:
        async for piece in content:
            # In a thread: sealing and writing take time, and the loop has others to serve.
            await asyncio.to_thread(receiving.add, piece)
        return await asyncio.to_thread(receiving.finish, name)
    except BaseException:
        writing.drop()
        raise
