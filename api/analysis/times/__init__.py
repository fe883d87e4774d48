"""Time in Swedish and English wording, read against the moment at which a message was sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..findings import Finding, Source
from ..folding import compose
from ..tokens import tokenize
from .atoms import Context, Line
from .days import STOCKHOLM
from .grouping import Expression, group, same_sentence, tells_of_past
from .instants import Leaning, Resolved
from .ranges import resolve_range
from .resolving import resolve
from .scanning import scan
from .telling import Standing, exactness, is_only_told, standing

__all__ = ["find"]

# Nobody tells of more times in one message; what goes on like that is an attack or a timetable.
_MOST = 40


def find(text: str, sent_at: datetime, language: str = "sv") -> list[Finding]:
    """`time_start` and `time_end` of every time that `text` speaks of, the most telling first.

    Values are ISO 8601 with the offset of Europe/Stockholm; a point in time has both alike. `sent_at` must be
    aware. Never raises for any text.
    """
    composed, origins = compose(text)
    line = Line(tokenize(composed), Context(sent_at.astimezone(STOCKHOLM), language))
    scan(line)
    if not line.atoms:
        return []
    findings: list[Finding] = []
    for entry in sorted(_told(line), key=lambda one: one.order, reverse=True):
        start, end = origins[line.tokens[entry.first].start], origins[line.tokens[entry.last - 1].end]
        for name, instant in (("time_start", entry.resolved.start), ("time_end", entry.resolved.end)):
            value = instant.isoformat(timespec="seconds")
            confidence = entry.resolved.confidence
            findings.append(Finding(name, value, text[start:end], start, end, Source.PATTERN, confidence))
    return findings


@dataclass(frozen=True, slots=True)
class _Entry:
    """A time of the text: its tokens, how likely it is the event's and how exact, and its instants."""

    first: int
    last: int
    stands: Standing
    exactness: float
    resolved: Resolved

    @property
    def order(self) -> tuple[int, float]:
        return self.stands, self.exactness


def _told(line: Line) -> list[_Entry]:
    """The times worth telling: a filling "nu" only where there is no other."""
    entries = _entries(line)
    told = [entry for entry in entries if entry.stands is not Standing.FILLING]
    return told or entries


def _entries(line: Line) -> list[_Entry]:
    """Every expression with its instants, in the order of the text."""
    expressions = group(line)[:_MOST]
    entries: list[_Entry] = []
    leaning: Leaning | None = None
    before: Expression | None = None
    skip = False
    for index, expression in enumerate(expressions):
        if skip:
            skip = False
            continue
        following = expressions[index + 1] if index + 1 < len(expressions) else None
        lean = _fitting(line, expression, leaning) or _day_after(line, expression, following)
        resolved, last = None, expression.last
        if expression.begins_range and following is not None:
            resolved = _safely(expression, line.context, _fitting(line, expression, leaning), following)
            skip = resolved is not None
            last = following.last if skip else last
        resolved = resolved or _safely(expression, line.context, lean)
        if resolved is None:
            continue
        leaning = resolved.leaning or leaning
        stands = standing(line, expression, resolved)
        if not is_only_told(line, expression, resolved, stands):
            exact = exactness(line, expression, resolved, before)
            entries.append(_Entry(expression.first, last, stands, exact, resolved))
            before = expression
    return entries


def _fitting(line: Line, expression: Expression, leaning: Leaning | None) -> Leaning | None:
    """The day told of before, unless it is to come and this is told of the past."""
    is_ahead = leaning is not None and leaning.day > line.context.today
    return None if is_ahead and tells_of_past(line, expression) else leaning


def _day_after(line: Line, expression: Expression, following: Expression | None) -> Leaning | None:
    """The day that is named later in the same sentence: "vid halv åtta såg jag honom, det var i lördags"."""
    if following is None or not same_sentence(line, expression, following):
        return None
    resolved = _safely(following, line.context, None)
    return resolved.leaning if resolved else None


def _safely(
    expression: Expression, context: Context, leaning: Leaning | None, until: Expression | None = None
) -> Resolved | None:
    try:
        if until is not None:
            return resolve_range(expression, until, context, leaning)
        return resolve(expression, context, leaning)
    except (ValueError, OverflowError):
        # A day before the first or after the last year that the calendar knows.
        return None
