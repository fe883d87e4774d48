"""Rules for dates of the calendar: 18 november, den 3:e mars, 3/3, 2026-11-18, i december."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ..vocabulary import words
from . import days
from .atoms import Atom, DayReader, Line
from .days import Third
from .making import DAY_WEIGHT, LONG_WEIGHT, day_atom, month_day_atom
from .words import AFTER_HOUR, FULL_MONTHS, MONTH_AFTER_IN, MONTHS, ORDINAL_ENDINGS, ORDINALS, PARTS

_RANK = 3
_BORN = words("fodd fodda fodelsedatum born fodelsedag personnummer birthday")
# Written like dates, but fractions or "round the clock" more often.
_FRACTIONS = frozenset({(1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (1, 5), (24, 7)})
FIRST_YEAR = 1950


_OPENS = frozenset('(",:.-–')


def number_date(line: Line, index: int) -> Atom | None:
    """A date that begins with a number: 2026-11-18, 18 november 2025, 3:e mars, 3/3, 18.11.2026."""
    token = line.at(index)
    if token.number is None or (token.glued and line.at(index - 1).word not in _OPENS):
        return None
    if token.digits == 4:
        return _iso(line, index)
    if token.digits == 8:
        return _compact(line, index)
    if token.digits > 2 or not 1 <= token.number <= 31:
        return None
    return day_month(line, index, index) or slashed(line, index)


def _iso(line: Line, index: int) -> Atom | None:
    mark, month, mark2, day = (line.at(index + step) for step in range(1, 5))
    if mark.word not in ("-", "/", ".", "–") or mark2.word != mark.word or month.number is None or day.number is None:
        return None
    if not (mark.glued and month.glued and day.glued) or month.digits > 2 or day.digits > 2 or _born(line, index):
        return None
    following = line.at(index + 5)
    if following.glued and following.word in ("-", "/") and line.at(index + 6).digits:
        return None
    return _checked(index, index + 5, line.at(index).number or 0, month.number, day.number)


def _compact(line: Line, index: int) -> Atom | None:
    number = line.at(index).number or 0
    following = line.at(index + 1)
    if _born(line, index) or (following.glued and following.word != "." and following.word != ","):
        return None
    year = number // 10000
    if not line.context.sent.year - 10 <= year <= line.context.sent.year + 1:
        return None
    return _checked(index, index + 1, year, number // 100 % 100, number % 100)


def _checked(first: int, last: int, year: int, month: int, day: int) -> Atom | None:
    try:
        date(year, month, day)
    except ValueError:
        return None
    if not FIRST_YEAR <= year <= 2100:
        return None
    return day_atom(first, last, days.calendar(month, day, year), DAY_WEIGHT, _RANK)


def _born(line: Line, index: int) -> bool:
    return any(line.word(i) in _BORN for i in range(index - 3, index))


def day_month(line: Line, index: int, first: int) -> Atom | None:
    """ "18 november", "18:e nov 2025", "18th of November", with the day's number at `index`."""
    day = line.at(index).number or ORDINALS.get(line.word(index), 0)
    at = after_ordinal(line, index)
    if line.word(at) == "of":
        at += 1
    month = MONTHS.get(line.word(at))
    if month is None or not 1 <= day <= 31 or _born(line, index):
        return None
    # "4 mar" and "2 jul" need nothing more; "3 mars-bars" is not a date.
    following = at + 1 + (line.word(at + 1) == "-" and line.at(at + 1).glued)
    if line.at(following).glued and line.word(following)[:1].isalpha():
        return None
    end = at + 1
    if line.word(end) == "." and line.at(end).glued and len(line.word(at)) <= 4:
        end += 1
    year, end = year_after(line, end)
    return _calendar(first, end, month, day, year)


def _calendar(first: int, last: int, month: int, day: int, year: int | None) -> Atom:
    reader = days.calendar(month, day, year)
    return day_atom(first, last, reader, DAY_WEIGHT, _RANK, is_yearless=year is None)


def after_ordinal(line: Line, index: int) -> int:
    """The index after a number with its ending: 3:e, 3e, 18th."""
    at = index + 1
    if line.word(at) == ":" and line.at(at).glued and line.word(at + 1) in ORDINAL_ENDINGS:
        return at + 2
    return at + 1 if line.at(at).glued and line.word(at) in ORDINAL_ENDINGS else at


