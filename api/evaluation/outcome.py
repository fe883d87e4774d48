"""One labelled line beside what was said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.analysis.guard.verdict import Level
from api.evaluation.fields import FieldMatch, match_fields
from api.evaluation.lines import LabelledLine
from api.evaluation.vocabulary import Act

Prediction = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A line, what was said of it (the answer of `POST /v1/interpret`, taken apart), and how its fields match."""

    line: LabelledLine
    act: str | None
    topic: str | None
    category: str | None
    level: Level
    kind: str | None
    score: float | None
    found: Mapping[str, Any]
    fields: FieldMatch

    def mistakes(self) -> list[str]:
        """What went wrong, by name; empty for a line without a mistake.

        `emergency` is a missed emergency or a false alarm at once; `emergency_ask` a line of either kind
        that was only asked about.
        """
        line = self.line
        said = (
            ("act", self.act, line.act),
            ("topic", self.topic, line.topic),
            ("category", self.category, line.category),
        )
        names = [
            name for name, answer, truth in said if answer != truth and (truth is not None or _has_none(name, line))
        ]
        if self.level is Level.ASK:
            names.append("emergency_ask")
        elif (self.level is Level.CALL_112) != line.emergency:
            names.append("emergency")
        if line.kind is not None and self.level is not Level.NONE and self.kind != line.kind:
            names.append("kind")
        return names + [
            f"fields.{name}" for name in sorted(self.fields.wrong | self.fields.missed | self.fields.made_up)
        ]


def outcome_of(line: LabelledLine, prediction: Prediction) -> Outcome:
    """Takes an answer of `POST /v1/interpret` apart; a missing or null part counts as not said."""
    emergency = prediction.get("emergency") or {}
    found = {name: part.get("value") for name, part in (prediction.get("fields") or {}).items()}
    return Outcome(
        line=line,
        act=prediction.get("act"),
        topic=prediction.get("topic"),
        category=prediction.get("category"),
        level=Level(emergency.get("level") or Level.NONE),
        kind=emergency.get("kind"),
        score=emergency.get("score"),
        found=found,
        fields=match_fields(line.fields, found, sent_at_known=line.sent_at is not None),
    )


def _has_none(name: str, line: LabelledLine) -> bool:
    """Whether the truth is known to be none, and not just left out by whoever labelled the line."""
    if name == "category":
        return line.act is not Act.TIP
    if name == "topic":
        return line.act not in (Act.QUESTION, Act.CONTROL, Act.FEEDBACK)
    return False


def truth_of(outcome: Outcome, name: str) -> tuple[str | None, str | None] | None:
    """The pair (true, said) of `topic` or `category`; None where the label leaves the truth open."""
    truth = getattr(outcome.line, name)
    if truth is None and not _has_none(name, outcome.line):
        return None
    return truth, getattr(outcome, name)
