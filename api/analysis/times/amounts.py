"""Amounts of time: "20 min", "ett par timmar", "en och en halv timme", "two and a half hours"."""

from __future__ import annotations

from dataclasses import dataclass

from ..vocabulary import words
from .atoms import Line
from .words import NUMBERS

UNITS = {
    word: unit
    for unit, words in {
        "second": "sekund sekunder sekundrar sek second seconds secs sec sekunden",
        "minute": "minut minuter minuterna minutrar minutr minuer mintuer min mn minute minutes mins minuten",
        "quarter": "kvart kvartar quarter quarters",
        "half_hour": "halvtimme halvtimma halvtimmen",
        "hour": "timme timmar timmarna timma timmor timmen timar timme tim h hour hours hrs hr",
        "day": "dag dagar dar dygn dagarna dygnet dygnen day days",
        "night": "natt natter night nights",
        "evening": "kvall kvallar evening evenings",
        "weekend": "helg helger helgen weekend weekends",
        "week": "vecka veckor veckan veckorna v week weeks",
        "fortnight": "fortnight fortnights",
        "month": "manad manader manaden man month months manaderna",
        "half_year": "halvar",
        "year": "ar aren year years aret",
    }.items()
    for word in words.split()
}
MINUTES = {"second": 1 / 60, "minute": 1.0, "quarter": 15.0, "half_hour": 30.0, "hour": 60.0}
DAYS = {"day": 1, "night": 1, "evening": 1, "week": 7, "fortnight": 14}
AND = words("och o a and &")
_VAGUE = {
    "par": 2.0,
    "nagra": 3.0,
    "nara": 3.0,
    "few": 3.0,
    "couple": 2.0,
    "several": 4.0,
    "some": 3.0,
    "flera": 4.0,
    "hel": 1.0,
}
_ONES = words("en ett nan nagon nat nagot a an one")


@dataclass(frozen=True, slots=True)
class Amount:
    """So many units, at least and at most."""

    low: float
    high: float
    unit: str

    @property
    def minutes(self) -> float | None:
        size = MINUTES.get(self.unit)
        return None if size is None else self.low * size


def amount_at(line: Line, index: int) -> tuple[Amount, int] | None:
    """A number and a unit at `index`: "20 min", "ett par timmar", "en och en halv timme", "two and a half hours"."""
    low, high, at = _number(line, index)
    if low <= 0:
        return None
    unit = UNITS.get(line.word(at))
    if unit == "quarter" and [line.word(at + step) for step in (1, 2, 3)] == ["of", "an", "hour"]:
        at += 3
    if unit is None and line.word(at) in ("goda", "of", "hela", "sma"):
        at += 1
        unit = UNITS.get(line.word(at))
    if unit is None:
        return None
    return Amount(low, high, unit), at + 1


def _number(line: Line, index: int) -> tuple[float, float, int]:
    token, at = line.at(index), index + 1
    word = token.word
    if token.number is not None:
        return _digits(line, index)
    if word == "half":
        return 0.5, 0.5, at + (line.word(at) in ("an", "a"))
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
        if line.word(at) in AND and line.word(at + 2) in ("halv", "half"):
            return low + 0.5, low + 0.5, at + 3
        return low, low, at
    if UNITS.get(word) in ("half_hour", "quarter"):
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
    if word in AND and line.word(at + 1) == "en" and line.word(at + 2) == "halv":
        return 1.5, 1.5, at + 3
    if word == "half" or (word in ("hel", "liten", "god", "knapp", "dryg")):
        return 1.0, 1.0, at + 1
    return 1.0, 1.0, at
