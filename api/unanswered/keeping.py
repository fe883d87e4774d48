"""Which questions are kept for the trainers, and how: masked, sealed under a key of their own, tied to nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert

from api.analysis.findings import Findings
from api.clock import hour_of
from api.conversations.shapes import Said
from api.rasa.client import TurnAnswer
from api.store.base import new_id, table_of
from api.store.sealing import Scope
from api.store.store import Write
from api.unanswered.masking import masked
from api.unanswered.models import Unanswered

unanswered = table_of(Unanswered)

NOT_UNDERSTOOD = "utter_ask_which"
# An answer that was chosen with less confidence than this may be the wrong one.
SURE_ENOUGH = 0.5
# Answers to a question that nobody had put: they ask nothing.
NO_QUESTION = frozenset({"affirm", "deny", "skip", "dont_know", "seen", "heard", "own_loss", "send"})
LONGEST = 500  # characters
FEWEST_WORDS = 2
ASKING = re.compile(
    r"\?|^\W*(?:(?:hej|hallå|ursäkta|hi|hello)\W+)?(?:vad|va|vem|vilk\w+|var|vart|när|hur|varför|kan|får|ska|måste|är|"
    r"finns|har|what|who|which|where|when|how|why|can|may|do|does|is|are|should|could)\b",
    re.IGNORECASE,
)


def reason(answer: TurnAnswer, text: str) -> str | None:
    """Why the turn left a question open: `not_understood`, `out_of_scope`, `unsure`, or None where it did not."""
    intent, confidence = answer.understood.intent or "", answer.understood.confidence
    sure = confidence >= SURE_ENOUGH
    if len(text.split()) < FEWEST_WORDS or (intent in NO_QUESTION and sure):
        return None
    if any(name == NOT_UNDERSTOOD for name, _ in answer.responses):
        return "not_understood"
    if intent == "out_of_scope" and ASKING.search(text):
        return "out_of_scope"
    return "unsure" if intent.startswith("ask_") and not sure else None


def keep(
    write: Write, answer: TurnAnswer, said: Iterable[tuple[Said, Findings]], language: str, at: datetime
) -> str | None:
    """Keep what was asked, if it found no answer; its id. What says how to reach somebody is never kept."""
    told = [(one, found) for one, found in said if one.kind == "text" and not one.contact and one.text.strip()]
    why = reason(answer, "\n".join(one.text for one, _ in told))
    if why is None:
        return None
    text = "\n".join(masked(one.text, found.fields) for one, found in told)[:LONGEST]
    identity = new_id()
    write.new_record(identity, Scope.WHAT)
    sealed = write.seal(
        identity,
        "question",
        {
            "text": text,
            "reason": why,
            "intent": answer.understood.intent,
            "confidence": round(answer.understood.confidence, 3),
        },
    )
    write.connection.execute(
        insert(unanswered).values(id=identity, language=language, hour=hour_of(at), settled=False, sealed=sealed)
    )
    return identity
