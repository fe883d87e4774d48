"""The lease of a turn: claimed in one statement, finished only under its fence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, or_, select, update

from api.conversations import repository
from api.conversations.models import Conversation, Message
from api.conversations.shapes import Draft, Said
from api.store.base import table_of
from api.store.store import Read, Write

conversations = table_of(Conversation)
messages = table_of(Message)

LEASE = timedelta(seconds=15)


class LeaseLostError(Exception):
    """Another worker has the conversation now; what this one found out is dropped."""


@dataclass(frozen=True, slots=True)
class Work:
    """A conversation under lease, with what waits in it."""

    conversation: Row[Any]
    fence: int
    owner: str
    said: tuple[Said, ...]
    draft: Draft
    category: str | None
    attempts: int


def ready(now: datetime) -> Any:
    """The condition under which a conversation's turn may be taken."""
    free = or_(conversations.c.lease_until.is_(None), conversations.c.lease_until < now)
    due = or_(conversations.c.not_before.is_(None), conversations.c.not_before <= now)
    return and_(conversations.c.pending > 0, free, due)


def next_due(read: Read, now: datetime) -> datetime | None:
    """When the next turn can be taken: now or in the past, in the future, or never (None)."""
    rows = read.connection.execute(
        select(conversations.c.not_before, conversations.c.lease_until).where(conversations.c.pending > 0).limit(200)
    ).all()
    moments = [max(r.not_before or now, r.lease_until or now) for r in rows]
    return min(moments, default=None)


def claim(write: Write, owner: str, now: datetime) -> Work | None:
    """Take the lease of the conversation that has waited longest; None when none is ready."""
    candidate = (
        select(conversations.c.id)
        .where(ready(now))
        .order_by(conversations.c.oldest_at)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    row = write.connection.execute(
        update(conversations)
        .where(conversations.c.id == candidate)
        .values(lease_until=now + LEASE, lease_owner=owner, fence=conversations.c.fence + 1)
        .returning(*conversations.c)
    ).one_or_none()
    if row is None:
        return None
    rows = repository.waiting(write, row.id)
    write.connection.execute(
        update(messages).where(messages.c.id.in_([r.id for r in rows])).values(attempts=messages.c.attempts + 1)
    )
    return Work(
        conversation=row,
        fence=row.fence,
        owner=owner,
        said=tuple(repository.unsealed(write, rows)),
        draft=repository.draft_of(write, row),
        category=None,
        attempts=max((r.attempts for r in rows), default=0),
    )


def under_fence(write: Write, work: Work) -> Row[Any]:
    """The conversation as it is now, if the lease is still this worker's. Raises `LeaseLostError`."""
    row = write.connection.execute(
        update(conversations)
        .where(
            conversations.c.id == work.conversation.id,
            conversations.c.lease_owner == work.owner,
            conversations.c.fence == work.fence,
        )
        .values(lease_until=None, lease_owner=None)
        .returning(*conversations.c)
    ).one_or_none()
    if row is None:
        raise LeaseLostError
    return row


def wake_all(write: Write) -> None:
    """Rasa is back: what waited for it need not wait longer."""
    write.connection.execute(update(conversations).where(conversations.c.pending > 0).values(not_before=None))
