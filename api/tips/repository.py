"""SQL for tips. Every function works inside a given read or write."""

from __future__ import annotations

import heapq
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from api.attachments import repository as attachments
from api.attachments.models import UploadLink
from api.clock import hour_of
from api.conversations import repository as conversations
from api.conversations.models import Message
from api.conversations.shapes import Said
from api.events.models import Event
from api.idempotency.models import KeptAnswer
from api.receipts import repository as receipts
from api.replies import repository as replies
from api.store.base import new_id, table_of
from api.store.sealing import Scope
from api.store.store import Read, Write
from api.tips import words
from api.tips.models import Note, Status, TimelineEntry, Tip, TipMessage, Urgency, ValueIndex, WordIndex
from api.tips.shapes import Body
from api.tips.urgency import RANK
from api.vault.contacts import contact_record
from api.vault.models import Contact

tips = table_of(Tip)
links = table_of(TipMessage)
messages = table_of(Message)
timeline = table_of(TimelineEntry)
notes = table_of(Note)
word_index = table_of(WordIndex)
value_index = table_of(ValueIndex)
events = table_of(Event)
kept = table_of(KeptAnswer)
contacts = table_of(Contact)
upload_links = table_of(UploadLink)

# Made once: building a statement costs several times what SQLite takes to run it.
BY_ID = select(tips).where(tips.c.id == bindparam("tip"))
CHANGE = update(tips).where(tips.c.id == bindparam("tip"))
ADD_TIP, ADD_ENTRY, ADD_EVENT = map(insert, (tips, timeline, events))
ADD_LINK = {
    "sqlite": sqlite.insert(links).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(links).on_conflict_do_nothing(),
}

# Without I, L, O, U and 0, 1: read out over the phone, none is taken for another.
REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference() -> str:
    return "T-" + "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(7))


def announce(write: Write, kind: str, subject: str, at: datetime) -> None:
    """Tell those who listen; ids and types only."""
    write.connection.execute(ADD_EVENT, {"type": kind, "subject": subject, "at": at})


def add(write: Write, body: Body, at: datetime, urgency: Urgency, **values: Any) -> Row[Any]:
    """A new open tip with its timeline begun."""
    tip = new_id()
    write.new_record(tip, Scope.WHAT)
    row = {"category": None, "level": "none", "kind": None, "language": "sv", **values}
    new = {
        "id": tip, "reference": new_reference(), "status": Status.OPEN, "urgency": urgency, "rank": RANK[urgency],
        "hour": hour_of(at), "version": 1, "handed_out": 0, "sealed": write.seal(tip, "body", body.as_json()),
    }  # fmt: skip
    write.connection.execute(ADD_TIP, {"complete": False, "told": False, **new, **row})
    record(write, tip, "created", "tipline", at)
    announce(write, "tip.created", tip, at)
    return get(write, tip)


def get(read: Read, tip: str) -> Row[Any]:
    return read.connection.execute(read.locking(BY_ID), {"tip": tip}).one()


def find(read: Read, tip: str) -> Row[Any] | None:
    return read.connection.execute(read.locking(BY_ID), {"tip": tip}).one_or_none()


def body_of(read: Read, tip: Row[Any]) -> Body:
    return Body.from_json(read.open(tip.id, "body", tip.sealed))


def save(write: Write, tip: str, body: Body, **values: Any) -> None:
    """Seal the body again and set columns with it."""
    if "urgency" in values:
        values["rank"] = RANK[Urgency(values["urgency"])]
    sealed = write.seal(tip, "body", body.as_json())
    write.connection.execute(CHANGE, {"tip": tip, "sealed": sealed, **values})


def link(write: Write, tip: str, message_ids: Iterable[str]) -> None:
    rows = [{"tip": tip, "message": message} for message in message_ids]
    if rows:
        write.connection.execute(ADD_LINK[write.connection.dialect.name], rows)


def unlink(write: Write, tip: str, message_ids: Sequence[str]) -> None:
    write.connection.execute(delete(links).where(links.c.tip == tip, links.c.message.in_(message_ids)))


def move(write: Write, message_ids: Sequence[str], old: str, new: str) -> None:
    """Those of the messages that are in the old tip are in the new one instead."""
    here = update(links).where(links.c.tip == old, links.c.message.in_(message_ids))
    write.connection.execute(here.values(tip=new))


def insert_for(write: Write, table: Any) -> Any:
    dialect = sqlite if write.connection.dialect.name == "sqlite" else postgresql
    return dialect.insert(table)


def ignoring(write: Write, statement: Any) -> Any:
    """The same insert; rows that are there already stay as they are."""
    return statement.on_conflict_do_nothing()


