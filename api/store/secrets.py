"""The secrets that this installation made for itself: outside the store and the key store.

Without them nothing that is sealed can be read again. `tipline backup` does not copy them by
default: the README says how to keep them.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

LENGTH = 32


class SecretsMissingError(Exception):
    """The store holds data, but the secrets that open it are not there."""


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """Four keys of 32 bytes. `what` and `who` wrap record keys; `index` makes keyed hashes;
    `bundle` signs and seals bundles."""

    what: bytes
    who: bytes
    index: bytes
    bundle: bytes


def load_or_make(folder: Path, *, may_make: bool) -> Secrets:
    """The secrets in `folder` (mode 0600 each); made on the first start.

    Raises `SecretsMissingError` when one is missing and `may_make` is false.
    """
    values = {}
    for name in ("what", "who", "index", "bundle"):
        path = folder / f"{name}.key"
        if not path.exists():
            if not may_make:
                raise SecretsMissingError(f"{name}.key is missing from the secrets folder")
            make(path)
        values[name] = path.read_bytes()
        if len(values[name]) != LENGTH:
            raise SecretsMissingError(f"{name}.key is not {LENGTH} bytes long")
    return Secrets(**values)


def make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Exclusive: two processes that start at once must not each have their own.
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(LENGTH))
        file.flush()
        os.fsync(file.fileno())
    # The name has to be on the disk too, before anything is sealed with what it names.
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
