"""SQL for files. Every function works inside a given read or write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, exists, insert, select, update

from api.attachments.models import Attachment, Offer, State, UploadLink
from api.attachments.shapes import Details, Staged, clean_name, original_record
from api.clock import iso
from api.conversations.models import Message
from api.store.base import new_id, table_of
from api.store.sealing import Scope
from api.store.store import Read, Write
from bot.intake import Media

attachments = table_of(Attachment)
messages = table_of(Message)
upload_links = table_of(UploadLink)

# What fetches a file has to be done with it by then.
LEASE = timedelta(minutes=5)
ADD = insert(attachments)


def add(write: Write, message: str, channel: str, media: Media, at: datetime) -> str:
    """A file that is still to be fetched."""
    attachment = new_id()
    write.new_record(attachment, Scope.WHAT)
    write.new_record(original_record(attachment), Scope.WHO)
    details = Details(file=media.file, name=clean_name(media.name))
    values = {
        "id": attachment, "message": message, "channel": channel, "kind": str(media.kind), "state": State.WAITING,
        "size": media.size, "sha256": None, "has_copy": False, "examined": False, "attempts": 0, "due_at": at,
        "sealed": write.seal(attachment, "details", details.as_json()),
    }  # fmt: skip
    write.connection.execute(ADD, values)
    return attachment


def add_staged(write: Write, message: str, channel: str, staged: Staged, name: str | None, at: datetime) -> None:
    """A file whose content is on disk already; its keys get durable with this write."""
    for record, scope in ((staged.id, Scope.WHAT), (original_record(staged.id), Scope.WHO)):
        write.take_key(record, scope, staged.keys[record])
    details = Details(name=clean_name(name), content_type=staged.content_type, original=staged.name)
    values = {
        "id": staged.id, "message": message, "channel": channel, "kind": staged.kind, "state": State.KEPT,
        "size": staged.size, "sha256": staged.sha256, "has_copy": False, "examined": False, "attempts": 0,
        "due_at": at, "sealed": write.seal(staged.id, "details", details.as_json()),
    }  # fmt: skip
    write.connection.execute(ADD, values)


def find(read: Read, attachment: str) -> Row[Any] | None:
    return read.connection.execute(
        read.locking(select(attachments).where(attachments.c.id == attachment))
    ).one_or_none()


def details_of(read: Read, row: Row[Any]) -> Details:
    return Details.from_json(read.open(row.id, "details", row.sealed))


def save(write: Write, row: Row[Any], details: Details, **values: Any) -> None:
    sealed = write.seal(row.id, "details", details.as_json())
    write.connection.execute(update(attachments).where(attachments.c.id == row.id).values(sealed=sealed, **values))


def change(write: Write, attachment: str, **values: Any) -> None:
    write.connection.execute(update(attachments).where(attachments.c.id == attachment).values(**values))


def is_wanted(read: Read, channel: str, now: datetime) -> bool:
    due = (attachments.c.channel == channel, attachments.c.state == State.WAITING, attachments.c.due_at <= now)
    return bool(read.connection.execute(select(exists().where(*due))).scalar())


def is_unexamined(read: Read, now: datetime) -> bool:
    due = (attachments.c.examined.is_(False), attachments.c.state == State.KEPT, attachments.c.due_at <= now)
    return bool(read.connection.execute(select(exists().where(*due))).scalar())


def claim_wanted(write: Write, channel: str, now: datetime, limit: int) -> list[tuple[Row[Any], Details]]:
    """Files that are due to be fetched, leased to whoever asked."""
    due = (attachments.c.channel == channel, attachments.c.state == State.WAITING, attachments.c.due_at <= now)
    first = select(attachments.c.id).where(*due).order_by(attachments.c.due_at).limit(limit)
    rows = write.connection.execute(
        update(attachments)
        .where(attachments.c.id.in_(first.with_for_update(skip_locked=True)))
        .values(due_at=now + LEASE, attempts=attachments.c.attempts + 1)
        .returning(*attachments.c)
    ).all()
    write.prefetch(row.id for row in rows)
    # One whose key is gone is nobody's file any more; the sweep takes it away.
    return [(row, details_of(write, row)) for row in rows if row.id in write.keys]


def claim_unexamined(write: Write, now: datetime, lease: timedelta) -> Row[Any] | None:
    first = (
        select(attachments.c.id)
        .where(attachments.c.examined.is_(False), attachments.c.state == State.KEPT, attachments.c.due_at <= now)
        .order_by(attachments.c.due_at)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    return write.connection.execute(
        update(attachments)
        .where(attachments.c.id == first)
        .values(due_at=now + lease, attempts=attachments.c.attempts + 1)
        .returning(*attachments.c)
    ).one_or_none()


def is_to_be_offered(read: Read, now: datetime) -> bool:
    due = (attachments.c.offer == Offer.DUE, attachments.c.due_at <= now)
    return bool(read.connection.execute(select(exists().where(*due))).scalar())


def next_to_be_offered(write: Write, now: datetime) -> Row[Any] | None:
    """One whose data are to be offered; held against other writers."""
    due = select(attachments).where(attachments.c.offer == Offer.DUE, attachments.c.due_at <= now)
    return write.connection.execute(
        due.order_by(attachments.c.due_at).limit(1).with_for_update(skip_locked=True)
    ).one_or_none()


def of_messages(read: Read, message_ids: Sequence[str]) -> list[Row[Any]]:
    """The files of these messages that were not deleted, in the order in which they came."""
    if not message_ids:
        return []
    return list(
        read.connection.execute(
            select(attachments, messages.c.conversation, messages.c.seq)
            .join(messages, messages.c.id == attachments.c.message)
            .where(attachments.c.message.in_(message_ids), attachments.c.state != State.REMOVED)
            .order_by(messages.c.conversation, messages.c.seq, attachments.c.id)
        )
    )


def presented(read: Read, rows: Iterable[Row[Any]], said_at: dict[str, datetime]) -> list[dict[str, Any]]:
    """Files as the desk sees them; `said_at`: when each message came. What their data say is nowhere in it."""
    rows = [row for row in rows if row.message in said_at]
    read.prefetch(row.id for row in rows)
    shown = []
    for row in rows:
        if row.id not in read.keys:
            continue
        details = details_of(read, row)
        shown.append(
            {
                "id": row.id, "kind": row.kind, "state": row.state, "size": row.size,
                "content_type": details.content_type, "name": details.name,
                "sha256": row.sha256.hex() if row.sha256 else None, "has_copy": row.has_copy,
                "message": row.message, "at": iso(said_at[row.message]),
            }
        )  # fmt: skip
    return shown


def destroy_with_messages(write: Write, message_ids: Sequence[str]) -> None:
    """Destroy messages' keys and those of their files; what is left on disk is taken away soon."""
    if not message_ids:
        return
    write.destroy(list(message_ids))
    mine = attachments.c.message.in_(message_ids)
    found = list(write.connection.execute(select(attachments.c.id).where(mine)).scalars())
    write.destroy([record for one in found for record in (one, original_record(one))])
    write.connection.execute(
        update(attachments).where(mine).values(state=State.REMOVED, examined=False, has_copy=False, sealed=b"")
    )


