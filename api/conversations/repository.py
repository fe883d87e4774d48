"""SQL for conversations, messages and the outbox. Every function works inside a given read or write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, insert, select, update

from api.conversations import secrets, versions
from api.conversations.models import TOLD, Conversation, Message, MessageState, Origin, Outgoing
from api.conversations.shapes import Draft, Said, stored
from api.store.base import new_id, table_of
from api.store.sealing import Scope
from api.store.store import Read, Write
from api.vault.models import Account
from api.wording import Words

LONGEST_NOTICE = 64  # no notice has a longer name: what is longer names none

# Words on danger: on a busy channel they go before other people's greetings.
FIRST = ("utter_call_112", "utter_ask_emergency")

CALLED_CHANNELS = {"telegram", "messenger"}  # the web chat reads its history by itself

conversations = table_of(Conversation)
messages = table_of(Message)
outbox = table_of(Outgoing)
accounts = table_of(Account)

# Made once: building a statement costs several times what SQLite takes to run it.
BY_SENDER = select(conversations).where(
    conversations.c.reporter == select(accounts.c.id).where(accounts.c.lookup == bindparam("sender")).scalar_subquery()
)
BY_ID = select(conversations).where(conversations.c.id == bindparam("conversation"))
SEQ_OF_DELIVERY = select(messages.c.seq).where(messages.c.external == bindparam("delivery"))
CHANGE = update(conversations).where(conversations.c.id == bindparam("conversation"))
ADD_ACCOUNT, ADD_CONVERSATION, ADD_MESSAGE, ADD_OUTGOING = map(insert, (accounts, conversations, messages, outbox))


def find_by_sender(read: Read, channel: str, sender: str) -> Row[Any] | None:
    """The conversation of a channel account, or None."""
    account = read.index("account", f"{channel}|{sender}")
    return read.connection.execute(read.locking(BY_SENDER), {"sender": account}).one_or_none()


def get(read: Read, conversation: str) -> Row[Any]:
    return read.connection.execute(read.locking(BY_ID), {"conversation": conversation}).one()


def find_delivery(read: Read, external: bytes) -> int | None:
    """The seq of a message that was delivered before, by the keyed hash of the channel's id of it."""
    return read.connection.execute(SEQ_OF_DELIVERY, {"delivery": external}).scalar()


def add(
    write: Write, channel: str, sender: str, language: str, notice: str | None, expires_at: datetime | None
) -> Row[Any]:
    """A new account in the vault and its conversation."""
    account, conversation = new_id(), new_id()
    write.new_record(account, Scope.WHO)
    write.new_record(conversation, Scope.WHAT)
    lookup = write.index("account", f"{channel}|{sender}")
    sealed = write.seal(account, "sender", sender)
    write.connection.execute(ADD_ACCOUNT, {"id": account, "channel": channel, "lookup": lookup, "sealed": sealed})
    known = notice if notice and len(notice) <= LONGEST_NOTICE and notice.isprintable() else None
    values = {"id": conversation, "channel": channel, "reporter": account, "language": language, "notice": known}
    state = {"last_seq": 0, "pending": 0, "fence": 0, "excused": False, "ask_open": False, "told": False}
    write.connection.execute(ADD_CONVERSATION, {**values, "expires_at": expires_at, **state})
    return get(write, conversation)


def say(
    write: Write,
    conversation: Row[Any],
    seq: int,
    words: Words,
    at: datetime,
    *,
    origin: Origin = Origin.BOT,
    response: str | None = None,
    secret: str | None = None,
) -> str:
    """Store a message to the reporter at `seq`, and queue it where the channel has to be called.

    `secret`: words in the text that can be made unreadable later on.
    """
    message = new_id()
    write.new_record(message, Scope.WHAT)
    values = {"id": message, "conversation": conversation.id, "seq": seq, "origin": origin}
    body = stored(words, at, response)
    sealed = write.seal(message, "body", secrets.cover(write, message, body, secret) if secret else body)
    state = {"state": MessageState.DONE, "attempts": 0, "contact": False}
    write.connection.execute(ADD_MESSAGE, {**values, "sealed": sealed, **state})
    if conversation.channel in CALLED_CHANNELS:
        where = {"conversation": conversation.id, "message": message, "channel": conversation.channel}
        when = {"due_at": at, "made_at": at, "priority": int((response or "").startswith(FIRST))}
        write.connection.execute(ADD_OUTGOING, {"id": new_id(), **where, "state": "due", "attempts": 0, **when})
    return message


def change(write: Write, conversation: str, **values: Any) -> None:
    """Set columns to plain values."""
    write.connection.execute(CHANGE, {"conversation": conversation, **values})


def unsealed(read: Read, rows: Iterable[Row[Any]]) -> list[Said]:
    """Open message rows, in the order given, as they are now; a message whose key was destroyed is left out."""
    rows = list(rows)
    read.prefetch(row.id for row in rows)
    # Only what has a place in its chat can be changed there.
    later = versions.of_messages(read, [row.id for row in rows if row.place is not None])
    return [
        said(row, versions.now(body_of(read, row.id, row.sealed), later.get(row.id, [])))
        for row in rows
        if row.id in read.keys
    ]


