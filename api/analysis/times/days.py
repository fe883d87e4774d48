"""Days and weeks counted from the day on which a message was sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

from .atoms import Context, DayReader, Days

STOCKHOLM = ZoneInfo("Europe/Stockholm")
_DAY = timedelta(days=1)
Third = Literal["all", "start", "middle", "end"]


def moment(day: date, hour: float = 0, minute: int = 0) -> datetime:
    """Local time in Sweden; hours from 24 on run into the next day; a time that summer time skips moves on."""
    whole = datetime.combine(day, time()) + timedelta(hours=hour, minutes=minute)
    return later(whole.replace(tzinfo=STOCKHOLM), timedelta())


def later(instant: datetime, by: timedelta) -> datetime:
    """`by` real time after `instant`, whatever the clocks do in between."""
    return (instant.astimezone(ZoneInfo("UTC")) + by).astimezone(STOCKHOLM)


def one(day: date) -> Days:
    return day, day + _DAY


def offset(days: int) -> DayReader:
    """A day counted from the day of sending: -1 is yesterday."""
    return lambda context, future, year: one(context.today + timedelta(days=days))


def weekday(number: int, mode: Literal["past", "bare", "previous", "coming", "next"]) -> DayReader:
    """A weekday (Monday 0). `past` is before today, `bare` may be today, `previous` is never yesterday."""

    def read(context: Context, future: bool, year: int | None) -> Days:
        back = (context.today.weekday() - number) % 7
        if mode == "coming" or (mode == "bare" and future):
            return one(context.today + timedelta(days=-back % 7 if mode == "bare" else 7 - back))
        if mode == "next":
            return one(context.today + timedelta(days=7 - context.today.weekday() + number))
        if back == 0 and mode != "bare":
            back = 7
        # Whoever means yesterday says "igår", so "förra tisdagen" on a Wednesday is a week older.
        if mode == "previous" and back == 1:
            back = 8
        return one(context.today - timedelta(days=back))

    return read


def calendar(month: int, day: int, year: int | None = None) -> DayReader:
    """A date of the calendar; without a year the last one that is not after the day of sending."""

    def read(context: Context, future: bool, named: int | None) -> Days | None:
        wanted = year or named
        if wanted is not None:
            return _existing(wanted, month, day)
        today = context.today
        candidates = [_existing(today.year + step, month, day) for step in range(-8, 9)]
        found = [days for days in candidates if days]
        if future:
            return next((days for days in found if days[0] >= today), None)
        return next((days for days in reversed(found) if days[0] <= today), None)

    return read


def _existing(year: int, month: int, day: int) -> Days | None:
    try:
        return one(date(year, month, day))
    except (ValueError, OverflowError):
        return None


def day_of_month(day: int) -> DayReader:
    """A day named by its number alone ("den 3:e"): the last one, or the coming one."""

    def read(context: Context, future: bool, year: int | None) -> Days | None:
        for step in range(13):
            index = context.today.year * 12 + context.today.month - 1 + (step if future else -step)
            days = _existing(index // 12, index % 12 + 1, day)
            if days and (days[0] >= context.today if future else days[0] <= context.today):
                return days
        return None

    return read


def month(number: int, third: Third = "all", years_back: int | None = None) -> DayReader:
    """A month or a third of it; without a year the last one that has begun."""

    def read(context: Context, future: bool, named: int | None) -> Days | None:
        today = context.today
        if years_back is not None:
            named = today.year - years_back
        begun = number <= today.month
        guess = today.year if begun != future or number == today.month else today.year + (1 if future else -1)
        return _month_days(named or guess, number, third)

    return read


def _month_days(year: int, number: int, third: Third) -> Days | None:
    if not 1 < year < 9999:
        return None
    first = date(year, number, 1)
    after = date(year + number // 12, number % 12 + 1, 1)
    tenth, twentieth = first + timedelta(days=10), first + timedelta(days=20)
    return {"all": (first, after), "start": (first, tenth), "middle": (tenth, twentieth), "end": (twentieth, after)}[
        third
    ]


def months_back(count: int) -> DayReader:
    """A whole month counted from this one: 1 is last month."""

    def read(context: Context, future: bool, year: int | None) -> Days | None:
        index = context.today.year * 12 + context.today.month - 1 - count
        return _month_days(index // 12, index % 12 + 1, "all")

    return read


def week(offset_weeks: int) -> DayReader:
    """A calendar week from Monday on: -1 is last week; this week ends with today."""

    def read(context: Context, future: bool, year: int | None) -> Days:
        monday = context.today - timedelta(days=context.today.weekday())
        if offset_weeks == 0 and not future:
            return monday, context.today + _DAY
        first = monday + timedelta(weeks=offset_weeks)
        return first, first + timedelta(days=7)

    return read


def numbered_week(number: int) -> DayReader:
    """An ISO week of this year, or of last year when this year's lies ahead."""

    def read(context: Context, future: bool, named: int | None) -> Days | None:
        for year in (named,) if named else (context.today.year, context.today.year - 1):
            try:
                first = date.fromisocalendar(year, number, 1)
            except ValueError:
                continue
            if named or future or first <= context.today:
                return first, first + timedelta(days=7)
        return None

    return read


def weekend(mode: Literal["this", "previous"]) -> DayReader:
    """Saturday and Sunday: this weekend while it lasts, else the last one; `previous` is always over."""

    def read(context: Context, future: bool, year: int | None) -> Days:
        today = context.today
        saturday = today - timedelta(days=(today.weekday() - 5) % 7)
        if future and today.weekday() < 5:
            saturday += timedelta(days=7)
        elif mode == "previous" and today.weekday() >= 5:
            saturday -= timedelta(days=7)
        return saturday, saturday + timedelta(days=2)

    return read


def year_back(count: int) -> DayReader:
    return lambda context, future, year: _year(context.today.year - count)


def whole_year(number: int) -> DayReader:
    return lambda context, future, year: _year(number)


def _year(number: int) -> Days | None:
    return (date(number, 1, 1), date(number + 1, 1, 1)) if 1 < number < 9999 else None


def season(first_month: int, over: bool = False) -> DayReader:
    """Three months from `first_month` on: the last that has begun (that is `over`), or of the year named."""

    def read(context: Context, future: bool, named: int | None) -> Days | None:
        year = named or context.today.year
        # Winter carries the year in which it ends.
        start = date(year - 1 if first_month == 12 else year, first_month, 1)
        while named is None and (_after_season(start) if over else start) > context.today:
            start = start.replace(year=start.year - 1)
        return start, _after_season(start)

    return read


def _after_season(start: date) -> date:
    months = start.month + 2
    return date(start.year + months // 12, months % 12 + 1, 1)


def feast(days_of: Callable[[int], Days]) -> DayReader:
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