def year_after(line: Line, index: int) -> tuple[int | None, int]:
    at = index + 1 if line.word(index) in (",", "ar") else index
    token = line.at(at)
    following = line.at(at + 1)
    is_year = token.digits == 4 and token.number is not None and FIRST_YEAR <= token.number <= 2100
    if is_year and not (following.glued and following.word in (":", "-")):
        return token.number, at + 1
    return None, index


def slashed(line: Line, index: int) -> Atom | None:
    """3/3, 3/3-25, 18/11 2025, 18.11.2026, 18-11-2026."""
    mark, month = line.at(index + 1), line.at(index + 2)
    if not (mark.glued and month.glued) or month.number is None or month.digits > 2 or mark.word not in "/.-":
        return None
    day = line.at(index).number or 0
    year, end = _year_beside(line, index + 3, mark.word)
    if mark.word != "/" and (year is None or year < 100):
        return None
    if mark.word == "/" and year is None:
        following = line.at(end)
        cued = (
            line.word(index - 1) in ("den", "d", "on", "fran", "sedan", "sen", "datum")
            or line.word(index - 1) in DAY_CUES
        )
        if (day, month.number) in _FRACTIONS and not cued:
            return None
        is_range = following.word in ("-", "–") and line.word(end + 2) == "/"
        if following.glued and not is_range and (following.word in ("/", "-", "%") or following.word.isalnum()):
            return None
        if following.word in ("av", "of", "dl", "liter", "kr", "dels", "poang", "stjarnor"):
            return None
    if not 1 <= month.number <= 12 or _born(line, index):
        return None
    full = year + 2000 if year is not None and year < 100 else year
    return _calendar(index, end, month.number, day, full)


DAY_CUES = words(
    """
    idag igar mandag tisdag onsdag torsdag fredag lordag sondag natten kvallen morgonen (
    """
)


def _year_beside(line: Line, index: int, mark: str) -> tuple[int | None, int]:
    joint, year = line.at(index), line.at(index + 1)
    if line.word(index + 2) == "/" and line.at(index + 2).glued and line.at(index + 3).digits:
        # "13/11-15/11": not a year but the next date.
        return None, index
    if joint.glued and joint.word in {mark, "-", "–"} and year.glued and year.digits in (2, 4):
        return year.number, index + 2
    if joint.digits == 4 and not joint.glued:
        return year_after(line, index)
    return None, index


def the_date(line: Line, index: int) -> Atom | None:
    """ "den 3:e mars", "d. 3/11", "den artonde november", "den 9 dennes", "den 3:e" and "on the 18th" alone."""
    at = index + 1 + (line.word(index) == "d" and line.word(index + 1) == ".")
    token = line.at(at)
    is_ordinal = token.word in ORDINALS
    if token.number is None and not is_ordinal:
        return None
    found = day_month(line, at, index) or (None if is_ordinal else slashed(line, at))
    if found:
        return replace(found, first=index)
    if is_ordinal or not 1 <= (token.number or 0) <= 31 or token.digits > 2:
        return None
    end = after_ordinal(line, at)
    if line.word(end) in _OF_THIS_MONTH:
        this_month = days.day_of_this_month(token.number or 0)
        return day_atom(index, end + 1, this_month, DAY_WEIGHT, _RANK)
    holds = _ordinal_holds(line, end) if end > at + 1 else _plain_holds(line, index, end)
    return month_day_atom(index, end, token.number or 0) if holds and line.word(index) != "d" else None


_OF_THIS_MONTH = words("dennes ds denna innevarande")
# Before "den 4" without more: what is told is told of a day ("sedan den 19", "natten den 5").
_BEFORE_PLAIN = words(
    """
    sedan sen natten kvallen morgonen borjade startade slutade hande skedde forsvann stals mot till te fran lordagen
    sondagen mandagen tisdagen onsdagen torsdagen fredagen lordags sondags mandags tisdags onsdags torsdags fredags
    lordag sondag mandag tisdag onsdag torsdag fredag manaden alltsedan
    """
)


def _ordinal_holds(line: Line, end: int) -> bool:
    word = line.word(end)
    if word == "of":
        return line.word(end + 1) in ("last", "this")
    return word in AFTER_HOUR or word in PARTS or word in ("kl", "klockan") or not word.isalnum()


