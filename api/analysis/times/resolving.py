"""From an expression to instants: which day, before or after noon, how exact."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from .atoms import Atom, Clock, Context, Days, Edge, Role
from .days import later, moment
from .grouping import Expression
from .parts import HOURS, NIGHTS, Part

# People round the clock, and clocks differ: a time a little ahead of the message is still past.
_SLACK = timedelta(minutes=10)
_NIGHT_OWL_UNTIL = 5
_WEEK = timedelta(days=7)
_WEEKDAY_RANK = 1
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


@dataclass(frozen=True, slots=True)
class Resolved:
    """From when to when; `day` and `part` where the expression names them, so that later ones may lean on them."""

    start: datetime
    end: datetime
    day: date | None = None
    confidence: float = 0.95
    part: Atom | None = None

    @property
    def leaning(self) -> Leaning | None:
        return None if self.day is None else Leaning(self.day, self.part)


@dataclass(frozen=True, slots=True)
class Leaning:
    """The day, and perhaps the part of it, that the text speaks of before or after a time without its own."""

    day: date
    part: Atom | None = None


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
    if named.rank == _WEEKDAY_RANK and days[0] == context.today and found.start > context.sent + _SLACK:
        return _on_days(expression, context, leaning, (days[0] - _WEEK, days[1] - _WEEK))
    return found


def _on_days(expression: Expression, context: Context, leaning: Leaning | None, days: Days | None) -> Resolved | None:
    if days is None and any(atom.role is Role.DAYS for atom in expression.atoms):
        return None
    part, clock = expression.get(Role.PART), expression.get(Role.CLOCK)
    if clock is not None and clock.clock is not None:
        return _clock(clock.clock, part, days, expression, context, leaning)
    if part is not None and part.part is not None:
        return _part(part, days, expression, context, leaning)
    if days is None:
        return None
    start, end = moment(days[0]), moment(days[1])
    return Resolved(start, _capped(start, end, expression, context), _single(days), expression.confidence)


def _days(expression: Expression, context: Context) -> Days | None:
    named, year = expression.get(Role.DAYS), expression.get(Role.YEAR)
    if named is not None and named.read_days is not None:
        return named.read_days(context, expression.is_future, year.year if year else None)
    if year is not None and year.read_days is not None:
        return year.read_days(context, expression.is_future, None)
    return None


def _single(days: Days | None) -> date | None:
    return days[0] if days is not None and (days[1] - days[0]).days == 1 else None


def _capped(start: datetime, end: datetime, expression: Expression, context: Context) -> datetime:
    """What was told cannot have happened after it was told."""
    return context.sent if start <= context.sent < end and not expression.is_future else end


def _is_night_owl(context: Context) -> bool:
    """After midnight people still call it the same evening."""
    return context.sent.hour < _NIGHT_OWL_UNTIL


def _part(
    atom: Atom, days: Days | None, expression: Expression, context: Context, leaning: Leaning | None
) -> Resolved | None:
    part = atom.part or Part.DAYTIME
    day = days[0] if days is not None else None
    if day is None:
        leans = leaning is not None and not atom.is_this
        day = leaning.day if leaning is not None and leans else _day_of_part(atom, expression, context)
    if atom.night_after and part is Part.NIGHT:
        day += timedelta(days=1)
    low, high = HOURS[part]
    start, end = moment(day, low), moment(day, high)
    if days is not None and days[1] - days[0] > timedelta(days=1):
        # "nätterna förra veckan" cannot be narrower than the week.
        start, end = moment(days[0]), moment(days[1])
    confidence = 0.9 if days is not None or atom.is_this else 0.7
    named = _single(days) or (day if atom.is_this else None)
    return Resolved(start, _capped(start, end, expression, context), named, confidence, atom)


def _day_of_part(atom: Atom, expression: Expression, context: Context) -> date:
    """The day of "i natt", "ikväll", "på kvällen": the last whose part has begun; for plans the coming one."""
    part, today = atom.part or Part.DAYTIME, context.today
    begin, end = HOURS[part]
    if part is Part.ENGLISH_NIGHT and (_is_night_owl(context) or not _is_coming_night(atom, expression, context)):
        return today - timedelta(days=1)
    if expression.is_future:
        is_over = context.sent >= moment(today, end)
        return today + timedelta(days=1) if is_over else today
    has_begun = moment(today, begin) <= context.sent + _SLACK
    if has_begun:
        return today
    # "ikväll" in the daytime is a plan even without "ska"; a morning or an undated evening is not.
    if atom.is_this and not _is_night_owl(context):
        return today
    return today - timedelta(days=1)


def _is_coming_night(atom: Atom, expression: Expression, context: Context) -> bool:
    """Whether an English night is the one after this day ("tonight"), not the one before ("last night")."""
    return expression.is_future or context.sent.hour >= 20 or (atom.is_this and atom.last - atom.first == 1)


def _clock(
    clock: Clock,
    part: Atom | None,
    days: Days | None,
    expression: Expression,
    context: Context,
    leaning: Leaning | None,
) -> Resolved | None:
    day = _single(days)
    leans = days is None and leaning is not None and not (part is not None and part.is_this)
    if leaning is not None and leans:
        day, part = leaning.day, part or leaning.part
    readings = clock.readings(part.part if part else None)
    if days is not None and _single(days) is None:
        start = moment(days[0])
        return Resolved(start, _capped(start, moment(days[1]), expression, context), None, expression.confidence)
    if day is not None:
        candidates = [_at(day, reading, part) for reading in readings]
        if day == context.today and _is_night_owl(context) and all(at > context.sent + _SLACK for at in candidates):
            candidates = [later(at, timedelta(days=-1)) for at in candidates]
    elif part is not None and part.is_this:
        candidates = [_at(_day_of_part(part, expression, context), reading, part) for reading in readings]
        candidates = _past_night(candidates, part, expression, context)
    else:
        steps = (0, 1) if expression.is_future else (-1, 0)
        candidates = [
            _at(context.today + timedelta(days=step), reading, None) for step in steps for reading in readings
        ]
        if (24, clock.minute) in readings:
            candidates.append(moment(context.today, 0, clock.minute))
    chosen = _choose(candidates, expression, context)
    is_guess = len(readings) > 1
    low, high = _BLUR[clock.edge]
    start, end = later(chosen, timedelta(minutes=low)), later(chosen, timedelta(minutes=high))
    confidence = _OPEN_CONFIDENCE if is_guess else expression.confidence
    return Resolved(start, end, _single(days), confidence)


def _at(day: date, reading: tuple[int, int], part: Atom | None) -> datetime:
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
        return [*candidates, *(at for at in nearer if at <= context.sent + _SLACK)]
    return candidates


def _choose(candidates: Iterable[datetime], expression: Expression, context: Context) -> datetime:
    """The nearest that fits the tense: the last one past, or for plans the first one to come."""
    ordered = sorted(candidates)
    limit = context.sent + _SLACK
    if expression.is_future:
        ahead = [at for at in ordered if at >= context.sent]
        return next((at for at in ahead if at.hour >= 7), ahead[0] if ahead else ordered[-1])
    return next((at for at in reversed(ordered) if at <= limit), ordered[0])


def resolve_range(
    one: Expression, other: Expression, context: Context, leaning: Leaning | None = None
) -> Resolved | None:
    """From `one` to `other`; a day or part that only one of them names holds for both."""
    first_clock, second_clock = one.get(Role.CLOCK), other.get(Role.CLOCK)
    if first_clock is None or second_clock is None:
        begin, end = resolve(one, context, leaning), resolve(other, context, leaning)
        if begin is None or end is None:
            return None
        if end.end < begin.start:
            begin = replace(begin, start=begin.start - _WEEK)
        return replace(begin, end=end.end) if begin.start <= end.end else None
    if not _is_dated(one) and not _is_dated(other) and leaning is None:
        return _undated_range(_sharing(one, other), other, context)
    begin = resolve(one if _is_dated(one) else _sharing(one, other), context, leaning)
    end = resolve(other if _is_dated(other) else _sharing(other, one), context, leaning)
    if begin is None or end is None:
        return None
    return replace(begin, end=_after(begin.start, end.end))


def _is_dated(expression: Expression) -> bool:
    part = expression.get(Role.PART)
    return expression.get(Role.DAYS) is not None or (part is not None and part.is_this)


def _after(start: datetime, end: datetime) -> datetime:
    """The end of a range, on the day of its start or the next."""
    while end < start:
        end = later(end, timedelta(hours=24 if (start - end) > timedelta(hours=12) else 12))
    return end


def _undated_range(one: Expression, other: Expression, context: Context) -> Resolved | None:
    end, first = resolve(_sharing(other, one), context), one.get(Role.CLOCK)
    if end is None or first is None or first.clock is None:
        return None
    part = one.get(Role.PART)
    readings = first.clock.readings(part.part if part and not _is_digital_night(first, part) else None)
    day = end.end.date()
    candidates = [moment(day - timedelta(days=step), *reading) for step in (0, 1) for reading in readings]
    start = max((at for at in candidates if at <= end.end), default=end.end)
    return Resolved(start, end.end, end.day, min(end.confidence, one.confidence))


def _is_digital_night(clock: Atom, part: Atom) -> bool:
    return clock.clock is not None and clock.clock.hour > 12 and part.part in NIGHTS


def _sharing(one: Expression, other: Expression) -> Expression:
    """`one` with the day and part that only `other` has."""
    borrowed = [
        atom for atom in other.atoms if atom.role in (Role.DAYS, Role.PART, Role.YEAR) and one.get(atom.role) is None
    ]
    return Expression([*one.atoms, *borrowed], one.is_future or other.is_future)
