"""The lease of a turn: claimed in one statement, finished only under its fence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, case, func, literal, or_, select, update

from api.conversations import repository
from api.conversations.models import Conversation, Message, MessageState
from api.conversations.shapes import Draft, Said
from api.store.base import EPOCH, Instant, table_of
from api.store.keystore import KeyDestroyedError
from api.store.sealing import SealBrokenError
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
    attempts: int


def ready(now: datetime) -> Any:
    """The condition under which a conversation's turn may be taken."""
    free = or_(conversations.c.lease_until.is_(None), conversations.c.lease_until < now)
    due = or_(conversations.c.not_before.is_(None), conversations.c.not_before <= now)
    return and_(conversations.c.pending > 0, free, due)


def next_due(read: Read) -> datetime | None:
    """When the next turn can be taken: in the past or in the future; None when nothing waits."""
    long_ago = literal(EPOCH, Instant)
    begin = func.coalesce(conversations.c.not_before, long_ago)
    free = func.coalesce(conversations.c.lease_until, long_ago)
    due: datetime | None = read.connection.execute(
        select(func.min(case((free > begin, free), else_=begin))).where(conversations.c.pending > 0)
    ).scalar()
    return due


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
    rows = openable(write, row, repository.waiting(write, row.id))
    if not rows:
        repository.change(write, row.id, lease_until=None, lease_owner=None)
        return None
    write.connection.execute(
        update(messages).where(messages.c.id.in_([r.id for r in rows])).values(attempts=messages.c.attempts + 1)
    )
    return Work(
        conversation=row,
        fence=row.fence,
        owner=owner,
        said=tuple(repository.unsealed(write, rows)),
        draft=draft_of(write, row),
        attempts=1 + max(r.attempts for r in rows),
    )


def openable(write: Write, conversation: Row[Any], rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """The messages that can be read. One that cannot must not stop the others, nor other conversations."""
    good, bad = [], []
    for row in rows:
        try:
            write.open(row.id, "body", row.sealed)
            good.append(row)
        except (KeyDestroyedError, SealBrokenError):
            bad.append(row.id)
    if bad or not good:
        repository.settle(write, bad, MessageState.DEAD)
        left = repository.count_waiting(write, conversation.id)
        repository.change(write, conversation.id, pending=left, **({} if left else {"oldest_at": None}))
    return good


def draft_of(write: Write, conversation: Row[Any]) -> Draft:
    """The draft, or a new one where it cannot be opened: the dialogue begins again, nothing told is lost."""
    try:
        return repository.draft_of(write, conversation)
    except (KeyDestroyedError, SealBrokenError):
        return Draft()


def uncounted(write: Write, work: Work) -> None:
    """This attempt says nothing against the messages: Rasa was away, or more was said meanwhile."""
    write.connection.execute(
        update(messages)
        .where(messages.c.id.in_([one.id for one in work.said]), messages.c.attempts > 0)
        .values(attempts=messages.c.attempts - 1)
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
