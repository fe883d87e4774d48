"""From an expression to instants: its span, its clock time, the part of its day, or its days."""

from __future__ import annotations

from datetime import timedelta

from .atoms import Atom, Context, Days, Role
from .clock_times import resolve_clock
from .days import moment
from .grouping import Expression
from .instants import SLACK, Leaning, Resolved, capped, day_of_part, single
from .parts import HOURS, Part

WEEK = timedelta(days=7)
_WEEKDAY_RANK = 1


def resolve(expression: Expression, context: Context, leaning: Leaning | None = None) -> Resolved | None:
    """The instants of an expression; `leaning` is the day that the text spoke of before, for a time without its own."""
    span = expression.get(Role.SPAN)
    if span is not None and span.span is not None:
        return Resolved(*span.span, confidence=span.confidence)
    days = _days(expression, context)
    found = _on_days(expression, context, leaning, days)
    named = expression.get(Role.DAYS)
    if found is None or days is None or named is None or expression.is_future:
        return found
    # "fredag kväll" sent on a Friday morning was a week ago.
    if named.rank == _WEEKDAY_RANK and days[0] == context.today and found.start > context.sent + SLACK:
        return _on_days(expression, context, leaning, (days[0] - WEEK, days[1] - WEEK))
    return found


def _on_days(expression: Expression, context: Context, leaning: Leaning | None, days: Days | None) -> Resolved | None:
    if days is None and any(atom.role is Role.DAYS for atom in expression.atoms):
        return None
    part, clock = expression.get(Role.PART), expression.get(Role.CLOCK)
    if clock is not None and clock.clock is not None:
        return resolve_clock(clock.clock, part, days, expression, context, leaning)
    if part is not None and part.part is not None:
        return _part(part, days, expression, context, leaning)
    if days is None:
        return None
    start, end = moment(days[0]), moment(days[1])
    return Resolved(start, capped(start, end, expression, context), single(days), expression.confidence)


def _days(expression: Expression, context: Context) -> Days | None:
    named, year = expression.get(Role.DAYS), expression.get(Role.YEAR)
    if named is not None and named.read_days is not None:
        return named.read_days(context, expression.is_future, year.year if year else None)
    # "i år" alone says hardly anything; "i mars i år" does.
    if year is not None and year.read_days is not None and year.weight > 0:
        return year.read_days(context, expression.is_future, None)
    return None


def _part(
    atom: Atom, days: Days | None, expression: Expression, context: Context, leaning: Leaning | None
) -> Resolved | None:
    part = atom.part or Part.DAYTIME
    day = days[0] if days is not None else None
    has_leant = day is None and leaning is not None and not atom.is_this
    if day is None:
        day = leaning.day if leaning is not None and has_leant else day_of_part(atom, expression, context)
    if atom.night_after and part is Part.NIGHT:
        day += timedelta(days=1)
    low, high = HOURS[part]
    start, end = moment(day, low), moment(day, high)
    if days is not None and days[1] - days[0] > timedelta(days=1):
        # "nätterna förra veckan" cannot be narrower than the week.
        start, end = moment(days[0]), moment(days[1])
    confidence = 0.9 if days is not None or atom.is_this else 0.7
    named = single(days) or (day if atom.is_this else None)
    return Resolved(start, capped(start, end, expression, context), named, confidence, atom, has_leant)
