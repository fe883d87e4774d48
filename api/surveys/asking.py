"""The one question after a tip: who is asked it, and how an answer is counted."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import Row, exists, insert, select, update

from api.analysis.folding import fold
from api.clock import SWEDEN
from api.conversations import repository
from api.conversations.models import Message
from api.settings import ROOT
from api.store.base import table_of
from api.store.store import Read, Write
from api.surveys.models import SurveyAnswers
from api.wording import LANGUAGES

answers = table_of(SurveyAnswers)
messages = table_of(Message)

CUES = ROOT / "nlu_data" / "topics" / "suicidal.yml"
ALARMED = ("ask", "call_112")
PAYLOAD = "/survey_"


class Answer(StrEnum):
    INCREASED = "increased"
    NEITHER = "neither"
    DECREASED = "decreased"
    DONT_KNOW = "dont_know"


def answer_of(payload: str | None) -> Answer | None:
    """The answer that a pressed button gives; None for any other button."""
    given = (payload or "").removeprefix(PAYLOAD)
    return Answer(given) if payload != given and given in list(Answer) else None


def may_ask(read: Read, conversation: Row[Any]) -> bool:
    """Once in a conversation, and never where anyone was in danger or spoke of taking their life."""
    if conversation.surveyed:
        return False
    alarmed = exists().where(messages.c.conversation == conversation.id, messages.c.level.in_(ALARMED))
    if read.connection.execute(select(alarmed)).scalar():
        return False
    told = [one for one in repository.history(read, conversation.id, 0) if one.origin == "reporter"]
    return not any((one.level in ALARMED) or is_suicidal(one.text) for one in told)


def is_suicidal(text: str) -> bool:
    """Does it speak of suicide, also of someone's long ago? The guard says so only where there is danger now."""
    folded = fold(text)
    return any(cue in folded for cue in cues())


@cache
def cues(path: Path = CUES) -> tuple[str, ...]:
    return tuple(fold(str(cue)) for cue in yaml.safe_load(path.read_text(encoding="utf-8")))


def count(write: Write, answer: Answer, channel: str, language: str, at: datetime) -> None:
    """One more of this answer. PostgreSQL may raise `IntegrityError` where two are the first at once."""
    cell = {
        "week": week_of(at),
        "channel": channel,
        "language": language if language in LANGUAGES else "en",
        "answer": str(answer),
    }
    more = update(answers).where(*(answers.c[name] == value for name, value in cell.items()))
    if write.connection.execute(more.values(given=answers.c.given + 1)).rowcount == 0:
        write.connection.execute(insert(answers).values(**cell, given=1))


def week_of(at: datetime) -> str:
    """The week in Sweden, by ISO 8601."""
    year, week, _ = at.astimezone(SWEDEN).isocalendar()
    return f"{year}-W{week:02d}"