def _plain_holds(line: Line, index: int, end: int) -> bool:
    following = line.at(end)
    if following.glued and (following.word not in _MARKS or line.at(end + 1).glued):
        return False
    if following.word in PARTS or following.word in ("kl", "klockan", "pa"):
        return True
    if index == 0 and (not following.word or not line.word(end + 1)):
        # The whole answer.
        return not following.word or following.word in _MARKS
    is_free = not following.word or following.word in _MARKS or following.word in AFTER_HOUR
    return is_free and (line.word(index - 1) in _BEFORE_PLAIN)


_MARKS = frozenset(".,!?;)")


def ordinal_date(line: Line, index: int) -> Atom | None:
    """ "tredje augusti", "första maj"."""
    return day_month(line, index, index) if line.word(index + 1) in FULL_MONTHS else None


def month_first(line: Line, index: int) -> Atom | None:
    """ "November 18th", "May 3"."""
    token = line.at(index + 1)
    if token.number is None or token.digits > 2 or not 1 <= token.number <= 31:
        return None
    end = after_ordinal(line, index + 1)
    if line.at(end).glued and line.word(end) in (":", ".") and line.at(end + 1).digits:
        return None
    if line.context.language != "en" and end == index + 2:
        return None
    year, end = year_after(line, end)
    return _calendar(index, end, MONTHS[line.word(index)], token.number, year)


_START, _MIDDLE, _END = words("borjan start beginning early"), words("mitten middle mid"), words("slutet end late")
THIRD_STARTS = _START | _MIDDLE | _END
_THIS_MONTH = words("manaden manan month")


def _third(word: str) -> Third:
    return "start" if word in _START else "middle" if word in _MIDDLE else "end" if word in _END else "all"


def in_month(line: Line, index: int) -> Atom | None:
    """ "i december", "under mars", "i slutet av november", "in May"; with a year when one follows."""
    at = index if line.word(index) in THIRD_STARTS else index + 1
    # "sen slutet av augusti", "in late May", "this July"
    at += line.word(at) in ("the", "this") or (line.word(at) == "i" and line.word(index) in ("sen", "sedan"))
    third = _third(line.word(at))
    if third != "all":
        at = at + 2 if line.word(at + 1) in ("av", "of", "pa") else at + 1
        if (found := _month_counted(line, at)) is not None:
            reader, end = found
            return day_atom(index, end, days.third_of(reader, third), LONG_WEIGHT, _RANK)
    number = MONTH_AFTER_IN.get(line.word(at))
    if number is None or (line.word(at) == "may" and line.word(index) != "in"):
        return None
    year, end = year_after(line, at + 1)
    is_whole = third == "all"
    span = days.month(number, third)
    if year is not None:
        span = days.in_year(span, year)
    return day_atom(index, end if year is not None else at + 1, span, LONG_WEIGHT, _RANK, is_frame=is_whole)


def _month_counted(line: Line, index: int) -> tuple[DayReader, int] | None:
    """ "månaden", "förra månaden", "last month" after "i slutet av"."""
    back = int(line.word(index) in ("forra", "last"))
    at = index + (back or line.word(index) in ("den", "the", "this", "denna"))
    return (days.months_back(back), at + 1) if line.word(at) in _THIS_MONTH else None


def month_word(line: Line, index: int) -> Atom | None:
    """A month by itself, as an answer: "juli tror jag", "juli 2022"; elsewhere it is as often a name."""
    year, end = year_after(line, index + 1)
    if year is not None:
        read = days.in_year(days.month(MONTHS[line.word(index)]), year)
        return day_atom(index, end, read, LONG_WEIGHT, _RANK, is_frame=True)
    number = FULL_MONTHS.get(line.word(index))
    before, after = line.word(index - 1), line.word(index + 1)
    opens = not before or before in (",", "var", "i", "nog", "typ", "kanske", "this")
    closes = not after or after in _MARKS or after in ("tror", "kanske", "nog", "typ", "ungefar")
    if number is None or line.word(index) in ("april", "june") or not (opens and closes):
        return None
    return day_atom(index, index + 1, days.month(number), LONG_WEIGHT, _RANK, is_frame=True)
