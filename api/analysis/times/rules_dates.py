"""Rules for dates of the calendar: 18 november, den 3:e mars, 3/3, 2026-11-18, i december, julafton."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from ..vocabulary import words
from . import days
from .atoms import Atom, Days, Line, Role
from .days import Third, easter_sunday, midsummer_eve, one
from .parts import Part
from .rules_days import day_atom, is_night_between, part_atom
from .words import AFTER_HOUR, FULL_MONTHS, MONTH_AFTER_IN, MONTHS, ORDINAL_ENDINGS, ORDINALS, PARTS

_DATE, _LONG = 3, 1
_RANK = 3
_BORN = words("fodd fodda fodelsedatum born fodelsedag personnummer birthday")
# Written like dates, but fractions or "round the clock" more often.
_FRACTIONS = frozenset({(1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (1, 5), (24, 7)})
_FIRST_YEAR = 1970


def number_date(line: Line, index: int) -> Atom | None:
    """A date that begins with a number: 2026-11-18, 18 november 2025, 3:e mars, 3/3, 18.11.2026."""
    token = line.at(index)
    if token.number is None or (token.glued and line.at(index - 1).word not in ("(", '"', ",", ":", ".")):
        return None
    if token.digits == 4:
        return _iso(line, index)
    if token.digits == 8:
        return _compact(line, index)
    if token.digits > 2 or not 1 <= token.number <= 31:
        return None
    return _day_month(line, index, index) or _slashed(line, index)


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
    if not _FIRST_YEAR <= year <= 2100:
        return None
    return day_atom(first, last, days.calendar(month, day, year), _DATE, _RANK)


def _born(line: Line, index: int) -> bool:
    return any(line.word(i) in _BORN for i in range(index - 3, index))


def _day_month(line: Line, index: int, first: int) -> Atom | None:
    """ "18 november", "18:e nov 2025", "18th of November", with the day's number at `index`."""
    day = line.at(index).number or ORDINALS.get(line.word(index), 0)
    at = _after_ordinal(line, index)
    if line.word(at) == "of":
        at += 1
    month = MONTHS.get(line.word(at))
    if month is None or not 1 <= day <= 31 or _born(line, index):
        return None
    # "4 mar" and "2 jul" need nothing more; "3 mars-bars" is not a date.
    if line.at(at + 1).glued and line.word(at + 1)[:1].isalnum():
        return None
    end = at + 1
    if line.word(end) == "." and line.at(end).glued and len(line.word(at)) <= 4:
        end += 1
    year, end = _year_after(line, end)
    return day_atom(first, end, days.calendar(month, day, year), _DATE, _RANK)


def _after_ordinal(line: Line, index: int) -> int:
    """The index after a number with its ending: 3:e, 3e, 18th."""
    at = index + 1
    if line.word(at) == ":" and line.at(at).glued and line.word(at + 1) in ORDINAL_ENDINGS:
        return at + 2
    return at + 1 if line.at(at).glued and line.word(at) in ORDINAL_ENDINGS else at


def _year_after(line: Line, index: int) -> tuple[int | None, int]:
    at = index + 1 if line.word(index) in (",", "ar") else index
    token = line.at(at)
    following = line.at(at + 1)
    is_year = token.digits == 4 and token.number is not None and _FIRST_YEAR <= token.number <= 2100
    if is_year and not (following.glued and following.word in (":", "-")):
        return token.number, at + 1
    return None, index


def _slashed(line: Line, index: int) -> Atom | None:
    """3/3, 3/3-25, 18/11 2025, 18.11.2026, 18-11-2026."""
    mark, month = line.at(index + 1), line.at(index + 2)
    if not (mark.glued and month.glued) or month.number is None or month.digits > 2 or mark.word not in "/.-":
        return None
    day = line.at(index).number or 0
    year, end = _slashed_year(line, index + 3, mark.word)
    if mark.word != "/" and (year is None or year < 100):
        return None
    if mark.word == "/" and year is None:
        following = line.at(end)
        cued = line.word(index - 1) in ("den", "on", "fran", "sedan", "datum") or line.word(index - 1) in DAY_CUES
        if (day, month.number) in _FRACTIONS and not cued:
            return None
        if following.glued and (following.word in ("/", "-", "%") or following.word.isalnum()):
            return None
        if following.word in ("av", "of", "dl", "liter", "kr", "dels", "poang", "stjarnor"):
            return None
    if not 1 <= month.number <= 12 or _born(line, index):
        return None
    full = year + 2000 if year is not None and year < 100 else year
    return day_atom(index, end, days.calendar(month.number, day, full), _DATE, _RANK)


