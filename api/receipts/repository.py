"""SQL for receipt codes and those who came back. Every function works inside a given read or write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from api.conversations import secrets
from api.conversations.models import Message, Outgoing
from api.receipts.models import Receipt, Visit
from api.store.base import table_of
from api.store.store import Read, Write

receipts = table_of(Receipt)
visits = table_of(Visit)
messages = table_of(Message)
outbox = table_of(Outgoing)


def lookup(read: Read, code: str) -> bytes:
    return read.index("receipt", code)


def find(read: Read, code: str) -> Row[Any] | None:
    return read.connection.execute(select(receipts).where(receipts.c.lookup == lookup(read, code))).one_or_none()


def has(read: Read, tip: str) -> bool:
    return read.connection.execute(select(receipts.c.tip).where(receipts.c.tip == tip)).first() is not None


def add(write: Write, tip: str, code: str, digest: str, message: str, at: datetime) -> None:
    row = {"tip": tip, "lookup": lookup(write, code), "digest": digest, "message": message, "made_at": at}
    write.connection.execute(insert(receipts).values(**row))


def visit(write: Write, tip: str, conversation: str, at: datetime) -> None:
    """Remember that this conversation opened the tip; the latest time counts."""
    dialect = sqlite if write.connection.dialect.name == "sqlite" else postgresql
    new = dialect.insert(visits).values(tip=tip, conversation=conversation, at=at)
    write.connection.execute(new.on_conflict_do_update(index_elements=["tip", "conversation"], set_={"at": at}))


def visited_by(read: Read, conversation: str) -> str | None:
    """The tip that this conversation opened last."""
    latest = select(visits.c.tip).where(visits.c.conversation == conversation).order_by(visits.c.at.desc()).limit(1)
    return read.connection.execute(latest).scalar()


def visitors(read: Read, tips: Sequence[str]) -> list[Row[Any]]:
    """(tip, conversation) of all who came back to these tips."""
    return list(read.connection.execute(select(visits.c.tip, visits.c.conversation).where(visits.c.tip.in_(tips))))


def hide(write: Write, shown: Sequence[str]) -> None:
    """Make the codes in these messages unreadable for good."""
    for message in shown:
        secrets.destroy(write, message)
    write.connection.execute(update(receipts).where(receipts.c.message.in_(shown)).values(message=None))


def shown_in(read: Read, conversation: str) -> list[str]:
    """The messages of a conversation in which a code can still be read."""
    joined = select(receipts.c.message).join(messages, messages.c.id == receipts.c.message)
    return [
        str(one) for one in read.connection.execute(joined.where(messages.c.conversation == conversation)).scalars()
    ]


def shown_before(read: Read, limit: datetime, most: int = 500) -> list[str]:
    """The messages that have shown a code since `limit`, and do not wait to be delivered."""
    due = select(outbox.c.message).where(outbox.c.message == receipts.c.message, outbox.c.state == "due").exists()
    old = select(receipts.c.message).where(receipts.c.message.is_not(None), receipts.c.made_at < limit, ~due)
    return [str(one) for one in read.connection.execute(old.limit(most)).scalars()]


def remove(write: Write, tip: str) -> None:
    """With the tip its code goes too."""
    hide(write, list(write.connection.execute(select(receipts.c.message).where(receipts.c.tip == tip)).scalars()))
    for table in (receipts, visits):
        write.connection.execute(delete(table).where(table.c.tip == tip))
