"""Short ways to make the atoms that the rules make most."""

from __future__ import annotations

from datetime import timedelta

from . import days
from .atoms import Atom, DayReader, Days, Role
from .parts import Part

DAY_WEIGHT, PART_WEIGHT, WEEK_WEIGHT, LONG_WEIGHT = 3, 2, 2, 1
# What recurs tells least of when something happened.
RECURS_WEIGHT = 0
# "i morse", "ikväll": the part of this very day.
THIS_PART_WEIGHT = 4


def day_atom(
    first: int,
    last: int,
    read: DayReader,
    weight: int = DAY_WEIGHT,
    rank: int = 1,
    *,
    is_future: bool = False,
    is_frame: bool = False,
    is_yearless: bool = False,
) -> Atom:
    """One or more days; of two in one expression the higher rank decides."""
    return Atom(
        Role.DAYS,
        first,
        last,
        read_days=read,
        weight=weight,
        rank=rank,
        is_future=is_future,
        is_frame=is_frame,
        is_yearless=is_yearless,
    )


def weekday_atom(first: int, last: int, number: int, mode: days.WeekdayMode, *, is_future: bool = False) -> Atom:
    """A weekday, which a week named beside it may place."""

    def within(span: Days) -> Days | None:
        if span[1] - span[0] > timedelta(days=7):
            return None
        day = span[0] + timedelta(days=(number - span[0].weekday()) % 7)
        return days.one(day) if day < span[1] else None

    read = days.weekday(number, mode)
    return Atom(Role.DAYS, first, last, read_days=read, weight=DAY_WEIGHT, rank=1, is_future=is_future, narrows=within)


def month_day_atom(first: int, last: int, day: int, weight: int = DAY_WEIGHT) -> Atom:
    """ "den 3:e": the day of a month, which a month named beside it may place."""

    def within(span: Days) -> Days | None:
        return next((days.one(at) for at in days.each(span) if at.day == day), None)

    read = days.day_of_month(day)
    return Atom(Role.DAYS, first, last, read_days=read, weight=weight, rank=3, narrows=within)


def part_atom(
    first: int,
    last: int,
    part: Part,
    weight: int = PART_WEIGHT,
    *,
    is_this: bool = False,
    night_after: bool = False,
    night_before: bool = False,
) -> Atom:
    """A part of the day."""
    return Atom(
        Role.PART,
        first,
        last,
        part=part,
        weight=weight,
        is_this=is_this,
        night_after=night_after,
        night_before=night_before,
    )
