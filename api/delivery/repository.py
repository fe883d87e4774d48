"""SQL for the outbox. Every function works inside a given read or write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, or_, select, update

from api.conversations.models import Conversation, Message, Outgoing
from api.replies.models import Reply
from api.store.base import table_of
from api.store.store import Read, Write
from api.tips.models import Tip
from api.vault.models import Account

outbox = table_of(Outgoing)
messages = table_of(Message)
conversations = table_of(Conversation)
accounts = table_of(Account)
replies = table_of(Reply)
tips = table_of(Tip)


def due(read: Read, channel: str, at: datetime, limit: int) -> list[int]:
    """The numbers of each conversation's first unsent message, where it is due: of conversations with words on danger
    first, then in their order."""
    first = (
        select(func.min(outbox.c.number).label("number"), func.max(outbox.c.priority).label("priority"))
        .where(outbox.c.channel == channel, outbox.c.state == "due")
        .group_by(outbox.c.conversation)
        .subquery()
    )
    rows = read.connection.execute(
        select(outbox.c.number)
        .join(first, first.c.number == outbox.c.number)
        .where(outbox.c.due_at <= at)
        .order_by(first.c.priority.desc(), outbox.c.number)
        .limit(limit)
    )
    return [row.number for row in rows]


def take(write: Write, numbers: Sequence[int], at: datetime, until: datetime) -> list[Row[Any]]:
    """Those of `numbers` that are still due, now under way until `until`, with what sending needs; in the order given."""
    # The condition repeats, since on PostgreSQL another process may have been faster.
    taken = write.connection.execute(
        update(outbox)
        .where(outbox.c.number.in_(numbers), outbox.c.due_at <= at, outbox.c.state == "due")
        .values(due_at=until, attempts=outbox.c.attempts + 1)
        .returning(outbox.c.number)
    ).scalars()
    wanted: Select[Any] = (
        select(outbox.c.id, outbox.c.number, outbox.c.message, messages.c.sealed, messages.c.origin,
               conversations.c.last_heard_at, accounts.c.id.label("account"), accounts.c.sealed.label("sender"))
        .join(messages, messages.c.id == outbox.c.message)
        .join(conversations, conversations.c.id == outbox.c.conversation)
        .join(accounts, accounts.c.id == conversations.c.reporter)
        .where(outbox.c.number.in_(list(taken)))
    )  # fmt: skip
    rows = write.connection.execute(wanted).all()
    places = {number: place for place, number in enumerate(numbers)}
    return sorted(rows, key=lambda row: places[row.number])


def find(read: Read, delivery: str) -> Row[Any] | None:
    return read.connection.execute(read.locking(select(outbox).where(outbox.c.id == delivery))).one_or_none()


def change(write: Write, delivery: str, was: str, **values: Any) -> bool:
    """Whether it was in the state `was`, and is changed."""
    statement = update(outbox).where(outbox.c.id == delivery, outbox.c.state == was).values(**values)
    return bool(write.connection.execute(statement).rowcount)


def mark_unreachable(write: Write, conversation: str, at: datetime, sent_at: datetime) -> None:
    """Unless the reporter wrote after the message was taken to be sent."""
    silent = or_(conversations.c.last_heard_at.is_(None), conversations.c.last_heard_at <= sent_at)
    write.connection.execute(
        update(conversations).where(conversations.c.id == conversation, silent).values(unreachable_at=at)
    )


def dead(read: Read, before: int | None, limit: int) -> list[Row[Any]]:
    """What was given up, the latest first."""
    statement = _shown().where(outbox.c.state == "dead").order_by(outbox.c.number.desc()).limit(limit)
    if before is not None:
        statement = statement.where(outbox.c.number < before)
    return list(read.connection.execute(statement).all())


def shown(read: Read, delivery: str) -> Row[Any]:
    return read.connection.execute(_shown().where(outbox.c.id == delivery)).one()


def _shown() -> Select[Any]:
    """A delivery without its words; with the tip that an officer's reply belongs to, else the conversation's own."""
    tip = func.coalesce(
        select(replies.c.tip).where(replies.c.message == outbox.c.message).limit(1).scalar_subquery(),
        conversations.c.tip,
    )
    return (
        select(outbox.c.id, outbox.c.number, outbox.c.channel, outbox.c.state, outbox.c.failure, outbox.c.attempts,
               outbox.c.due_at, messages.c.origin, tips.c.id.label("tip"), tips.c.reference)
        .join(messages, messages.c.id == outbox.c.message)
        .join(conversations, conversations.c.id == outbox.c.conversation)
        .join(tips, tips.c.id == tip, isouter=True)
    )  # fmt: skip
