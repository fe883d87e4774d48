"""One inbound message with the guard's verdict, and what follows from the two alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.analysis.guard.verdict import Level, Verdict
from bot.intake import Inbound, InboundKind

# People often send one thing in three short messages; they get one answer.
QUIET_SECONDS = 0.7
SHORT_WORDS = 4
CONTACT_WORDS = 12
ALARMED = (Level.CALL_112, Level.ASK)
REACHABLE = re.compile(r"@|(?:\d[\s-]?){6,}")


@dataclass(frozen=True, slots=True)
class Reading:
    """A message, and what the guard says of it (None where there are no words to read)."""

    inbound: Inbound
    verdict: Verdict | None
    answers_ask: bool = False  # the bot had just asked whether anyone is in danger
    title: str | None = None  # of the button that was pressed
    language: str | None = None  # detected, where there are enough words to tell

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
    def wants_turn(self) -> bool:
        """Is there anything for the dialogue in it? "Yes, it is happening now" was answered with 112."""
        if self.inbound.kind is InboundKind.PAYLOAD:
            return self.level != Level.CALL_112
        return self.inbound.kind is InboundKind.TEXT

    def stored(self, at: datetime) -> dict[str, Any]:
        """What is sealed of the message: verbatim, with the verdict and the exact times."""
        body: dict[str, Any] = {
            "kind": str(self.inbound.kind),
            "text": self.inbound.text if self.inbound.text is not None else self.title,
            "payload": self.inbound.payload,
            "at": at.isoformat(),
            "sent_at": self.inbound.sent_at.isoformat(),
        }
        if self.verdict is not None:
            body["guard"] = {
                "level": self.level,
                "kind": self.kind,
                "score": round(self.verdict.score, 4),
                "telling": round(self.verdict.telling, 4),
                "words": [list(span) for span in self.verdict.words],
                "answers_ask": self.answers_ask,
            }
        return body


def is_contact(reading: Reading, asked: str | None) -> bool:
    """Does it answer "how can we reach you"? Then it is sealed as who, apart from what was told."""
    text = reading.inbound.text or ""
    words = len(text.split())
    if asked != "contact" or reading.inbound.kind is not InboundKind.TEXT or words > CONTACT_WORDS:
        return False
    return bool(REACHABLE.search(text)) or words <= SHORT_WORDS


def quiet_time(reading: Reading, asked: str | None) -> float:
    """Seconds to wait for more before the turn: only after a few words that answer no question."""
    text = (reading.inbound.text or "").strip()
    if reading.inbound.kind is not InboundKind.TEXT or asked is not None or reading.level != Level.NONE:
        return 0.0
    return QUIET_SECONDS if len(text.split()) <= SHORT_WORDS and text[-1:] not in ".!?" else 0.0
