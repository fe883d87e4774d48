"""Rules for time counted from the message: "för 20 minuter sen", "two hours ago", "nyss", "senaste timmen"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from ..vocabulary import words
from .atoms import Atom, Context, DayReader, Days, Line, Role
from .days import later, moment, months_back, one
from .rules_days import day_atom
from .words import NUMBERS

_WEIGHT, _LONG = 5, 1
_UNITS = {
    word: unit
    for unit, words in {
        "second": "sekund sekunder sekundrar sek second seconds secs sec",
        "minute": "minut minuter minuterna minutrar min minute minutes mins minuten",
        "quarter": "kvart kvartar",
        "half_hour": "halvtimme halvtimma halvtimmen",
        "hour": "timme timmar timmarna timma timmor timmen tim h hour hours hrs hr",
        "day": "dag dagar dar dygn dagarna dygnet dygnen day days",
        "night": "natt natter night nights",
        "evening": "kvall kvallar evening evenings",
        "week": "vecka veckor veckan veckorna v week weeks",
        "month": "manad manader manaden man month months manaderna",
        "half_year": "halvar",
        "year": "ar aren year years aret",
    }.items()
    for word in words.split()
}
_MINUTES = {"second": 1 / 60, "minute": 1.0, "quarter": 15.0, "half_hour": 30.0, "hour": 60.0}
_DAYS = {"day": 1, "night": 1, "evening": 1, "week": 7}
_AGO = words("sen sedan ago tillbaka back")
_VAGUE = {"par": 2.0, "nagra": 3.0, "few": 3.0, "couple": 2.0, "several": 4.0, "some": 3.0, "flera": 4.0, "hel": 1.0}
_ONES = words("en ett nan nagon nat nagot a an one")
_ABOUT = words(
    """
    ca cirka typ ungefar kanske drygt knappt bara max minst over lite about around maybe roughly like only for
    sisadar nastan mer an mindre less than just such
    """
)


@dataclass(frozen=True, slots=True)
class Amount:
    """So many units, at least and at most."""

    low: float
    high: float
    unit: str

    @property
    def minutes(self) -> float | None:
        size = _MINUTES.get(self.unit)
        return None if size is None else self.low * size


def ago(line: Line, index: int) -> Atom | None:
    """ "för 20 minuter sen", "2-3 timmar sedan", "en halvtimme sen", "an hour and a half ago"."""
    found = _amount(line, index)
    if found is None:
        return None
    amount, end = found
    extra = 0.0
    joint = line.word(end) in ("och", "o", "and", "å")
    if (more := _amount(line, end + joint)) and amount.minutes is not None and more[0].minutes is not None:
        extra, end = more[0].minutes, more[1]
    if line.word(end) == "and" and line.word(end + 1) == "a" and line.word(end + 2) == "half":
        extra, end = 30.0 if amount.unit == "hour" else 0.0, end + 3
    if line.word(end) not in _AGO:
        return None
    end += 1
    if line.word(end) == "tillbaka":
        end += 1
    first = index
    while first > 0 and index - first < 4 and line.word(first - 1) in _ABOUT and not line.ends_at(first):
        first -= 1
    return _back(line, first, end, amount, extra)


def _amount(line: Line, index: int) -> tuple[Amount, int] | None:
    """A number and a unit at `index`: "20 min", "ett par timmar", "en och en halv timme", "two and a half hours"."""
    low, high, at = _number(line, index)
    if low <= 0:
        return None
    unit = _UNITS.get(line.word(at))
    if unit is None and line.word(at) in ("goda", "of", "hela", "sma"):
        at += 1
        unit = _UNITS.get(line.word(at))
    if unit is None:
        return None
    return Amount(low, high, unit), at + 1


def _number(line: Line, index: int) -> tuple[float, float, int]:
    token, at = line.at(index), index + 1
    word = token.word
    if token.number is not None:
        return _digits(line, index)
    if word in ("half",) and line.word(at) in ("an", "a"):
        return 0.5, 0.5, at + 1
    if word in _ONES:
        return _from_one(line, at)
    if word in _VAGUE:
        return _VAGUE[word], _VAGUE[word], at + (line.word(at) == "of")
    if word in ("halv", "halvannan"):
        return (0.5 if word == "halv" else 1.5,) * 2 + (at,)
    if word in NUMBERS:
        low = float(NUMBERS[word])
        # "två tre dagar sen", "två och en halv timme"
        if (high := NUMBERS.get(line.word(at))) and high > low:
            return low, float(high), at + 1
        if line.word(at) in ("och", "o", "and") and line.word(at + 2) in ("halv", "half"):
            return low + 0.5, low + 0.5, at + 3
        return low, low, at
    if _UNITS.get(word) in ("half_hour", "quarter"):
        return 1.0, 1.0, index
    return 0, 0, index


def _digits(line: Line, index: int) -> tuple[float, float, int]:
    token, at = line.at(index), index + 1
    low = float(token.number or 0)
    if (token.glued and line.at(index - 1).word not in ("(", '"', "~", "-")) or token.digits > 3:
        return 0, 0, index
    mark, second = line.at(at), line.at(at + 1)
    if mark.glued and second.glued and second.number is not None and second.digits <= 3:
        if mark.word in ("-", "–"):
            return low, float(second.number), at + 2
        if mark.word in (",", ".") and second.digits == 1:
            return low + second.number / 10, low + second.number / 10, at + 2
    return low, low, at


def _from_one(line: Line, at: int) -> tuple[float, float, int]:
    word = line.word(at)
    if word in ("par", "couple", "few"):
        size = _VAGUE[word]
        return size, size, at + 1 + (line.word(at + 1) in ("of", "tre"))
    if word == "halv":
        return 0.5, 0.5, at + 1
    if word in ("och", "o", "å") and line.word(at + 1) == "en" and line.word(at + 2) == "halv":
        return 1.5, 1.5, at + 3
    if word == "half" or (word in ("hel", "liten", "god", "knapp", "dryg")):
        return 1.0, 1.0, at + 1
    return 1.0, 1.0, at


def _back(line: Line, first: int, last: int, amount: Amount, extra: float) -> Atom | None:
    context = line.context
    if amount.unit in _MINUTES:
        size = _MINUTES[amount.unit]
        start = _earlier(context.sent, amount.high * size + extra)
        end = _earlier(context.sent, amount.low * size + extra)
        if start is None or end is None:
            return None
        return Atom(Role.SPAN, first, last, span=(start, end), weight=_WEIGHT)
    if amount.unit in _DAYS:
        size = _DAYS[amount.unit]
        return _days_back(line, first, last, amount, round(amount.low * size), round(amount.high * size))
    count = round(amount.low * {"year": 12, "half_year": 6}.get(amount.unit, 1))
    if not 0 < count < 1200:
        return None
    return day_atom(first, last, _months_ago(count), _LONG, 2)


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


def moment_ago(line: Line, index: int) -> Atom | None:
    """ "för en stund sen", "a moment ago", "for a liten stund sedan"."""
    at = line.skip(index + 1, words("en a liten for kort little short"), 3)
    if line.word(at) not in ("stund", "stunds", "ogonblick", "moment", "while") or line.word(at + 1) not in _AGO:
        return None
    return _now(line, index, at + 2, 30, 4)


def _now(line: Line, first: int, last: int, minutes: int, weight: int, confidence: float = 0.8) -> Atom:
    start = later(line.context.sent, timedelta(minutes=-minutes))
    return Atom(Role.SPAN, first, last, span=(start, line.context.sent), weight=weight, confidence=confidence)


_JUST = words("just precis alldeles exakt right")
_SENTENCE_END = frozenset("!.,;)")
_HERE = words(
    """
    ar e ar har hor ser star sitter pagar just here is outside utanfor harute inne kvar
    """
)


def now_word(line: Line, index: int) -> Atom | None:
    """ "nyss", "just nu", "right now"; a bare "nu" or "now" only where it tells when, and with little weight."""
    word = line.word(index)
    if word == "nyss":
        first = index - (line.word(index - 1) in ("alldeles", "nu", "precis", "helt"))
        return _now(line, first, index + 1, 10, 4)
    if line.word(index - 1) in _JUST:
        return _now(line, index - 1, index + 1, 0, 4, 0.9)
    if word in ("nu", "now") and line.word(index + 1) == "nyss":
        return None
    following = line.word(index + 1)
    if following == "?" or line.word(index - 1) in ("vad", "hur", "what", "how", "ja", "from", "inte", "till", "by"):
        return None
    if not following or following in _SENTENCE_END or line.word(index - 1) in _HERE:
        return _now(line, index, index + 1, 0, 0, 0.5)
    return None


def last_stretch(line: Line, index: int) -> Atom | None:
    """ "senaste timmen", "de senaste 20 minuterna", "the last two hours"."""
    at = index + 1
    found = _amount(line, at) or ((Amount(1, 1, _UNITS[line.word(at)]), at + 1) if line.word(at) in _UNITS else None)
    if found is None:
        return None
    amount, end = found
    if amount.minutes is not None and (start := _earlier(line.context.sent, amount.minutes)):
        return Atom(Role.SPAN, index, end, span=(start, line.context.sent), weight=3, confidence=0.8)
    size = _DAYS.get(amount.unit)
    if size is None or amount.low * size > 366:
        return None
    first = line.context.today - timedelta(days=round(amount.low * size))
    after = one(line.context.today)[1]
    return day_atom(index, end, lambda context, future, year: (first, after), 2, 2)


_GONE = words("borta forsvunnen forsvunnet forsvann forsvunnit saknad saknats letat missing gone lost vantat stulen")


def since_then(line: Line, index: int) -> Atom | None:
    """ "sen 20 minuter", "borta i tre timmar", "missing for two days": when it began."""
    if line.word(index) in ("i", "for") and not any(line.word(at) in _GONE for at in range(index - 4, index)):
        return None
    found = _amount(line, line.skip(index + 1, _ABOUT, 2))
    return found and _back(line, index, found[1], found[0], 0.0)


def from_now(line: Line, index: int) -> Atom | None:
    """ "om 10 minuter", "in half an hour"."""
    found = _amount(line, line.skip(index + 1, frozenset({"ca", "typ", "about"}), 1))
    if found is None or found[0].minutes is None or found[0].minutes > 60 * 48:
        return None
    start = later(line.context.sent, timedelta(minutes=round(found[0].minutes)))
    return Atom(Role.SPAN, index, found[1], span=(start, start), weight=2, confidence=0.7, is_future=True)


OTHER_DAYS = words("haromdagen haromdan haromkvallen haromnatten the")


def other_day(line: Line, index: int) -> Atom | None:
    """ "häromdagen", "the other day": one of the last days."""
    last = index + 1
    if line.word(index) == "the":
        if line.word(index + 1) != "other" or line.word(index + 2) not in ("day", "night", "evening"):
            return None
        last = index + 3
    today = line.context.today
    span = today - timedelta(days=4), today
    return day_atom(index, last, lambda context, future, year: span, _LONG, 2)