def told_in(read: Read, tip: str) -> list[Said]:
    """The messages of a tip that a reporter wrote, in order, without contact data."""
    rows = read.connection.execute(
        select(messages)
        .join(links, links.c.message == messages.c.id)
        .where(links.c.tip == tip, messages.c.contact.is_(False))
        .order_by(messages.c.conversation, messages.c.seq)
    ).all()
    return told_together(rows, conversations.unsealed(read, rows))


def told_in_many(read: Read, tip_ids: Sequence[str]) -> dict[str, list[Said]]:
    """As `told_in`, for a page of tips at once."""
    rows = read.connection.execute(
        select(links.c.tip, *messages.c)
        .join(messages, links.c.message == messages.c.id)
        .where(links.c.tip.in_(tip_ids), messages.c.contact.is_(False))
        .order_by(messages.c.conversation, messages.c.seq)
    ).all()
    opened = {one.id: one for one in conversations.unsealed(read, rows)}
    found: dict[str, list[Said]] = {tip: [] for tip in tip_ids}
    for row in rows:
        if row.id in opened:
            found[row.tip].append(opened[row.id])
    return {tip: told_together(rows, told) for tip, told in found.items()}


def told_together(rows: Sequence[Row[Any]], told: list[Said]) -> list[Said]:
    """The messages of all conversations of a tip as they came; within a conversation by seq, whatever the clock said."""
    place = {row.id: row.conversation for row in rows}
    if len(set(place.values())) <= 1:
        return told
    apart: dict[str, list[Said]] = {}
    for one in told:
        apart.setdefault(place[one.id], []).append(one)
    return list(heapq.merge(*apart.values(), key=lambda one: one.at))


def of_message(read: Read, message: str) -> list[str]:
    """The tips that a message belongs to."""
    return list(read.connection.execute(select(links.c.tip).where(links.c.message == message)).scalars())


def files_of(read: Read, told: Sequence[Said]) -> list[dict[str, Any]]:
    """The files of these messages, as the desk sees them."""
    said_at = {one.id: one.at for one in told if one.media}
    return attachments.presented(read, attachments.of_messages(read, list(said_at)), said_at)


def message_count(read: Read, tip: str) -> int:
    return read.connection.execute(select(func.count()).where(links.c.tip == tip)).scalar_one()


def record(write: Write, tip: str, action: str, actor: str, at: datetime, **details: Any) -> None:
    """Append to the tip's timeline."""
    sealed = write.seal(tip, "timeline", {"at": at.isoformat(), **details})
    write.connection.execute(ADD_ENTRY, {"tip": tip, "action": action, "actor": actor, "sealed": sealed})


def timeline_of(read: Read, tip: str) -> list[dict[str, Any]]:
    rows = read.connection.execute(select(timeline).where(timeline.c.tip == tip).order_by(timeline.c.number))
    return [{"action": r.action, "actor": r.actor, **read.open(tip, "timeline", r.sealed)} for r in rows]


def add_note(write: Write, tip: str, author: str, text: str, at: datetime) -> None:
    sealed = write.seal(tip, "note", {"text": text, "at": at.isoformat()})
    write.connection.execute(insert(notes).values(tip=tip, author=author, sealed=sealed))


def notes_of(read: Read, tip: str) -> list[dict[str, Any]]:
    rows = read.connection.execute(select(notes).where(notes.c.tip == tip).order_by(notes.c.number))
    return [{"author": r.author, **read.open(tip, "note", r.sealed)} for r in rows]


def reindex(write: Write, tip: str, text: str, fields: dict[str, dict[str, Any]]) -> None:
    """Make a tip findable by these words and values; what is indexed already stays."""
    digests = [write.index("word", stem) for stem in words.stems(text)]
    if digests:
        write.connection.execute(
            ignoring(write, insert_for(write, word_index)), [{"tip": tip, "digest": digest} for digest in digests]
        )
    values = [write.index(name, value) for name, value in words.exact_values(fields)]
    if values:
        write.connection.execute(
            ignoring(write, insert_for(write, value_index)), [{"tip": tip, "digest": digest} for digest in values]
        )


def remove(write: Write, tip: str) -> None:
    """Delete a tip that turned out to be none: its rows, and with its key all that was sealed.

    Messages stay in their conversation; their own keys are not touched.
    """
    receipts.remove(write, tip)
    replies.remove(write, tip)
    for table in (links, timeline, notes, word_index, value_index, kept, contacts, upload_links):
        write.connection.execute(delete(table).where(table.c.tip == tip))
    write.connection.execute(delete(tips).where(tips.c.id == tip))
    write.destroy([tip, contact_record(tip)])