DAY_CUES = words(
    """
    idag igar mandag tisdag onsdag torsdag fredag lordag sondag natten kvallen morgonen (
    """
)


def _slashed_year(line: Line, index: int, mark: str) -> tuple[int | None, int]:
    joint, year = line.at(index), line.at(index + 1)
    if joint.glued and joint.word in {mark, "-", "–"} and year.glued and year.digits in (2, 4):
        return year.number, index + 2
    if joint.digits == 4 and not joint.glued:
        return _year_after(line, index)
    return None, index


def the_date(line: Line, index: int) -> Atom | None:
    """ "den 3:e mars", "den artonde november", "den 3:e" and "on the 18th" by themselves."""
    at = index + 1
    token = line.at(at)
    is_ordinal = token.word in ORDINALS
    if token.number is None and not is_ordinal:
        return None
    found = _day_month(line, at, index) or (None if is_ordinal else _slashed(line, at))
    if found:
        return found if found.first == index else day_atom(index, found.last, found.read_days or days.offset(0), 3, 3)
    if is_ordinal or not 1 <= (token.number or 0) <= 31 or token.digits > 2:
        return None
    end = _after_ordinal(line, at)
    following = line.word(end)
    plain = end == at + 1
    if (plain and following not in PARTS and following not in ("kl", "klockan", "pa")) or (
        line.at(end).glued and plain
    ):
        return None
    if following in AFTER_HOUR or following in PARTS or following in ("kl", "klockan") or not following.isalnum():
        return day_atom(index, end, days.day_of_month(token.number or 0), _DATE, _RANK)
    return None


def night_between_dates(line: Line, index: int) -> tuple[Atom, Atom] | None:
    """ "natten mellan den 20 och 21 november": the night before the second date."""
    if not is_night_between(line, index):
        return None
    for at in range(index + 3, index + 8):
        if line.word(at) in ("och", "o", "and") and line.at(index + 2 + (line.word(index + 2) == "den")).digits:
            found = _day_month(line, at + 1 + (line.word(at + 1) in ("den", "the")), index)
            return (found, part_atom(index, found.last, Part.NIGHT, night_before=True)) if found else None
    return None


def ordinal_date(line: Line, index: int) -> Atom | None:
    """ "tredje augusti", "första maj"."""
    return _day_month(line, index, index) if line.word(index + 1) in FULL_MONTHS else None


def month_first(line: Line, index: int) -> Atom | None:
    """ "November 18th", "May 3"."""
    token = line.at(index + 1)
    if token.number is None or token.digits > 2 or not 1 <= token.number <= 31:
        return None
    end = _after_ordinal(line, index + 1)
    if line.at(end).glued and line.word(end) in (":", ".") and line.at(end + 1).digits:
        return None
    if line.context.language != "en" and end == index + 2:
        return None
    year, end = _year_after(line, end)
    return day_atom(index, end, days.calendar(MONTHS[line.word(index)], token.number, year), _DATE, _RANK)


_START, _MIDDLE, _END = words("borjan start beginning early"), words("mitten middle mid"), words("slutet end late")


def _third(word: str) -> Third:
    return "start" if word in _START else "middle" if word in _MIDDLE else "end" if word in _END else "all"


def in_month(line: Line, index: int) -> Atom | None:
    """ "i december", "under mars", "i slutet av november", "in May"; with a year when one follows."""
    at = index + 1
    at += line.word(at) == "the"
    third = _third(line.word(at))
    if third != "all":
        at = at + 2 if line.word(at + 1) in ("av", "of", "pa") else at + 1
    number = MONTH_AFTER_IN.get(line.word(at))
    if number is None or (line.word(at) == "may" and line.word(index) != "in"):
        return None
    year, end = _year_after(line, at + 1)
    if year is not None:
        span = days.month(number, third)
        return day_atom(index, end, lambda context, future, named: span(context, future, year), _LONG, _RANK)
    return day_atom(index, at + 1, days.month(number, third), _LONG, _RANK)


