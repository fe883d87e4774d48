"""The files themselves: sealed on disk, one key a file, written whole or not at all.

A file is a header (a magic word and a random salt) and pieces of AES-256-GCM. The key is derived from the record's
own key and the salt, so that no nonce is ever used twice under one key: a piece's nonce is its number and whether it
is the last, so that pieces that are missing, moved or cut off at the end do not open.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.intake import NoRoomError

MAGIC = b"TIPFILE1"
SALT = 16
PIECE = 64 * 1024
TAG = 16
UNFINISHED = ".part"
# What stays free for messages, whatever comes.
SPARE_BYTES = 1_000_000_000


class FileBrokenError(Exception):
    """A sealed file does not open: another key, or changed, or cut."""


class FileMissingError(Exception):
    """There is no such file."""


class Vault:
    """Names are the caller's own random words; whoever reads the folder learns sizes and times alone."""

    def __init__(self, folder: Path, spare: int = SPARE_BYTES) -> None:
        self.folder = folder
        self._spare = spare

    def path(self, name: str) -> Path:
        return self.folder / name[:2] / name

    def has_room(self, size: int = 0) -> bool:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return shutil.disk_usage(self.folder).free - size > self._spare

    def begin(self, name: str, key: bytes) -> Writing:
        """Raises `NoRoomError`."""
        if not self.has_room():
            raise NoRoomError
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return Writing(path, key, name)

    def keep(self, name: str, key: bytes, content: bytes) -> None:
        """Write a file whole; on disk when this returns."""
        writing = self.begin(name, key)
        try:
            writing.add(content)
            writing.finish()
        except BaseException:
            writing.drop()
            raise

    def read(self, name: str, key: bytes) -> Iterator[bytes]:
        """The content, piece by piece. Raises `FileMissingError` at once, `FileBrokenError` when it comes to it."""
        try:
            file = self.path(name).open("rb")
        except FileNotFoundError:
            raise FileMissingError from None
        return pieces(file, key, name)

    def remove(self, record: str) -> None:
        """Every file of a record: those whose names begin with it."""
        for path in (self.folder / record[:2]).glob(f"{record}-*"):
            path.unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        """All that is whole, in no order."""
        return (path.name for path in self.folder.glob("??/*") if path.suffix != UNFINISHED)

    def remove_unfinished(self, idle: float) -> None:
        """What nobody has written to for `idle` seconds: its writer is gone."""
        for path in self.folder.glob(f"??/*{UNFINISHED}"):
            if path.stat().st_mtime < file_clock(self.folder) - idle:
                path.unlink(missing_ok=True)


class Writing:
    """A file that is being written; nobody sees it before `finish`."""

    def __init__(self, path: Path, key: bytes, name: str) -> None:
        salt = secrets.token_bytes(SALT)
        self._path = path
        self._partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}{UNFINISHED}")
        self._file: BinaryIO = os.fdopen(os.open(self._partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._cipher = AESGCM(derived(key, salt, name))
        self._waiting = bytearray()
        self._count = 0
        self._file.write(MAGIC + salt)

    def add(self, content: bytes) -> None:
        self._waiting += content
        while len(self._waiting) > PIECE:
            self._seal(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]

    def finish(self) -> None:
        """On disk under its name when this returns."""
        self._seal(bytes(self._waiting), last=True)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        os.replace(self._partial, self._path)
        for folder in (self._path.parent, self._path.parent.parent):
            sync(folder)

    def drop(self) -> None:
        """As if it had never been begun."""
        self._file.close()
        self._partial.unlink(missing_ok=True)
        self._path.unlink(missing_ok=True)

    def _seal(self, plain: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(nonce(self._count, last=last), plain, None))
        self._count += 1


def sync(folder: Path) -> None:
    """Make a new name in a folder survive a crash."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def derived(key: bytes, salt: bytes, name: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"file|" + name.encode()).derive(key)


def nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def pieces(file: BinaryIO, key: bytes, name: str) -> Iterator[bytes]:
    with file:
        header = file.read(len(MAGIC) + SALT)
        if len(header) < len(MAGIC) + SALT or not header.startswith(MAGIC):
            raise FileBrokenError
        cipher = AESGCM(derived(key, header[len(MAGIC) :], name))
        number, sealed = 0, file.read(PIECE + TAG)
        while True:
            following = file.read(PIECE + TAG)
            try:
                plain = cipher.decrypt(nonce(number, last=not following), sealed, None)
            except InvalidTag:
                raise FileBrokenError from None
            if plain:
                yield plain
            if not following:
                return
            number, sealed = number + 1, following


def size_on_disk(size: int) -> int:
    """What a file of `size` bytes takes, to the byte."""
    count = max(1, -(-size // PIECE))
    return len(MAGIC) + SALT + size + count * TAG


def file_clock(folder: Path) -> float:
    """The file system's own time: whoever compares times of files must not ask another clock."""
    with tempfile.NamedTemporaryFile(dir=folder) as probe:
        return os.fstat(probe.fileno()).st_mtime
