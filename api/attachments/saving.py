"""The sealed files in a backup: those that have keys, and no others. One pool for all backups, since none ever changes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection
from pathlib import Path

from api.attachments.vault import Vault

RECORD = 24  # a file's name begins with the attachment that it belongs to


def save(vault: Vault, pool: Path, keyed: Collection[str]) -> int:
    """Bring the pool up to date: what was deleted leaves it, so that no backup keeps it. Returns how many it has."""
    return bring(vault, Vault(pool), keyed, and_remove=True)


def bring_back(pool: Path, vault: Vault, keyed: Collection[str]) -> int:
    """Put the files that can be read into their place. Returns how many."""
    return bring(Vault(pool), vault, keyed, and_remove=False)


def bring(source: Vault, target: Vault, keyed: Collection[str], *, and_remove: bool) -> int:
    wanted = {name for name in source.names() if name[:RECORD] in keyed}
    there = set(target.names())
    for name in sorted(wanted - there):
        put(source.path(name), target.path(name))
    for name in there - wanted if and_remove else ():
        target.path(name).unlink(missing_ok=True)
    return len(wanted)


def put(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = target.with_name(f"{target.name}.part")
    beside.unlink(missing_ok=True)
    try:
        with source.open("rb") as reading, os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as writing:
            shutil.copyfileobj(reading, writing, 1 << 20)
            writing.flush()
            os.fsync(writing.fileno())
    except FileNotFoundError:
        beside.unlink(missing_ok=True)
        return  # deleted meanwhile
    os.replace(beside, target)
