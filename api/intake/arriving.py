"""What comes with a message besides words: files, a place, and changes of what was said before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from api.attachments import repository as attachments
from api.attachments.staging import Staging
from api.conversations import repository, versions
from api.conversations.models import Message, MessageState
from api.conversations.shapes import Said
from api.intake.reading import Reading
from api.store.base import table_of
from api.store.store import Write
from api.tips import growing
from api.tips import repository as tips
from bot.intake import Channel, Inbound, InboundKind

messages = table_of(Message)

# Made once: building a statement costs several times what SQLite takes to run it.
BY_PLACE = select(messages).where(messages.c.place == bindparam("there"))
MOST_FILES = 20
CHANGEABLE = frozenset({InboundKind.TEXT, InboundKind.MEDIA, InboundKind.LOCATION, InboundKind.EDIT})


class FileGoneError(Exception):
    """The message speaks of a file that is not there any more; it has to be sent again."""


def place_index(write: Write, inbound: Inbound) -> bytes | None:
    """The keyed hash of where the message stands in its chat."""
    if inbound.place is None or inbound.kind not in CHANGEABLE:
        return None
    return write.index("place", f"{inbound.channel}|{inbound.sender}|{inbound.place}")


def find_placed(write: Write, inbound: Inbound) -> Said | None:
    """The message that stands there already, as it is now."""
    place = place_index(write, inbound)
    if place is None:
        return None
    row = write.connection.execute(write.locking(BY_PLACE), {"there": place}).first()
    found = repository.unsealed(write, [row]) if row is not None else []
    return found[0] if found else None


def keep_files(write: Write, message: str, inbound: Inbound, staging: Staging | None, at: datetime) -> None:
    """A row for each file. Raises `FileGoneError` for one that was uploaded too long ago."""
    for media in inbound.media[:MOST_FILES]:
        if inbound.channel is not Channel.WEBCHAT:
            attachments.add(write, message, inbound.channel, media, at)
            continue
        staged = staging.find(media.file) if staging is not None else None
        if staged is None or staging is None:
            raise FileGoneError
        attachments.add_staged(write, message, inbound.channel, staged, media.name, at)
        write.after_commit(lambda file=media.file: staging.taken(file))  # type: ignore[misc]


def new_files(write: Write, message: str, inbound: Inbound) -> Inbound:
    """What of a changed message's files was not there before: the channel may name the same file anew each time."""
    known = [(row.kind, row.size) for row in attachments.of_messages(write, [message])]
    fresh = []
    for media in inbound.media:
        if (str(media.kind), media.size) in known:
            known.remove((str(media.kind), media.size))
        else:
            fresh.append(media)
    return Inbound(
        inbound.channel, inbound.external_id, inbound.sender, inbound.kind, inbound.sent_at, media=tuple(fresh)
    )


def is_the_same(known: Said, inbound: Inbound) -> bool:
    """A live place that did not move, or a text that was "changed" to itself."""
    if inbound.location is not None and known.location is not None:
        return location_of(inbound) == known.location
    return inbound.location is None and (inbound.text or "") == known.text and not inbound.media


def location_of(inbound: Inbound) -> dict[str, Any] | None:
    place = inbound.location
    if place is None:
        return None
    return {
        "latitude": place.latitude, "longitude": place.longitude, "accuracy": place.accuracy, "live": place.live,
    }  # fmt: skip


def change(write: Write, known: Said, reading: Reading, external: bytes, at: datetime) -> bool:
    """Keep a new version, and have the message read again; True when it waits for that as one more.

    The first version stays. The tips that it belongs to say so.
    """
    inbound = reading.inbound
    newest = known.edited_at or known.sent_at
    # What was sent before it was changed may come after the change.
    late = inbound.sent_at < newest or (
        inbound.sent_at == newest and inbound.kind in {InboundKind.TEXT, InboundKind.MEDIA}
    )
    body: dict[str, Any] = {"at": at.isoformat(), "edited_at": inbound.sent_at.isoformat()}
    if inbound.location is not None:
        body["location"] = location_of(inbound)
    elif inbound.text is not None or inbound.media:
        body["text"] = inbound.text or ""
    body |= {"guard": reading.guard} if reading.guard else {}
    body |= {"late": True} if late else {}
    versions.add(write, known.id, external, body)
    if late:
        return False
    waits = again(write, known, reading)
    for tip in tips.of_message(write, known.id):
        if inbound.location is None:
            tips.record(write, tip, "edited", "reporter", at)
        tips.announce(write, "tip.updated", tip, at)
    return waits


def again(write: Write, known: Said, reading: Reading) -> bool:
    """Have a message read again. True unless it waits anyway."""
    # What was set aside in a flood is heard as usual when it is changed at a usual pace.
    values: dict[str, Any] = {"level": growing.higher(known.level or "none", reading.level), "aside": False}
    state = write.connection.execute(select(messages.c.state).where(messages.c.id == known.id)).scalar_one()
    if state != MessageState.WAITING:
        values |= {"state": MessageState.WAITING, "changed": True, "attempts": 0}
    write.connection.execute(update(messages).where(messages.c.id == known.id).values(**values))
    return bool(state != MessageState.WAITING)
