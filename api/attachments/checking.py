"""Do the files on disk agree with the rows that speak of them?"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from api.attachments import repository
from api.attachments.models import Attachment, State
from api.attachments.shapes import original_record
from api.attachments.vault import FileBrokenError, FileMissingError, Vault, size_on_disk
from api.store.base import table_of
from api.store.store import Read

attachments = table_of(Attachment)
OPENED = 20


@dataclass(slots=True)
class Checked:
    whole: int = 0
    missing: int = 0
    broken: int = 0
    unknown: int = 0  # of a writer that was killed: their keys are nowhere


def check(read: Read, vault: Vault) -> Checked:
    """Every file by its size, the newest `OPENED` by their content."""
    rows = read.connection.execute(
        select(attachments).where(attachments.c.state == State.KEPT).order_by(attachments.c.due_at.desc())
    ).all()
    read.prefetch([record for row in rows for record in (row.id, original_record(row.id))])
    found, known = Checked(), set()
    for number, row in enumerate(rows):
        if row.id not in read.keys:
            continue
        details = repository.details_of(read, row)
        known |= {details.original, details.copy}
        verdict = look(read, vault, row, details.original or "", opened=number < OPENED)
        if row.has_copy and not vault.path(details.copy or "").is_file():
            verdict = "missing"
        setattr(found, verdict, getattr(found, verdict) + 1)
    found.unknown = sum(name not in known for name in vault.names())
    return found


def look(read: Read, vault: Vault, row: Row[Any], name: str, *, opened: bool) -> str:
    path = vault.path(name)
    if not path.is_file():
        return "missing"
    if path.stat().st_size != size_on_disk(row.size):
        return "broken"
    if not opened:
        return "whole"
    digest = hashlib.sha256()
    try:
        for piece in vault.read(name, read.key(original_record(row.id))):
            digest.update(piece)
    except (FileBrokenError, FileMissingError):
        return "broken"
    return "whole" if digest.digest() == row.sha256 else "broken"
