"""SQL for what officers write to reporters. Every function works inside a given read or write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, delete, insert, or_, select, update

from api.clock import iso
from api.conversations.models import Message, Outgoing
from api.replies.models import Reply, ReplyState
from api.store.base import new_id, table_of
from api.store.store import Read, Write

replies = table_of(Reply)
messages = table_of(Message)
outbox = table_of(Outgoing)

REPLY, OUTCOME = "reply", "outcome"


def add(write: Write, tip: str, kind: str, author: str, said: dict[str, Any], at: datetime) -> Row[Any]:
    """A reply that waits. `said`: `text`, as the desk shows it, and of an outcome which one."""
    reply = new_id()
    sealed = write.seal(tip, "reply", said)
    row = {"id": reply, "tip": tip, "kind": kind, "author": author, "at": at, "sealed": sealed}
    write.connection.execute(insert(replies).values(**row, state=ReplyState.WAITING, message=None))
    return write.connection.execute(select(replies).where(replies.c.id == reply)).one()


def said_in(read: Read, reply: Row[Any]) -> dict[str, Any]:
    said: dict[str, Any] = read.open(reply.tip, "reply", reply.sealed)
    return said


def handed(write: Write, reply: str, message: str) -> None:
    write.connection.execute(
        update(replies).where(replies.c.id == reply).values(state=ReplyState.HANDED, message=message)
    )


def wait_again(write: Write, outbound_id: str) -> None:
    """A message could not be delivered: a reply that stood in it waits under the receipt code."""
    message = select(outbox.c.message).where(outbox.c.id == outbound_id).scalar_subquery()
    write.connection.execute(update(replies).where(replies.c.message == message).values(state=ReplyState.WAITING))


def waiting(read: Read, tip: str) -> list[Row[Any]]:
    return list(
        read.connection.execute(
            select(replies)
            .where(replies.c.tip == tip, replies.c.state == ReplyState.WAITING)
            .order_by(replies.c.number)
        )
    )


def unheard(read: Read, tip: str, conversation: str) -> list[Row[Any]]:
    """What waits, and what was said in another conversation without a sign that it arrived there."""
    arrived = select(outbox.c.id).where(outbox.c.message == replies.c.message, outbox.c.state == "sent").exists()
    elsewhere = and_(messages.c.conversation != conversation, ~arrived)
    return list(
        read.connection.execute(
            select(replies)
            .outerjoin(messages, messages.c.id == replies.c.message)
            .where(replies.c.tip == tip, or_(replies.c.state == ReplyState.WAITING, elsewhere))
            .order_by(replies.c.number)
        )
    )


def last_outcome(read: Read, tip: str) -> Row[Any] | None:
    """The outcome that an officer wanted the reporter to hear."""
    latest = select(replies).where(replies.c.tip == tip, replies.c.kind == OUTCOME)
    return read.connection.execute(latest.order_by(replies.c.number.desc()).limit(1)).one_or_none()


def outcomes_of(read: Read, tips: Sequence[str]) -> list[Row[Any]]:
    return list(read.connection.execute(select(replies).where(replies.c.tip.in_(tips), replies.c.kind == OUTCOME)))


def shown_of(read: Read, tip: str) -> list[dict[str, Any]]:
    """All replies of a tip, as the desk sees them."""
    rows = read.connection.execute(select(replies).where(replies.c.tip == tip).order_by(replies.c.number))
    return [
        {"id": row.id, "kind": row.kind, "author": row.author, "at": iso(row.at), "state": row.state,
         "text": said_in(read, row)["text"]}
        for row in rows
    ]  # fmt: skip


def remove(write: Write, tip: str) -> None:
    write.connection.execute(delete(replies).where(replies.c.tip == tip))
