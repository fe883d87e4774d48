"""SQL for what was set aside. Every function works inside a given read or write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, case, func, insert, select, update

from api.aside.models import Action, AsideReview
from api.conversations.models import ASIDE, Conversation, Message
from api.store.base import table_of
from api.store.store import Read, Write

conversations = table_of(Conversation)
messages = table_of(Message)
reviews = table_of(AsideReview)

ALARMING = case((messages.c.level.in_(["call_112", "ask"]), 1), else_=0)


def waiting(read: Read, limit: int) -> list[Row[Any]]:
    """The conversations with something set aside: alarming ones first, then those that have waited longest."""
    groups = (
        select(
            messages.c.conversation, func.count().label("count"), func.sum(ALARMING).label("alarming"),
            func.min(messages.c.seq).label("first"), func.max(messages.c.seq).label("last"),
        )
        .where(ASIDE)
        .group_by(messages.c.conversation)
        .subquery()
    )  # fmt: skip
    return list(
        read.connection.execute(
            select(groups, conversations.c.channel, conversations.c.tip)
            .join(conversations, conversations.c.id == groups.c.conversation)
            .order_by(case((groups.c.alarming > 0, 0), else_=1), conversations.c.last_heard_at, groups.c.conversation)
            .limit(limit)
        )
    )


def at_places(read: Read, places: Sequence[tuple[str, int]]) -> dict[tuple[str, int], Row[Any]]:
    """Messages by conversation and seq."""
    found = {}
    for conversation, seq in places:
        row = read.connection.execute(
            select(messages).where(messages.c.conversation == conversation, messages.c.seq == seq)
        ).one()
        found[conversation, seq] = row
    return found


def set_aside(read: Read, conversation: str, limit: int) -> list[Row[Any]]:
    """The first messages of a conversation that were set aside, in order."""
    return list(
        read.connection.execute(
            select(messages).where(messages.c.conversation == conversation, ASIDE).order_by(messages.c.seq).limit(limit)
        )
    )


def settle(write: Write, conversation: str, up_to: int | None = None) -> dict[str, int]:
    """They wait for review no longer: their seqs by id."""
    here = messages.c.conversation == conversation
    upper = [] if up_to is None else [messages.c.seq <= up_to]
    settled = update(messages).where(here, ASIDE, *upper).values(aside=False)
    rows = write.connection.execute(settled.returning(messages.c.id, messages.c.seq))
    return {row.id: row.seq for row in rows}


def find(read: Read, conversation: str) -> Row[Any] | None:
    statement = select(conversations).where(conversations.c.id == conversation)
    return read.connection.execute(read.locking(statement)).one_or_none()


def record(
    write: Write, conversation: str, action: Action, actor: str, at: datetime, seqs: Sequence[int], tip: str | None
) -> None:
    values = {"conversation": conversation, "action": action, "actor": actor, "at": at, "tip": tip}
    write.connection.execute(insert(reviews).values(**values, messages=len(seqs), up_to=max(seqs)))


def last_taken(read: Read, conversation: str) -> str | None:
    """The tip that the last review made."""
    statement = select(reviews.c.tip).where(reviews.c.conversation == conversation, reviews.c.action == Action.TAKEN)
    tip: str | None = read.connection.execute(statement.order_by(reviews.c.number.desc()).limit(1)).scalar()
    return tip