def body_of(read: Read, message: str, sealed: bytes) -> dict[str, Any]:
    """What was sealed of a message first, as it may be read now. Raises `KeyDestroyedError`, `SealBrokenError`."""
    return secrets.reveal(read, message, read.open(message, "body", sealed))


def said(row: Row[Any], body: dict[str, Any]) -> Said:
    at = datetime.fromisoformat(body["at"])
    return Said(
        id=row.id,
        seq=row.seq,
        origin=row.origin,
        kind=body["kind"],
        text=body.get("text") or "",
        payload=body.get("payload"),
        buttons=tuple((title, payload) for title, payload in body.get("buttons", [])),
        at=at,
        sent_at=datetime.fromisoformat(body["sent_at"]) if body.get("sent_at") else at,
        level=row.level,
        guard=body.get("guard") or {},
        contact=row.contact,
        media=tuple(body.get("media") or ()),
        album=body.get("album"),
        location=body.get("location"),
        answers=tuple(body.get("answers") or ()),
        earlier=tuple(body.get("earlier") or ()),
        versions=body.get("versions", 0),
        edited_at=datetime.fromisoformat(body["edited_at"]) if body.get("edited_at") else None,
        changed=row.changed,
    )


# What PostgreSQL's integer holds; a client may ask for what comes after more.
LARGEST_SEQ = 2**31 - 1


def history(read: Read, conversation: str, after: int, limit: int = 500) -> list[Said]:
    rows = read.connection.execute(
        select(messages)
        .where(messages.c.conversation == conversation, messages.c.seq > min(after, LARGEST_SEQ))
        .order_by(messages.c.seq)
        .limit(limit)
    )
    return unsealed(read, rows)


def offered(read: Read, conversation: str, last: int = 20) -> dict[str, str]:
    """The buttons that the last messages to the reporter had: title by payload, the newest first."""
    found: dict[str, str] = {}
    for one in _told(read, conversation, last):
        for title, payload in one.buttons:
            found.setdefault(payload, title)
    return found


def times_offered(read: Read, conversation: str, payload: str, last: int) -> int:
    """How many of the last messages to the reporter offered this button."""
    return sum(any(one == payload for _, one in each.buttons) for each in _told(read, conversation, last))


def _told(read: Read, conversation: str, last: int) -> list[Said]:
    rows = read.connection.execute(
        select(messages)
        .where(messages.c.conversation == conversation, TOLD)
        .order_by(messages.c.seq.desc())
        .limit(last)
    )
    return unsealed(read, rows)


def last_said(read: Read, conversation: str) -> tuple[str, datetime] | None:
    """The name and the instant of the last response that was said to the reporter."""
    row = read.connection.execute(
        select(messages)
        .where(messages.c.conversation == conversation, messages.c.origin != Origin.REPORTER)
        .order_by(messages.c.seq.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    read.prefetch([row.id])
    if row.id not in read.keys:
        return None
    body = read.open(row.id, "body", row.sealed)
    return str(body.get("response") or ""), datetime.fromisoformat(body["at"])


def waiting(read: Read, conversation: str, limit: int = 50) -> list[Row[Any]]:
    """The messages that wait for their turn, in order."""
    return list(
        read.connection.execute(
            select(messages)
            .where(messages.c.conversation == conversation, messages.c.state == MessageState.WAITING)
            .order_by(messages.c.seq)
            .limit(limit)
        )
    )


def count_waiting(read: Read, conversation: str) -> int:
    return read.connection.execute(
        select(func.count())
        .select_from(messages)
        .where(messages.c.conversation == conversation, messages.c.state == MessageState.WAITING)
    ).scalar_one()


def settle(write: Write, ids: Sequence[str], state: MessageState) -> None:
    write.connection.execute(update(messages).where(messages.c.id.in_(ids)).values(state=state, changed=False))


def settle_read(write: Write, read: Sequence[Said], state: MessageState) -> None:
    """As `settle`; what was changed while it was read waits to be read again."""
    counts = versions.counts(write, [one.id for one in read])
    settle(write, [one.id for one in read], state)
    again = [one.id for one in read if counts.get(one.id, 0) != one.versions]
    if again:
        changed = update(messages).where(messages.c.id.in_(again))
        write.connection.execute(changed.values(state=MessageState.WAITING, changed=True))


def last_of_reporter(read: Read, conversation: str, before: int, limit: int = 1) -> list[Said]:
    """The last messages of the reporter before a `seq`, the newest first."""
    rows = read.connection.execute(
        select(messages)
        .where(messages.c.conversation == conversation, messages.c.origin == Origin.REPORTER, messages.c.seq < before)
        .order_by(messages.c.seq.desc())
        .limit(limit)
    )
    return unsealed(read, rows)


def draft_of(read: Read, conversation: Row[Any]) -> Draft:
    if conversation.draft is None:
        return Draft()
    return Draft.from_json(read.open(conversation.id, "draft", conversation.draft))


def sealed_draft(write: Write, conversation: str, draft: Draft) -> bytes:
    return write.seal(conversation, "draft", draft.as_json())
