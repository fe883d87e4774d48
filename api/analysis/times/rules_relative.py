"""Rules for time counted from the message: "för 20 minuter sen", "two hours ago", "sen två veckor", "senaste timmen"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from ..vocabulary import words
from .amounts import AND, DAYS, MINUTES, UNITS, Amount, amount_at
from .atoms import Atom, Context, DayReader, Days, Line, Role
from .days import later, moment, months_back, one, weekend, year_back
from .making import DAY_WEIGHT, LONG_WEIGHT, WEEK_WEIGHT, day_atom

_WEIGHT = 5
_AGO = words("sen sedan ago tillbaka back sedn sdan sean sedann sedam senn")
_ABOUT = words(
    """
    ca cirka typ ungefar kanske drygt knappt bara max minst over lite about around maybe roughly like only for
    sisadar nastan mer an mindre less than just such
    """
)


# "en timme eller två sen", "an hour or so ago"
_OR_SO = {"two": 2.0, "tva": 2.0, "so": 0.0, "sa": 0.0, "three": 3.0, "tre": 3.0, "mer": 0.0, "more": 0.0}


def ago(line: Line, index: int) -> Atom | None:
    """ "för 20 minuter sen", "2-3 timmar sedan", "en halvtimme sen", "an hour and a half ago"."""
    found = amount_at(line, index)
    if found is None:
        return None
    amount, end = found
    extra = 0.0
    joint = line.word(end) in AND
    if (more := amount_at(line, end + joint)) and amount.minutes is not None and more[0].minutes is not None:
        extra, end = more[0].minutes, more[1]
    if line.word(end) == "and" and line.word(end + 1) == "a" and line.word(end + 2) == "half":
        extra, end = 30.0 if amount.unit == "hour" else 0.0, end + 3
    if line.word(end) in ("or", "eller") and line.word(end + 1) in _OR_SO:
        amount, end = replace(amount, high=max(amount.high, _OR_SO[line.word(end + 1)])), end + 2
    after = _after_ago(line, index, end)
    if after is None:
        return None
    first, end = index, after
    while first > 0 and index - first < 4 and line.word(first - 1) in _ABOUT and not line.ends_at(first):
        first -= 1
    return _back(line, first, end, amount, extra)


def _after_ago(line: Line, index: int, end: int) -> int | None:
    """The index after "sen", "se'n", "ago"; a "se" only where "för" stands before and nothing follows."""
    word = line.word(end)
    if word == "sen" and line.word(end + 1) == "till":
        # "en timme sen till jobbet" is late.
        return None
    if word in _AGO:
        return end + 1 + (line.word(end + 1) == "tillbaka")
    if word == "se" and line.word(end + 1) in ("'", "’") and line.word(end + 2) == "n":
        return end + 3
    follows_for = any(line.word(at) == "for" for at in range(index - 2, index))
    return end + 1 if word == "se" and follows_for and not line.word(end + 1).isalnum() else None


def _back(line: Line, first: int, last: int, amount: Amount, extra: float) -> Atom | None:
    context = line.context
    if amount.unit in MINUTES:
        size = MINUTES[amount.unit]
        start = _earlier(context.sent, amount.high * size + extra)
        end = _earlier(context.sent, amount.low * size + extra)
        if start is None or end is None:
            return None
        return Atom(Role.SPAN, first, last, span=(start, end), weight=_WEIGHT)
    if amount.unit in DAYS:
        size = DAYS[amount.unit]
        return _days_back(line, first, last, amount, round(amount.low * size), round(amount.high * size))
    if amount.unit == "weekend":
        count = round(amount.low)
        return day_atom(first, last, weekend("previous", count - 1), WEEK_WEIGHT) if 0 < count < 50 else None
    if amount.unit == "year" and amount.low == round(amount.low) < 100:
        back = round(amount.low)
        year = context.sent.year - back
        return Atom(Role.YEAR, first, last, read_days=year_back(back), year=year, weight=LONG_WEIGHT)
    count = _months(amount)
    return day_atom(first, last, _months_ago(count), LONG_WEIGHT, 2) if 0 < count < 1200 else None


def _months(amount: Amount) -> int:
    return round(amount.low * {"year": 12, "half_year": 6}.get(amount.unit, 1))


def _months_ago(count: int) -> DayReader:
    """The same day of an earlier month, or its last."""

    def read(context: Context, future: bool, year: int | None) -> Days | None:
        found = months_back(count)(context, future, year)
        return found and one(min(found[0].replace(day=min(context.today.day, 28)), found[1]))

    return read


def _earlier(sent: datetime, minutes: float) -> datetime | None:
    return later(sent, timedelta(minutes=-round(minutes))) if minutes < 60 * 24 * 40 else None


def _days_back(line: Line, first: int, last: int, amount: Amount, low: int, high: int) -> Atom | None:
    if high > 3660:
        return None
    today = line.context.today
    if amount.unit in ("night", "evening"):
        is_night = amount.unit == "night"
        day = today - timedelta(days=low)
        # Two nights ago began two evenings ago.
        start = moment(day + timedelta(days=1)) if is_night else moment(day, 18)
        end = moment(day + timedelta(days=1), 6) if is_night else moment(day, 24)
        return Atom(Role.SPAN, first, last, span=(start, end), weight=4)
    span = today - timedelta(days=high), one(today - timedelta(days=low))[1]
    return day_atom(first, last, lambda context, future, year: span, 3 if amount.unit == "day" else 2, 2)


def last_stretch(line: Line, index: int) -> Atom | None:
    """ "senaste timmen", "de senaste 20 minuterna", "the last two hours"."""
    at = index + 1
    found = amount_at(line, at) or ((Amount(1, 1, UNITS[line.word(at)]), at + 1) if line.word(at) in UNITS else None)
    if found is None:
        return None
    amount, end = found
    if amount.minutes is not None and (start := _earlier(line.context.sent, amount.minutes)):
        return Atom(Role.SPAN, index, end, span=(start, line.context.sent), weight=3, confidence=0.8)
    size = DAYS.get(amount.unit)
    if size is None or amount.low * size > 366:
        return None
    first = line.context.today - timedelta(days=round(amount.low * size))
    after = one(line.context.today)[1]
    return day_atom(index, end, lambda context, future, year: (first, after), 2, 2)


_GONE = words("borta forsvunnen forsvunnet forsvann forsvunnit saknad saknats letat missing gone lost vantat stulen")


_WEIGHTS = {"day": DAY_WEIGHT, "weekend": WEEK_WEIGHT, "week": WEEK_WEIGHT, "fortnight": WEEK_WEIGHT}


def since_then(line: Line, index: int) -> Atom | None:
    """ "sen 20 minuter", "borta i tre timmar", "missing for two days", "sedan två veckor": when it began."""
    if line.word(index) in ("i", "for") and not any(line.word(at) in _GONE for at in range(index - 4, index)):
        return None
    found = amount_at(line, line.skip(index + 1, _ABOUT, 2))
    if (
        found is None
        or line.word(found[1]) in _AGO - {"tillbaka"}
        or line.word(found[1]) in ("senare", "efter", "later", "efterat", "gamla", "gammal")
    ):
        return None
    amount, end = found
    end += line.word(end) == "tillbaka"
    if amount.unit in MINUTES or amount.unit in ("night", "evening"):
        return _back(line, index, end, amount, 0.0)
    start = _first_day(line.context, amount)
    if start is None:
        return None
    return Atom(
        Role.SPAN, index, end, span=(moment(start), moment(start)), weight=_WEIGHTS.get(amount.unit, LONG_WEIGHT)
    )


def _first_day(context: Context, amount: Amount) -> date | None:
    if amount.unit in DAYS or amount.unit == "weekend":
        count = round(amount.low * DAYS.get(amount.unit, 7))
        return context.today - timedelta(days=count) if count < 3660 else None
    count = _months(amount)
    found = _months_ago(count)(context, False, None) if 0 < count < 1200 else None
    return found[0] if found else None


def from_now(line: Line, index: int) -> Atom | None:
    """ "om 10 minuter", "in half an hour"."""
    found = amount_at(line, line.skip(index + 1, frozenset({"ca", "typ", "about"}), 1))
    if found is None or found[0].minutes is None or found[0].minutes > 60 * 48:
        return None
    start = later(line.context.sent, timedelta(minutes=round(found[0].minutes)))
    return Atom(Role.SPAN, index, found[1], span=(start, start), weight=2, confidence=0.7, is_future=True)


OTHER_DAYS = words(
    "haromdagen haromdan haromkvallen haromnatten haromkvalln haromda haromdagn haromnatta harom the har"
)


def other_day(line: Line, index: int) -> Atom | None:
    """ "häromdagen", "härom kvällen", "the other day": one of the last days."""
    word, last = line.word(index), index + 1
    if word == "the":
        if line.word(index + 1) != "other" or line.word(index + 2) not in ("day", "night", "evening", "morning"):
            return None
        last = index + 3
    elif word in ("harom", "har"):
        last += word == "har"
        if (word == "har" and line.word(index + 1) != "om") or line.word(last) not in _SOME_DAY:
            return None
        last += 1
    today = line.context.today
    span = today - timedelta(days=4), today
    return day_atom(index, last, lambda context, future, year: span, LONG_WEIGHT, 2)


_SOME_DAY = words("dagen dan kvallen kvalln natten natta morgonen")