def removed(read: Read, limit: int = 200) -> list[str]:
    """What was deleted and may still lie on the disk."""
    found = select(attachments.c.id).where(attachments.c.examined.is_(False), attachments.c.state == State.REMOVED)
    return list(read.connection.execute(found.limit(limit)).scalars())


def forget(write: Write, ids: Sequence[str]) -> None:
    write.connection.execute(delete(attachments).where(attachments.c.id.in_(ids), attachments.c.state == State.REMOVED))


def known(read: Read, ids: Sequence[str]) -> set[str]:
    """Those of these that have a row which was not deleted."""
    found: set[str] = set()
    for first in range(0, len(ids), 500):
        some = select(attachments.c.id).where(
            attachments.c.id.in_(ids[first : first + 500]), attachments.c.state != State.REMOVED
        )
        found |= set(read.connection.execute(some).scalars())
    return found


def add_link(write: Write, secret: str, tip: str, until: datetime) -> None:
    lookup = write.index("upload", secret)
    write.connection.execute(insert(upload_links).values(lookup=lookup, tip=tip, until=until))


def use_link(write: Write, secret: str, now: datetime) -> str | None:
    """The tip that a link leads to; good once."""
    gone = delete(upload_links).where(upload_links.c.lookup == write.index("upload", secret))
    found = write.connection.execute(gone.returning(upload_links.c.tip, upload_links.c.until)).one_or_none()
    return str(found.tip) if found is not None and found.until > now else None
