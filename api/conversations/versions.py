"""What messages were changed to. The first version stands in `messages`, every later one here, and none is overwritten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, func, insert, select

from api.conversations.models import Message, MessageVersion
from api.store.base import table_of
from api.store.store import Read, Write

messages = table_of(Message)
versions = table_of(MessageVersion)

# Made once: building a statement costs several times what SQLite takes to run it.
SEQ_OF_DELIVERY = (
    select(messages.c.seq)
    .join(versions, versions.c.message == messages.c.id)
    .where(versions.c.external == bindparam("delivery"))
)


def add(write: Write, message: str, external: bytes, body: dict[str, Any]) -> None:
    """One more version, sealed under the message's own key. `body`: `text`, `guard`, `location`, `sent_at`, and
    `late` for one that is older than what was known."""
    number = 2 + counts(write, [message]).get(message, 0)
    sealed = write.seal(message, f"body/{number}", body)
    write.connection.execute(insert(versions).values(message=message, number=number, external=external, sealed=sealed))


def seq_of_delivery(read: Read, external: bytes) -> int | None:
    """The seq of the message that this delivery has changed already."""
    return read.connection.execute(SEQ_OF_DELIVERY, {"delivery": external}).scalar()


def counts(read: Read, message_ids: Sequence[str]) -> dict[str, int]:
    """How many versions came after the first; messages without one are left out."""
    counted = (
        select(versions.c.message, func.count()).where(versions.c.message.in_(message_ids)).group_by(versions.c.message)
    )
    return {row[0]: row[1] for row in read.connection.execute(counted)} if message_ids else {}


def of_messages(read: Read, message_ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """The later versions of each, opened, in order."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    if message_ids:
        rows = read.connection.execute(
            select(versions).where(versions.c.message.in_(message_ids)).order_by(versions.c.message, versions.c.number)
        )
        for row in rows:
            if row.message in read.keys:
                found[row.message].append(read.open(row.message, f"body/{row.number}", row.sealed))
    return found


def now(first: dict[str, Any], later: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A message's body as it is now, with what it said before."""
    if not later:
        return first
    body, earlier = dict(first), []
    for one in later:
        old, new = (one, body) if one.get("late") else (body, one)
        if old.get("text") and old.get("text") != new.get("text"):
            earlier.append(str(old["text"]))
        if not one.get("late"):
            body |= {name: value for name, value in one.items() if name != "at"}
    return {**body, "earlier": earlier, "versions": len(later)}
