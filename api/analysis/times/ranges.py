"""From one expression to another: "mellan 22 och 06", "från fredag till söndag"."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from .atoms import Clock, Context, Role
from .clock_times import Reading, by_day, clock_of
from .days import later, moment
from .grouping import Expression
from .instants import SLACK, Leaning, Resolved, is_dated
from .parts import NIGHTS, Part
from .resolving import WEEK, resolve

_DAY_HOURS = 24
_LUNCH_BEGINS = (11, 30)


def resolve_range(
    one: Expression, other: Expression, context: Context, leaning: Leaning | None = None
) -> Resolved | None:
    """From `one` to `other`; a day or part that only one of them names holds for both."""
    one = _from_lunch(one, other)
    first, second = clock_of(one), clock_of(other)
    if first is None or second is None:
        begin, end = resolve(_in_order(one, other), context, leaning), resolve(other, context, leaning)
        if begin is None or end is None:
            return None
        if end.end < begin.start:
            begin = replace(begin, start=begin.start - WEEK)
        return replace(begin, end=end.end) if begin.start <= end.end else None
    if not is_dated(one) and not is_dated(other) and leaning is None:
        return _undated(first, second, one, other, context)
    if not (is_dated(one) and is_dated(other)):
        one, other = _settled(one, other, first, second)
        one, other = _sharing(one, other), _sharing(other, one)
    begin, end = resolve(one, context, leaning), resolve(other, context, leaning)
    if begin is None or end is None:
        return None
    return replace(begin, end=_after(begin.start, end.end))


def _from_lunch(one: Expression, other: Expression) -> Expression:
    """ "mellan lunch och tre": lunch as the hour at which it begins."""
    part = one.get(Role.PART)
    if part is None or part.part is not Part.LUNCH or clock_of(one) is not None or clock_of(other) is None:
        return one
    lunch = replace(part, role=Role.CLOCK, part=None, clock=Clock(*_LUNCH_BEGINS))
    return replace(one, atoms=[lunch if atom is part else atom for atom in one.atoms])


def _in_order(one: Expression, other: Expression) -> Expression:
    """ "mellan lunch och tre igår": the day of the end is that of the beginning."""
    return _sharing(one, other) if not is_dated(one) and is_dated(other) else one


def _after(start: datetime, end: datetime) -> datetime:
    """The end of a range, on the day of its start or the next."""
    while end < start:
        end = later(end, timedelta(hours=24 if (start - end) > timedelta(hours=12) else 12))
    return end


def _shortest(starts: list[Reading], ends: list[Reading]) -> tuple[Reading, Reading]:
    """Of all the readings the two that lie closest together; of those alike, the ones by daylight."""
    daylight = by_day(starts)
    pairs = [(start, end) for start in starts for end in ends]
    return min(pairs, key=lambda pair: (_minutes(*pair), pair[0] != daylight))


def _minutes(start: Reading, end: Reading) -> int:
    between = (end[0] - start[0]) * 60 + end[1] - start[1]
    return between % (_DAY_HOURS * 60) or _DAY_HOURS * 60


def _settled(one: Expression, other: Expression, first: Clock, second: Clock) -> tuple[Expression, Expression]:
    """Hours that leave open whether they are before or after noon, settled by each other: "mellan 6 och 14"."""
    if any(expression.get(Role.PART) is not None for expression in (one, other)):
        return one, other
    start, end = _shortest(first.readings(None), second.readings(None))
    return _with_clock(one, first, start), _with_clock(other, second, end)


def _with_clock(expression: Expression, clock: Clock, reading: Reading) -> Expression:
    settled = replace(clock, hour=reading[0], is_open=False)
    atoms = [replace(atom, clock=settled) if atom.role is Role.CLOCK else atom for atom in expression.atoms]
    return replace(expression, atoms=atoms)


def _undated(first: Clock, second: Clock, one: Expression, other: Expression, context: Context) -> Resolved | None:
    one, other = _sharing(one, other), _sharing(other, one)
    part = one.get(Role.PART)
    starts, ends = _readings(first, part.part if part else None), _readings(second, part.part if part else None)
    if one.is_future:
        end = resolve(other, context)
        return end and Resolved(_before(end.end, starts), end.end, end.end.date(), min(end.confidence, one.confidence))
    if part is None and len(starts) > 1:
        starts, ends = _fitting(starts, ends, context)
    elif part is None:
        ends = [_shortest(starts, ends)[1]]
    end_at = max((at for at in _instants(context, ends) if at <= context.sent + SLACK), default=context.sent)
    return Resolved(_before(end_at, starts), end_at, end_at.date(), one.confidence)


def _fitting(starts: list[Reading], ends: list[Reading], context: Context) -> tuple[list[Reading], list[Reading]]:
    """The readings by daylight where they lie before the message, else those closest together."""
    start, end = _shortest(starts, ends)
    begun = moment(context.today, *start)
    if begun <= context.sent:
        return [start], [end]
    shortest = _minutes(start, end)
    others = [(one, other) for one in starts for other in ends if one != start and _minutes(one, other) == shortest]
    return ([others[0][0]], [others[0][1]]) if others else ([start], [end])


def _instants(context: Context, readings: list[Reading]) -> list[datetime]:
    return [moment(context.today - timedelta(days=step), *reading) for step in (0, 1) for reading in readings]


def _before(end: datetime, starts: list[Reading]) -> datetime:
    candidates = [moment(end.date() - timedelta(days=step), *reading) for step in (0, 1) for reading in starts]
    return max((at for at in candidates if at <= end), default=end)


def _readings(clock: Clock, part: Part | None) -> list[Reading]:
    # A night does not move what is written by the 24-hour clock.
    return clock.readings(None if part in NIGHTS and clock.hour > 12 else part)


def _sharing(one: Expression, other: Expression) -> Expression:
    """`one` with the day and part that only `other` has."""
    borrowed = [
        atom for atom in other.atoms if atom.role in (Role.DAYS, Role.PART, Role.YEAR) and one.get(atom.role) is None
    ]
    return Expression([*one.atoms, *borrowed], one.is_future or other.is_future)