def named_year(line: Line, index: int) -> Atom | None:
    """A year beside a month or season ("hösten 2024"), or after "år", "sedan", "in"."""
    token = line.at(index)
    if token.digits != 4 or not _FIRST_YEAR <= (token.number or 0) <= line.context.sent.year + 1:
        return None
    before = line.word(index - 1)
    if not (before in ("ar", "aret", "sedan", "sen", "since", "in", "under") or before in _SEASON_WORDS):
        return None
    if (token.glued and before != "(") or (line.at(index + 1).glued and line.word(index + 1) in ("-", ":", "/")):
        return None
    if line.word(index + 1) in ("kr", "kronor", "personer", "bilar", "meter", "euro", "sek", "km"):
        return None
    number = token.number or 0
    if before in _SEASON_WORDS:
        read = days.season(_SEASON_WORDS[before])
        return day_atom(index - 1, index + 1, lambda context, future, named: read(context, future, number), _LONG)
    first = index - 1 if before in ("ar", "aret") else index
    return Atom(Role.YEAR, first, index + 1, read_days=days.whole_year(number), year=number, weight=_LONG)


_SEASON_WORDS = {"sommaren": 6, "hosten": 9, "vintern": 12, "varen": 3, "summer": 6, "autumn": 9, "winter": 12}


def _fixed(month: int, day: int, length: int = 1) -> Callable[[int], Days]:
    return lambda year: (date(year, month, day), date(year, month, day) + timedelta(days=length))


def _easter(first: int, length: int = 1) -> Callable[[int], Days]:
    def read(year: int) -> Days:
        start = easter_sunday(year) + timedelta(days=first)
        return start, start + timedelta(days=length)

    return read


FEASTS: dict[str, Callable[[int], Days]] = {
    "julafton": _fixed(12, 24), "julaftonen": _fixed(12, 24), "juldagen": _fixed(12, 25), "annandagen": _fixed(12, 26),
    "nyarsafton": _fixed(12, 31), "nyarsaftonen": _fixed(12, 31), "nyarsdagen": _fixed(1, 1),
    "valborg": _fixed(4, 30), "valborgsmassoafton": _fixed(4, 30), "luciadagen": _fixed(12, 13), "lucia": _fixed(12, 13),
    "nationaldagen": _fixed(6, 6), "halloween": _fixed(10, 31), "trettondagen": _fixed(1, 6),
    "midsommarafton": lambda year: one(midsummer_eve(year)),
    "midsommardagen": lambda year: one(midsummer_eve(year) + timedelta(days=1)),
    "langfredagen": _easter(-2), "paskafton": _easter(-1), "paskdagen": _easter(0),
}  # fmt: skip
_FEASTS_AFTER_I: dict[str, Callable[[int], Days]] = {
    "julas": _fixed(12, 24, 3), "paskas": _easter(-2, 4), "pingstas": _easter(48, 2),
    "midsomras": lambda year: (midsummer_eve(year), midsummer_eve(year) + timedelta(days=2)),
    "valborgs": _fixed(4, 30), "nyaras": _fixed(12, 31, 2),
}  # fmt: skip
_FEASTS_AFTER_I["nyars"] = _FEASTS_AFTER_I["nyaras"]


def feast_word(line: Line, index: int) -> Atom | None:
    """ "julafton", "på valborg", "nyårsafton"; a bare "lucia" may be a name."""
    word = line.word(index)
    cued = line.word(index - 1) in ("pa", "under", "on", "at")
    if word in ("lucia", "halloween", "valborg") and not cued:
        return None
    return day_atom(index - cued, index + 1, days.feast(FEASTS[word]), _DATE, 2)


def feast_after_i(line: Line, index: int) -> Atom | None:
    """ "i julas", "i påskas"."""
    found = _FEASTS_AFTER_I.get(line.word(index + 1))
    return found and day_atom(index, index + 2, days.feast(found), _LONG)
