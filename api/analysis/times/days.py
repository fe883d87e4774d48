"""Days and weeks counted from the day on which a message was sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from .atoms import Context, DayReader, Days

STOCKHOLM = ZoneInfo("Europe/Stockholm")
_DAY = timedelta(days=1)
Third = Literal["all", "start", "middle", "end"]
WeekdayMode = Literal["past", "bare", "previous", "coming", "next", "before_previous"]


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


def each(span: Days) -> Iterator[date]:
    """The days of a span, of a month's length at most."""
    for step in range(min((span[1] - span[0]).days, 31)):
        yield span[0] + timedelta(days=step)


def weekday(number: int, mode: WeekdayMode) -> DayReader:
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
        if mode == "before_previous":
            back += 7
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


def day_of_this_month(day: int) -> DayReader:
    """ "den 9 dennes": of the month in which the message is written."""
    return lambda context, future, year: _existing(context.today.year, context.today.month, day)


def in_year(read: DayReader, number: int) -> DayReader:
    """The days of the year that is named with them."""
    return lambda context, future, year: read(context, future, number)


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


def third_of(read_month: DayReader, third: Third) -> DayReader:
    """The first ten days of a month, the ten in its middle, or the rest."""

    def read(context: Context, future: bool, named: int | None) -> Days | None:
        found = read_month(context, future, named)
        days = found and _month_days(found[0].year, found[0].month, third)
        if found and days and days[0] > context.today and not future:
            before = found[0] - _DAY
            return _month_days(before.year, before.month, third)
        return days

    return read


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


def weekend(mode: Literal["this", "previous"], weeks_before: int = 0) -> DayReader:
    """Saturday and Sunday: this weekend while it lasts, else the last one; `previous` is always over."""

    def read(context: Context, future: bool, year: int | None) -> Days:
        today = context.today
        saturday = today - timedelta(days=(today.weekday() - 5) % 7)
        if future and today.weekday() < 5:
            saturday += timedelta(days=7)
        elif mode == "previous" and today.weekday() >= 5:
            saturday -= timedelta(days=7)
        saturday -= timedelta(weeks=weeks_before)
        return saturday, saturday + timedelta(days=2)

    return read


def year_back(count: int) -> DayReader:
    return lambda context, future, year: _year(context.today.year - count)


def whole_year(number: int, length: int = 1) -> DayReader:
    """A year of the calendar, or a decade from it on."""
    return lambda context, future, year: _years(number, length)


def _years(number: int, length: int) -> Days | None:
    first, last = _year(number), _year(number + length - 1)
    return (first[0], last[1]) if first and last else None


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


def part_of(read_frame: DayReader, first: int, last: int) -> DayReader:
    """The days of a frame from its `first` to the one before its `last`, as far as it has them."""

    def read(context: Context, future: bool, year: int | None) -> Days | None:
        frame = read_frame(context, future, year)
        if frame is None:
            return None
        start = frame[0] + timedelta(days=first)
        return (start, min(frame[0] + timedelta(days=last), frame[1])) if start < frame[1] else frame

    return read
