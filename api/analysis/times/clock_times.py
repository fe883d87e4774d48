"""From a clock time to an instant: which day, before or after noon, how exact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from .atoms import Atom, Clock, Context, Days, Edge, Role
from .days import later, moment
from .grouping import Expression
from .instants import SLACK, Leaning, Resolved, capped, day_of_part, is_night_owl, single
from .parts import NIGHTS, Part

_BLUR = {
    Edge.NONE: (0, 0),
    Edge.ABOUT: (-15, 15),
    Edge.HOUR_ABOUT: (-30, 30),
    Edge.JUST_AFTER: (0, 15),
    Edge.JUST_BEFORE: (-15, 0),
    Edge.AFTER: (0, 60),
    Edge.BEFORE: (-60, 0),
}
_OPEN_CONFIDENCE = 0.75
# An hour named without its day, and not noted with "kl", is the one just past ("vid nio", sent at half past).
_JUST_PAST = timedelta(hours=4)
# "vid sex" is after noon, "vid sju" before.
_FIRST_MORNING_HOUR = 7

Reading = tuple[int, int]


def by_day(readings: Sequence[Reading]) -> Reading:
    """Of an hour before or after noon the one by daylight, as most hours are that people name without more."""
    first = readings[0]
    return first if len(readings) == 1 or first[0] >= _FIRST_MORNING_HOUR else readings[1]


def resolve_clock(
    clock: Clock,
    part: Atom | None,
    days: Days | None,
    expression: Expression,
    context: Context,
    leaning: Leaning | None,
) -> Resolved | None:
    """The instants of a clock time with the day and part named beside it, or of the day it leans on."""
    if days is not None and single(days) is None:
        start = moment(days[0])
        return Resolved(start, capped(start, moment(days[1]), expression, context), None, expression.confidence)
    has_leant = days is None and leaning is not None and not (part is not None and part.is_this)
    day = single(days)
    if leaning is not None and has_leant:
        day, part = leaning.day, part or leaning.part
    readings = clock.readings(part.part if part else None)
    if day is not None:
        chosen = _on_day(day, readings, part, expression, context)
    elif part is not None and part.is_this:
        candidates = [_at(day_of_part(part, expression, context), reading, part) for reading in readings]
        chosen = _choose(_past_night(candidates, part, expression, context), expression, context)
    else:
        chosen = _undated(clock, readings, expression, context)
    low, high = _BLUR[clock.edge]
    start, end = later(chosen, timedelta(minutes=low)), later(chosen, timedelta(minutes=high))
    confidence = _OPEN_CONFIDENCE if len(readings) > 1 else expression.confidence
    return Resolved(start, end, single(days), confidence, has_leant=has_leant)


def _on_day(
    day: date, readings: Sequence[Reading], part: Atom | None, expression: Expression, context: Context
) -> datetime:
    if day == context.today and is_night_owl(context):
        candidates = [_at(day, reading, part) for reading in readings]
        if all(at > context.sent + SLACK for at in candidates):
            day -= timedelta(days=1)
    candidates = [_at(day, reading, part) for reading in readings]
    daylight = _at(day, by_day(readings), part)
    if not expression.is_future and daylight <= context.sent + SLACK:
        return daylight
    return _choose(candidates, expression, context)


def _undated(clock: Clock, readings: Sequence[Reading], expression: Expression, context: Context) -> datetime:
    steps = (0, 1) if expression.is_future else (-1, 0)
    candidates = [moment(context.today + timedelta(days=step), *reading) for step in steps for reading in readings]
    if (24, clock.minute) in readings:
        candidates.append(moment(context.today, 0, clock.minute))
    chosen = _choose(candidates, expression, context)
    if expression.is_future or (not clock.is_noted and context.sent - chosen < _JUST_PAST):
        return chosen
    daylight = moment(context.today, *by_day(readings))
    return daylight if daylight <= context.sent + SLACK and len(readings) > 1 else chosen


def _at(day: date, reading: Reading, part: Atom | None) -> datetime:
    """A reading on a day; in a night the hours after midnight lie on the day after its evening."""
    hour, minute = reading
    if part is not None and part.part in NIGHTS:
        if hour >= 18:
            # "i natt vid 23" and "natten till söndag vid 23" begin on the evening before.
            begins_before = part.night_before or (part.is_this and part.part is Part.NIGHT)
            return moment(day - timedelta(days=1) if begins_before else day, hour, minute)
        if part.night_after or part.part is Part.ENGLISH_NIGHT:
            return moment(day + timedelta(days=1), hour, minute)
    return moment(day, hour, minute)


def _past_night(candidates: list[datetime], part: Atom, expression: Expression, context: Context) -> list[datetime]:
    """ "i natt vid 23" sent at 23:30 is a quarter of an hour ago, not yesterday."""
    if part.part is Part.NIGHT and not expression.is_future:
        nearer = [later(at, timedelta(days=1)) for at in candidates]
        return [*candidates, *(at for at in nearer if at <= context.sent + SLACK)]
    return candidates


def _choose(candidates: Iterable[datetime], expression: Expression, context: Context) -> datetime:
    """The nearest that fits the tense: the last one past, or for plans the first one to come."""
    ordered = sorted(candidates)
    limit = context.sent + SLACK
    if expression.is_future:
        ahead = [at for at in ordered if at >= context.sent]
        return next((at for at in ahead if at.hour >= _FIRST_MORNING_HOUR), ahead[0] if ahead else ordered[-1])
    return next((at for at in reversed(ordered) if at <= limit), ordered[0])


def clock_of(expression: Expression) -> Clock | None:
    """The clock time of an expression, if it has one."""
    atom = expression.get(Role.CLOCK)
    return atom.clock if atom is not None else None
