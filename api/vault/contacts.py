"""Contact data that a reporter left for a tip: sealed as who, apart from what was told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select, update

from api.store.base import table_of
from api.store.keystore import KeyDestroyedError
from api.store.sealing import Scope
from api.store.store import Write
from api.vault.models import Contact

contacts = table_of(Contact)


def contact_record(tip: str) -> str:
    """The record under whose key a tip's contact data is sealed."""
    return f"contact-{tip}"


def keep(write: Write, tip: str, text: str, at: datetime) -> None:
    """Keep how the reporter can be reached; the latest counts."""
    record = contact_record(tip)
    told = {"text": text, "at": at.isoformat()}
    try:
        write.key(record)
    except KeyDestroyedError:
        write.new_record(record, Scope.WHO)
    # The key may be there without the row: a crash came between the two commits.
    if write.connection.execute(select(contacts.c.tip).where(contacts.c.tip == tip)).scalar() is None:
        write.connection.execute(insert(contacts).values(tip=tip, sealed=write.seal(record, "contact", told)))
    else:
        sealed = write.seal(record, "contact", told)
        write.connection.execute(update(contacts).where(contacts.c.tip == tip).values(sealed=sealed))
