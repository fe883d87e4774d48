"""One inbound message with the guard's verdict, and what follows from the two alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from api.analysis.guard.verdict import Level
from api.analysis.guard.verdict import Verdict as Guarded
from api.attachments.shapes import clean_name
from api.commands import command_of
from api.receipts.service import Checked, Verdict
from api.replies.handing import BY_CODE, BY_OFFICER
from api.surveys.asking import Answer, answer_of
from api.turns.reading import REACHABLE
from bot.intake import Inbound, InboundKind

# People often send one thing in three short messages; they get one answer.
QUIET_SECONDS = 0.7
# An album comes as one message a picture; together they are answered once.
ALBUM_SECONDS = 1.5
SHORT_WORDS = 4
CONTACT_WORDS = 12
ALARMED = (Level.CALL_112, Level.ASK)
TURNED_TO = frozenset({InboundKind.TEXT, InboundKind.MEDIA, InboundKind.LOCATION, InboundKind.EDIT})


@dataclass(frozen=True, slots=True)
class Reading:
    """A message, and what the guard says of it (None where there are no words to read)."""

    inbound: Inbound
    verdict: Guarded | None
    answers_ask: bool = False  # the bot had just asked whether anyone is in danger
    title: str | None = None  # of the button that was pressed
    language: str | None = None  # detected, where there are enough words to tell
    answers: tuple[str, ...] = ()  # questions of the form that the app itself knows to be answered by it
    code: Checked | None = None  # a receipt code stood in it, or a try at one

    @property
    def only_returns(self) -> bool:
        """Is it nothing but a receipt code?"""
        return self.code is not None and self.code.alone

    @property
    def text(self) -> str:
        return self.inbound.text or ""

    @property
    def level(self) -> str:
        return str(self.verdict.level) if self.verdict else str(Level.NONE)

    @property
    def kind(self) -> str | None:
        return str(self.verdict.kind) if self.verdict and self.verdict.kind else None

    @property
    def telling(self) -> float:
        return self.verdict.telling if self.verdict else 0.0

    @property
    def survey(self) -> Answer | None:
        """The answer to the question after a tip, where this is one."""
        return answer_of(self.inbound.payload) if self.inbound.kind is InboundKind.PAYLOAD else None

    @property
    def wants_turn(self) -> bool:
        """Is there anything for the dialogue in it? "Yes, it is happening now" was answered with 112."""
        if self.only_returns:
            return False
        if self.inbound.kind is InboundKind.PAYLOAD:
            return self.level != Level.CALL_112 and self.survey is None
        return self.inbound.kind in TURNED_TO

    @property
    def has_words(self) -> bool:
        """Did the reporter say something, for the guard and the analysis to read?"""
        return self.inbound.kind is InboundKind.TEXT or (
            self.inbound.kind in {InboundKind.MEDIA, InboundKind.EDIT} and bool(self.text.strip())
        )

    @property
    def brings_something(self) -> bool:
        """A file or a place is worth keeping for a tip without a word."""
        return self.inbound.kind in {InboundKind.MEDIA, InboundKind.LOCATION}

    @property
    def guard(self) -> dict[str, Any] | None:
        """What is kept of the verdict."""
        if self.verdict is None:
            return None
        return {
            "level": self.level,
            "kind": self.kind,
            "score": round(self.verdict.score, 4),
            "telling": round(self.verdict.telling, 4),
            "words": [list(span) for span in self.verdict.words],
            "answers_ask": self.answers_ask,
        }

    def stored(self, at: datetime) -> dict[str, Any]:
        """What is sealed of the message: verbatim, with the verdict and the exact times."""
        # What was answered to the question after a tip stands nowhere but in the counts.
        hidden = self.survey is not None
        body: dict[str, Any] = {
            "kind": str(self.inbound.kind),
            "text": self.inbound.text if self.inbound.text is not None and not hidden else self.title,
            "payload": None if hidden else self.inbound.payload,
            "at": at.isoformat(),
            "sent_at": self.inbound.sent_at.isoformat(),
        }
        if self.guard is not None:
            body["guard"] = self.guard
        if self.answers:
            body["answers"] = list(self.answers)
        if self.inbound.media:
            body["media"] = [{"kind": str(one.kind), "name": clean_name(one.name)} for one in self.inbound.media]
        if self.inbound.album:
            body["album"] = self.inbound.album
        if self.inbound.location is not None:
            place = self.inbound.location
            body["location"] = {
                "latitude": place.latitude, "longitude": place.longitude, "accuracy": place.accuracy,
                "live": place.live,
            }  # fmt: skip
        return body


def adds_to(row: Row[Any], reading: Reading, *, fresh: bool) -> bool:
    """Does it belong to the tip that an officer asked about, or that was just opened by its code?"""
    opened = reading.code is not None and reading.code.verdict is Verdict.OPENS
    return row.asked == BY_OFFICER or (row.asked == BY_CODE and (fresh or opened))


def is_contact(reading: Reading, asked: str | None) -> bool:
    """Does it answer "how can we reach you"? Then it is sealed as who, apart from what was told."""
    text = reading.inbound.text or ""
    words = len(text.split())
    if reading.code is not None:
        return False
    if asked != "contact" or reading.inbound.kind is not InboundKind.TEXT or words > CONTACT_WORDS:
        return False
    return bool(REACHABLE.search(text)) or words <= SHORT_WORDS


def is_address(reading: Reading, asked: str | None) -> bool:
    """Is it a mail address or a number and hardly more, in answer to how to be reached? Its letters tell of no danger."""
    doubtful = reading.verdict is not None and reading.level == Level.ASK
    return doubtful and asked == "contact" and bool(REACHABLE.search(reading.text)) and len(reading.text.split()) <= 2


def sends(text: str) -> bool:
    return command_of(text) == "send"


def quiet_time(reading: Reading, asked: str | None) -> float:
    """Seconds to wait for more before the turn: only after a few words that answer no question."""
    text = (reading.inbound.text or "").strip()
    if reading.inbound.kind is InboundKind.MEDIA and reading.level == Level.NONE:
        return ALBUM_SECONDS
    if reading.inbound.kind is not InboundKind.TEXT or asked is not None or reading.level != Level.NONE:
        return 0.0
    return QUIET_SECONDS if len(text.split()) <= SHORT_WORDS and text[-1:] not in ".!?" else 0.0
