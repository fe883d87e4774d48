"""Time in Swedish and English wording, read against the moment at which a message was sent."""

from __future__ import annotations

from datetime import datetime

from ..findings import Finding, Source
from ..folding import compose
from ..tokens import tokenize
from .atoms import Context, Line
from .days import STOCKHOLM
from .grouping import Expression, group, same_sentence
from .resolving import Leaning, Resolved, resolve, resolve_range
from .scanning import scan

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
    found = _resolved(line)
    found.sort(key=lambda entry: -entry[0])
    findings: list[Finding] = []
    for _, first, last, resolved in found:
        start, end = origins[line.tokens[first].start], origins[line.tokens[last - 1].end]
        for name, instant in (("time_start", resolved.start), ("time_end", resolved.end)):
            value = instant.isoformat(timespec="seconds")
            findings.append(Finding(name, value, text[start:end], start, end, Source.PATTERN, resolved.confidence))
    return findings


def _resolved(line: Line) -> list[tuple[int, int, int, Resolved]]:
    """(weight, first token, token after the last, instants) of every expression in the order of the text."""
    expressions = group(line)[:_MOST]
    found: list[tuple[int, int, int, Resolved]] = []
    leaning: Leaning | None = None
    skip = False
    for index, expression in enumerate(expressions):
        if skip:
            skip = False
            continue
        following = expressions[index + 1] if index + 1 < len(expressions) else None
        lean = leaning or _day_after(line, expression, following)
        resolved, last, weight = None, expression.last, expression.weight
        if expression.begins_range and following is not None:
            resolved = resolve_range(expression, following, line.context, leaning)
            skip = resolved is not None
            if skip:
                last, weight = following.last, max(weight, following.weight)
        resolved = resolved or _safely(expression, line.context, lean)
        if resolved is not None:
            found.append((weight, expression.first, last, resolved))
            leaning = resolved.leaning or leaning
    return found


def _day_after(line: Line, expression: Expression, following: Expression | None) -> Leaning | None:
    """The day that is named later in the same sentence: "vid halv åtta såg jag honom, det var i lördags"."""
    if following is None or not same_sentence(line, expression, following):
        return None
    resolved = _safely(following, line.context, None)
    return resolved.leaning if resolved else None


def _safely(expression: Expression, context: Context, leaning: Leaning | None) -> Resolved | None:
    try:
        return resolve(expression, context, leaning)
    except (ValueError, OverflowError):
        # A day before the first or after the last year that the calendar knows.
        return None
