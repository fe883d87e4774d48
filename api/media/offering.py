"""When and where a picture was taken, as its own data say: offered to the reporter, and used on a yes alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select

from api.analysis.findings import Source
from api.attachments import repository as attachments
from api.attachments.models import Attachment, Offer
from api.attachments.shapes import Details
from api.clock import SWEDEN, iso
from api.conversations import repository as conversations
from api.conversations.models import Message
from api.store.base import table_of
from api.store.store import Read, Write
from api.tips import growing
from api.tips import repository as tips
from api.tips.shapes import Body
from api.tips.summary import value_in_words
from api.wording import LANGUAGES, Wording

files = table_of(Attachment)
messages = table_of(Message)

YES, NO = "/media_data_yes", "/media_data_no"
# An older picture shows something else than what is told.
OLDEST = timedelta(days=400)
WHEN, WHERE = "when", "where"


class Offering:
    """Puts the question; called in the commit that says what a picture's data say."""

    def __init__(self, wording: Wording, wake: Callable[[str, str], None], now: Callable[[], datetime]) -> None:
        """`wake` gets a conversation and its channel once something was said to it."""
        self._wording = wording
        self._wake = wake
        self._now = now

    def offer(self, write: Write, row: Row[Any], details: Details) -> bool:
        """Ask, where there is a tip to use it for, it is not known yet, and nothing more urgent is being asked.

        False while an answer is being made: its buttons would take the place of these.
        """
        conversation = self._conversation(write, row)
        if conversation.pending:
            return False
        self._ask(write, row, details, conversation)
        return True

    def _ask(self, write: Write, row: Row[Any], details: Details, conversation: Row[Any]) -> None:
        alarmed = conversation.ask_open or conversation.last_level in {"ask", "call_112"}
        tip = tips.find(write, conversation.tip) if conversation.tip else None
        offered = told_by(details, self._now())
        if tip is None or not growing.is_open(tip) or alarmed or is_offered(write, conversation.id):
            return
        known = tips.body_of(write, tip).fields
        offered = {name: value for name, value in offered.items() if name not in known}
        if not offered or tip.id not in tips.of_message(write, row.message):
            return
        attachments.change(write, row.id, offer=Offer.OPEN)
        self._say(write, conversation, f"utter_offer_{'_'.join(questions(offered))}", offered)

    def _conversation(self, write: Write, row: Row[Any]) -> Row[Any]:
        found = select(messages.c.conversation).where(messages.c.id == row.message)
        return conversations.get(write, write.connection.execute(found).scalar_one())

    def _say(self, write: Write, row: Row[Any], name: str, offered: dict[str, Any]) -> None:
        spoken = row.language if row.language in LANGUAGES else "en"
        time = value_in_words("time_start", offered.get("time_start", ""), spoken) if "time_start" in offered else ""
        place = f"{offered['latitude']:.3f}, {offered['longitude']:.3f}" if "latitude" in offered else ""
        words = self._wording.render(name, spoken, row.channel, time=time, place=place)
        conversations.say(write, row, row.last_seq + 1, words, self._now(), response=name)
        conversations.change(write, row.id, last_seq=row.last_seq + 1)
        write.after_commit(lambda: self._wake(row.id, row.channel))


def told_by(details: Details, now: datetime) -> dict[str, Any]:
    """The fields that the picture's data give, where they can be of what is told."""
    told: dict[str, Any] = {}
    if details.taken is not None:
        taken = datetime.fromisoformat(details.taken)
        taken = taken if taken.tzinfo else taken.replace(tzinfo=SWEDEN)
        if not now - OLDEST < taken < now + timedelta(hours=1):
            return {}
        told["time_start"] = iso(taken)
    if details.latitude is not None and details.longitude is not None:
        told |= {"latitude": details.latitude, "longitude": details.longitude}
    return told


def questions(offered: dict[str, Any]) -> tuple[str, ...]:
    return ((WHEN,) if "time_start" in offered else ()) + ((WHERE,) if "latitude" in offered else ())


def open_offers(read: Read, conversation: str) -> list[Row[Any]]:
    return list(
        read.connection.execute(
            select(files)
            .join(messages, messages.c.id == files.c.message)
            .where(messages.c.conversation == conversation, files.c.offer == Offer.OPEN)
            .order_by(messages.c.seq)
        )
    )


def is_offered(read: Read, conversation: str) -> bool:
    """One question at a time, however many pictures came."""
    return bool(open_offers(read, conversation))


def answer(write: Write, conversation: Row[Any], at: datetime, *, yes: bool) -> tuple[str, ...] | None:
    """Use what was offered, or never. The questions of the form that are answered by it; None if nothing was offered."""
    rows = open_offers(write, conversation.id)
    if not rows:
        return None
    answered: tuple[str, ...] = ()
    for row in rows:
        details = attachments.details_of(write, row)
        offered = told_by(details, at)
        if yes:
            answered += use(write, row, offered, at)
        details.without_data()
        attachments.save(write, row, details, offer=Offer.TAKEN if yes else Offer.DECLINED)
    return answered


def use(write: Write, row: Row[Any], offered: dict[str, Any], at: datetime) -> tuple[str, ...]:
    used: tuple[str, ...] = ()
    for one in tips.of_message(write, row.message):
        tip = tips.find(write, one)
        if tip is None or not growing.is_open(tip):
            continue
        body = tips.body_of(write, tip)
        fresh = {name: value for name, value in offered.items() if name not in body.fields}
        put(body, fresh, row.message)
        growing.refresh(write, tip, body, [], at, tip.category, tip.language)
        tips.record(write, one, "media_data_taken", "reporter", at, changed=sorted(fresh))
        used += questions(fresh)
    return used


def put(body: Body, fields: dict[str, Any], message: str) -> None:
    for name, value in fields.items():
        body.fields[name] = {
            "value": value, "source": str(Source.METADATA), "confidence": 1.0, "message": message,
        }  # fmt: skip
