"""What an expression comes to, and the day that a later one may lean on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .atoms import Atom, Context, Days, Role
from .days import moment
from .grouping import Expression
from .parts import HOURS, Part

# People round the clock, and clocks differ: a time a little ahead of the message is still past.
SLACK = timedelta(minutes=10)
_NIGHT_OWL_UNTIL = 5


@dataclass(frozen=True, slots=True)
class Resolved:
    """From when to when; `day` and `part` where the expression names them, so that later ones may lean on them."""

    start: datetime
    end: datetime
    day: date | None = None
    confidence: float = 0.95
    part: Atom | None = None
    # Whether the day is that of another expression, which this one only makes more exact.
    has_leant: bool = False

    @property
    def leaning(self) -> Leaning | None:
        return None if self.day is None else Leaning(self.day, self.part)


@dataclass(frozen=True, slots=True)
class Leaning:
    """The day, and perhaps the part of it, that the text speaks of before or after a time without its own."""

    day: date
    part: Atom | None = None


def single(days: Days | None) -> date | None:
    """The day, when it is only one."""
    return days[0] if days is not None and (days[1] - days[0]).days == 1 else None


def capped(start: datetime, end: datetime, expression: Expression, context: Context) -> datetime:
    """What was told cannot have happened after it was told."""
    return context.sent if start <= context.sent < end and not expression.is_future else end


def is_night_owl(context: Context) -> bool:
    """After midnight people still call it the same evening."""
    return context.sent.hour < _NIGHT_OWL_UNTIL


def is_dated(expression: Expression) -> bool:
    """Whether it names its day: "i lördags", and "i morse" too."""
    part = expression.get(Role.PART)
    return expression.get(Role.DAYS) is not None or (part is not None and part.is_this)


def day_of_part(atom: Atom, expression: Expression, context: Context) -> date:
    """The day of "i natt", "ikväll", "på kvällen": the last whose part has begun; for plans the coming one."""
    part, today = atom.part or Part.DAYTIME, context.today
    begin, end = HOURS[part]
    if part is Part.ENGLISH_NIGHT and (is_night_owl(context) or not _is_coming_night(atom, expression, context)):
        return today - timedelta(days=1)
    if expression.is_future:
        is_over = context.sent >= moment(today, end)
        return today + timedelta(days=1) if is_over else today
    has_begun = moment(today, begin) <= context.sent + SLACK
    if has_begun:
        return today
    # "ikväll" in the daytime is a plan even without "ska"; a morning or an undated evening is not.
    if atom.is_this and not is_night_owl(context):
        return today
    return today - timedelta(days=1)


def _is_coming_night(atom: Atom, expression: Expression, context: Context) -> bool:
    """Whether an English night is the one after this day ("tonight"), not the one before ("last night")."""
    return expression.is_future or context.sent.hour >= 20 or (atom.is_this and atom.last - atom.first == 1)
