"""Rules for what lies between two hours or two dates: "mellan 22 och 23", "den 23-27 december"."""

from __future__ import annotations

from datetime import timedelta

from ..vocabulary import words
from . import days
from .atoms import Atom, Context, DayReader, Days, Line, Role
from .clock_words import CLOCK_NOUNS, JOINTS
from .clocks import Strength, may_follow_hour, read_clock
from .making import day_atom
from .parts import Part
from .rules_clock import WEIGHT, is_age, noted
from .rules_dates import after_ordinal, day_month, slashed

_BETWEEN = words("mellan between")
_AND = words("och o a and &")
_OPENING = words("mellan between fran from nan gang")
_BEFORE_DAY = words("den the d .")
_DATE_WEIGHT, _DATE_RANK = 3, 3


def hour_range(line: Line, index: int) -> Atom | None:
    """The first hour after "mellan", "between", "från": "mellan 22 och 23 igår", "från 5 till 6"."""
    at = line.skip(index + 1, CLOCK_NOUNS | {"."}, 2)
    is_cued = at > index + 1
    found = read_clock(line, at, cued=is_cued)
    if found is None:
        return None
    clock, end, strength = found
    if strength is Strength.BARE and not _second_hour_holds(line, index, end):
        return None
    return Atom(Role.CLOCK, index, end, clock=noted(line, at, clock) if is_cued else clock, weight=WEIGHT)


def _second_hour_holds(line: Line, index: int, end: int) -> bool:
    if is_age(line, index):
        return False
    for at in range(end, end + 4):
        if line.word(at) in JOINTS:
            second = read_clock(line, line.skip(at + 1, CLOCK_NOUNS | {"."}, 2))
            return second is not None and (second[2] is not Strength.BARE or may_follow_hour(line, second[1]))
    return False


def joined_hour(line: Line, index: int) -> Atom | None:
    """The second hour of a range whose first was just read: "… och 23", "-23.30", "till 7 i morse"."""
    last = line.atoms[-1] if line.atoms else None
    if last is None or last.last < index - 2 or not _in_range(line, last):
        return None
    at = line.skip(index + 1, CLOCK_NOUNS | {"."}, 2)
    found = read_clock(line, at, cued=at > index + 1)
    if found is None:
        return None
    clock, end, strength = found
    if strength is Strength.BARE and not (may_follow_hour(line, end) and _is_between(line, index)):
        return None
    return Atom(Role.CLOCK, at, end, clock=clock, weight=WEIGHT)


def _is_between(line: Line, index: int) -> bool:
    """Whether "och" joins two hours: only after "mellan"; "kl 22 och tre av dem" does not."""
    return line.word(index) not in _AND or any(line.word(at) in _BETWEEN for at in range(index - 10, index))


def _in_range(line: Line, last: Atom) -> bool:
    """Whether the expression that ends with `last` holds a clock, so that another may follow."""
    return any(
        (atom.role is Role.CLOCK or atom.part is Part.LUNCH) and atom.last >= last.last - 6 for atom in line.atoms[-3:]
    )


def day_range(line: Line, index: int) -> Atom | None:
    """ "mellan den 23 å 27 december", "den 3-5 november", "between the 3rd and the 5th": from a day to a day."""
    at = line.skip(index, _OPENING, 1)
    is_between = at > index
    at = line.skip(at, _BEFORE_DAY, 2)
    first = line.at(at)
    if first.number is None or first.digits > 2 or not 1 <= first.number <= 31:
        return None
    joint = after_ordinal(line, at)
    has_ordinal = joint > at + 1
    if line.word(joint) not in JOINTS or (line.word(joint) in _AND and not is_between):
        return None
    second = line.skip(joint + 1, _BEFORE_DAY, 2)
    found = day_month(line, second, second) or (slashed(line, second) if second > joint + 1 else None)
    if found is None and (has_ordinal or second > joint + 1):
        found = _ordinal_day(line, second)
    if found is None or found.read_days is None:
        return None
    reader = _from_day(first.number, found.read_days)
    return day_atom(index, found.last, reader, _DATE_WEIGHT, _DATE_RANK, is_yearless=found.is_yearless)


def _ordinal_day(line: Line, index: int) -> Atom | None:
    token, end = line.at(index), after_ordinal(line, index)
    if token.number is None or not 1 <= token.number <= 31 or end == index + 1:
        return None
    return day_atom(index, end, days.day_of_month(token.number), _DATE_WEIGHT, _DATE_RANK)


def _from_day(day: int, read_end: DayReader) -> DayReader:
    """From the nearest such day of a month before the end."""

    def read(context: Context, future: bool, year: int | None) -> Days | None:
        end = read_end(context, future, year)
        if end is None:
            return None
        start = end[0]
        while start.day != day:
            start -= timedelta(days=1)
        return start, end[1]

    return read
