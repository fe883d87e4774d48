"""The days of feasts and holidays, by the year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from .atoms import Context, DayReader, Days
from .days import one

YearReader = Callable[[int], Days]


def feast(days_of: YearReader) -> DayReader:
    """A feast by the year: the last one that has begun, or of the year named."""

    def read(context: Context, future: bool, named: int | None) -> Days | None:
        if not 2 < (named or context.today.year) < 9990:
            return None
        if named is not None:
            return days_of(named)
        year = context.today.year
        found = days_of(year)
        if future:
            return found if found[1] > context.today else days_of(year + 1)
        return found if found[0] <= context.today else days_of(year - 1)

    return read


def shifted(days_of: YearReader, before: int, length: int = 1) -> YearReader:
    """The days so many days from the first day of a feast."""

    def read(year: int) -> Days:
        start = days_of(year)[0] + timedelta(days=before)
        return start, start + timedelta(days=length)

    return read


def day_beside(days_of: YearReader, is_after: bool) -> YearReader:
    """The day before a feast or after it."""
    return lambda year: one(days_of(year)[1] if is_after else days_of(year)[0] - timedelta(days=1))


def weekend_beside(days_of: YearReader, is_after: bool) -> YearReader:
    """The Saturday and Sunday before a feast or after it."""

    def read(year: int) -> Days:
        first, after = days_of(year)
        if is_after:
            saturday = after + timedelta(days=(5 - after.weekday()) % 7)
        else:
            # The last Sunday before the feast, and the day before it.
            saturday = first - timedelta(days=first.weekday() + 2)
        return saturday, saturday + timedelta(days=2)

    return read


def week_beside(days_of: YearReader, is_after: bool) -> YearReader:
    """The week from Monday on before that of a feast or after it."""

    def read(year: int) -> Days:
        first = days_of(year)[0]
        monday = first + timedelta(days=(7 if is_after else -7) - first.weekday())
        return monday, monday + timedelta(days=7)

    return read


def _fixed(month: int, day: int, length: int = 1) -> YearReader:
    return lambda year: (date(year, month, day), date(year, month, day) + timedelta(days=length))


def _easter(first: int, length: int = 1) -> YearReader:
    return shifted(lambda year: one(easter_sunday(year)), first, length)


@cache
def easter_sunday(year: int) -> date:
    """Easter Sunday of the western churches (Gauss's method in Lichtenberg's form)."""
    century = year // 100
    moon = 15 + (3 * century + 3) // 4 - (8 * century + 13) // 25
    sun = 2 - (3 * century + 3) // 4
    golden = year % 19
    seed = (19 * golden + moon) % 30
    correction = (seed + golden // 11) // 29
    full = 21 + seed - correction
    first_sunday = 7 - (year + year // 4 + sun) % 7
    return date(year, 3, 1) + timedelta(days=full + 7 - (full - first_sunday) % 7 - 1)


def midsummer_eve(year: int) -> date:
    """The Friday between 19 and 25 June."""
    first = date(year, 6, 19)
    return first + timedelta(days=(4 - first.weekday()) % 7)


def _all_saints(year: int) -> date:
    """The Saturday between 31 October and 6 November."""
    first = date(year, 10, 31)
    return first + timedelta(days=(5 - first.weekday()) % 7)


def _advent(number: int) -> YearReader:
    def read(year: int) -> Days:
        eve = date(year, 12, 24)
        fourth = eve - timedelta(days=(eve.weekday() + 1) % 7)
        return one(fourth - timedelta(weeks=4 - number))

    return read


def _midsummer(first: int, length: int) -> YearReader:
    return shifted(lambda year: one(midsummer_eve(year)), first, length)


CHRISTMAS, NEW_YEAR, EASTER, MIDSUMMER = _fixed(12, 24, 3), _fixed(12, 31, 2), _easter(-2, 4), _midsummer(0, 2)
CHRISTMAS_EVE, CHRISTMAS_DAY, BOXING_DAY = _fixed(12, 24), _fixed(12, 25), _fixed(12, 26)
NEW_YEARS_EVE, NEW_YEARS_DAY, BETWEEN_DAYS = _fixed(12, 31), _fixed(1, 1), _fixed(12, 27, 4)
MAUNDY_THURSDAY, GOOD_FRIDAY, EASTER_EVE = _easter(-3), _easter(-2), _easter(-1)
EASTER_DAY, EASTER_MONDAY, ASCENSION, WHITSUN = _easter(0), _easter(1), _easter(39), _easter(48, 2)
WALPURGIS, FIRST_OF_MAY, LUCIA = _fixed(4, 30), _fixed(5, 1), _fixed(12, 13)
NATIONAL_DAY, HALLOWEEN, EPIPHANY = _fixed(6, 6), _fixed(10, 31), _fixed(1, 6)
MIDSUMMER_EVE, MIDSUMMER_DAY, MIDSUMMER_WEEKEND = _midsummer(0, 1), _midsummer(1, 1), _midsummer(0, 3)
SHROVE_TUESDAY = _easter(-47)
# School holidays as most municipalities keep them; the winter one moves from week 7 to 10 through the country.
CHRISTMAS_BREAK, SUMMER_BREAK, EASTER_BREAK = _fixed(12, 21, 18), _fixed(6, 12, 67), _easter(-6, 14)
ADVENTS = tuple(_advent(number) for number in range(1, 5))


def _weeks(first: int, count: int) -> YearReader:
    def read(year: int) -> Days:
        monday = date.fromisocalendar(year, first, 1)
        return monday, monday + timedelta(weeks=count)

    return read


WINTER_BREAK, AUTUMN_BREAK = _weeks(7, 4), _weeks(44, 1)


def all_saints(year: int) -> Days:
    return one(_all_saints(year))


def all_saints_weekend(year: int) -> Days:
    return _all_saints(year), _all_saints(year) + timedelta(days=2)
