"""Reads a clock time from the tokens: digits, words, halves and quarters, in Swedish and English."""

from __future__ import annotations

from dataclasses import replace
from enum import IntEnum

from .atoms import Clock, Edge, Line
from .tense import is_past
from .words import AFTER_HOUR, DAY_WORDS, HOUR_WORDS, MINUTE_STEPS, NUMBERS

_PAST = frozenset({"over", "past"})
_TO = frozenset({"i", "to", "till"})
_FROM = frozenset({"from", "fran"})
_MERIDIEMS = {"am": 0, "pm": 12}
_OCLOCK = frozenset({"o", "oclock"})
_BETWEEN_DIGITS = frozenset(".:")
# "åttatiden", "8-snåret", "4ish": about that hour.
ROUGHLY = ("tiden", "tid", "snaret", "snare", "ish")
_UNIT_MARKS = frozenset("%/&+$€£#°½_*=")


class Strength(IntEnum):
    """How plainly some tokens are a clock time: 14 is hardly one, 21.15 may be, 21:15 or halv tre are."""

    BARE = 0
    DOTTED = 1
    PLAIN = 2


Reading = tuple[Clock, int, Strength]


def read_clock(line: Line, index: int, cued: bool = False) -> Reading | None:
    """The clock time that begins at `index`, the index after it, and how plain it is.

    `cued` after words such as "kl", where four digits and spelled-out minutes are times too.
    """
    word = line.word(index)
    if not word:
        return None
    if word in ("halv", "half"):
        return _half(line, index)
    if word in ("kvart", "quarter"):
        return _before_after(line, index, 15)
    token = line.at(index)
    if token.number is not None:
        return _digits(line, index, cued)
    if word in HOUR_WORDS:
        return _words(line, index, cued)
    return _compound(word, index)


def _compound(word: str, index: int) -> Reading | None:
    if word.startswith("halv") and (hour := HOUR_WORDS.get(word[4:])) and hour <= 12:
        return _half_of(hour), index + 1, Strength.PLAIN
    for ending in ROUGHLY:
        if word.endswith(ending) and (hour := HOUR_WORDS.get(word.removesuffix(ending))):
            return Clock(hour, 0, hour <= 12, Edge.HOUR_ABOUT), index + 1, Strength.PLAIN
    if word.startswith("kl") and word[2:] in HOUR_WORDS:
        return _hour(HOUR_WORDS[word[2:]]), index + 1, Strength.PLAIN
    return None


def _hour(hour: int, minute: int = 0) -> Clock:
    return Clock(hour, minute, 1 <= hour <= 12)


def _half_of(hour: int) -> Clock:
    return Clock((hour - 1) or 12, 30, True)


def _half(line: Line, index: int) -> Reading | None:
    at = index + 1
    past = line.word(at) in _PAST
    hour = _hour_number(line, at + past)
    if hour is None or not 1 <= hour <= 12:
        return None
    # English "half seven" is half past; Swedish "halv sju" half an hour before.
    is_english = line.word(index) == "half"
    clock = Clock(hour, 30, True) if is_english else _half_of(hour)
    end = at + past + 1
    if is_english and not past and line.word(end) in ("hour", "hours", "an", "a"):
        return None
    return _with_ending(line, clock, end)


def _hour_number(line: Line, index: int) -> int | None:
    token = line.at(index)
    if token.number is not None:
        return token.number if token.digits <= 2 and token.number <= 24 and not _glued_on(line, index) else None
    return HOUR_WORDS.get(token.word)


def _before_after(line: Line, index: int, minutes: int) -> Reading | None:
    """ "över tre", "i sju", "to nine", "över halv tre" after a number of minutes at `index`."""
    at = index + 1
    if line.word(at) in ("min", "minuter", "minutes"):
        at += 1
    sign = 1 if line.word(at) in _PAST else -1 if line.word(at) in _TO else 0
    if not sign or (at == index + 1 and line.word(at) != "i" and line.word(index - 1) in _FROM):
        # "From 10 to 12" is a range.
        return None
    at += 1
    base = _half(line, at) if line.word(at) == "halv" else None
    if base is not None:
        hour, minute, end = base[0].hour, 30, base[1]
    else:
        number = _hour_number(line, at)
        if number is None or not 1 <= number <= 24:
            return None
        hour, minute, end = number, 0, at + 1
    whole = hour * 60 + minute + sign * minutes
    clock = Clock(whole // 60 or 12, whole % 60, hour <= 12)
    return _with_ending(line, clock, end)


def _digits(line: Line, index: int, cued: bool) -> Reading | None:
    token = line.at(index)
    if _glued_before(line, index):
        return None
    number = token.number or 0
    minute = line.at(index + 2)
    mark = line.at(index + 1)
    if (
        token.digits <= 2
        and mark.glued
        and mark.word in _BETWEEN_DIGITS
        and minute.glued
        and minute.digits == 2
        and minute.number is not None
    ):
        return _digital(line, index, number, minute.number)
    if cued and token.digits == 4 and number // 100 <= 24 and number % 100 < 60 and not _glued_on(line, index):
        return Clock(number // 100, number % 100), index + 1, Strength.PLAIN
    if token.digits > 2 or number > 24:
        return None
    if number in MINUTE_STEPS and (found := _before_after(line, index, number)):
        return found
    return _bare(line, index, _hour(number) if token.digits == 1 or number > 9 else Clock(number))


def _digital(line: Line, index: int, hour: int, minute: int) -> Reading | None:
    end = index + 3
    following = line.at(end)
    if following.glued and following.word == ":" and line.at(end + 1).digits == 2:
        end += 2
    if hour > 24 or minute > 59 or _glued_on(line, end - 1):
        return None
    is_colon = line.word(index + 1) == ":"
    # In Swedish digits with minutes are read by the 24-hour clock; English writers leave it open.
    is_open = line.context.language == "en" and line.at(index).digits == 1
    found = _with_ending(line, Clock(hour, minute, is_open), end)
    if found[2] is Strength.PLAIN and (found[1] > end or is_colon):
        return found
    return found[0], found[1], Strength.DOTTED


def _bare(line: Line, index: int, clock: Clock) -> Reading | None:
    end = index + 1
    found = _with_ending(line, clock, end)
    if found[1] > end:
        return found
    if _glued_on(line, index):
        return None
    return clock, end, Strength.BARE


def _with_ending(line: Line, clock: Clock, end: int) -> Reading:
    """Takes in "-tiden", "pm" or "o'clock" where it follows."""
    word = line.word(end)
    if word == "-" and line.word(end + 1) in ROUGHLY and (line.word(end + 1) != "ish" or clock.hour <= 12):
        return replace(clock, edge=Edge.HOUR_ABOUT), end + 2, Strength.PLAIN
    if word in ROUGHLY and word != "tid" and not (word == "ish" and clock.hour > 12):
        return replace(clock, edge=Edge.HOUR_ABOUT), end + 1, Strength.PLAIN
    if word in _MERIDIEMS and clock.hour <= 12:
        return _meridiem(clock, _MERIDIEMS[word]), end + 1, Strength.PLAIN
    # "p.m.", "a. m."
    if word in ("p", "a") and line.word(end + 1) == "." and line.word(end + 2) == "m" and clock.hour <= 12:
        dotted = line.at(end + 3).word == "." and line.at(end + 3).glued
        return _meridiem(clock, 12 if word == "p" else 0), end + 3 + dotted, Strength.PLAIN
    if word == "o" and line.word(end + 1) in ("'", "’") and line.word(end + 2) == "clock":
        return clock, end + 3, Strength.PLAIN
    if word in _OCLOCK and (word != "o" or line.word(end + 1) == "clock"):
        return clock, end + (2 if word == "o" else 1), Strength.PLAIN
    return clock, end, Strength.PLAIN


def _meridiem(clock: Clock, add: int) -> Clock:
    return Clock(clock.hour % 12 + add, clock.minute, False, clock.edge)


def _words(line: Line, index: int, cued: bool) -> Reading | None:
    hour = HOUR_WORDS[line.word(index)]
    if hour in MINUTE_STEPS or line.word(index + 1) in ("minuter", "minutes"):
        found = _before_after(line, index, hour)
        if found:
            return found
    minute = NUMBERS.get(line.word(index + 1))
    if cued and minute is not None and (minute >= 10 or line.word(index + 1) == "noll"):
        return _hour(hour, minute) if hour <= 12 else Clock(hour, minute), index + 2, Strength.PLAIN
    return _bare(line, index, _hour(hour))


def _glued_before(line: Line, index: int) -> bool:
    """Whether the number is the end of something longer: E18, 070-12, 1.21, but not kl19."""
    token = line.at(index)
    if not token.glued:
        return False
    before = line.at(index - 1)
    if before.word in ("kl", "klockan", "(", '"', "'", "”", "’", ",", "-", "–", "~", "/", "!", "?", "@"):
        # A range or list of numbers may be glued: 22-23; a telephone number's tail is not a time.
        return before.word in ("-", "–", "/", ",") and before.glued and not _clock_ends(line, index - 2)
    return not (before.word == "." and line.word(index - 2) in ("kl", "den"))


def _clock_ends(line: Line, index: int) -> bool:
    token = line.at(index)
    return token.number is not None and token.digits <= 2 and token.number <= 59


def _glued_on(line: Line, index: int) -> bool:
    """Whether something is written together after this token that makes it another kind of number."""
    following = line.at(index + 1)
    if not following.glued:
        return False
    if following.word in _UNIT_MARKS:
        return True
    if following.word in (".", ":", "-", "–", ",", "'", "’"):
        after = line.at(index + 2)
        return after.glued and (
            after.digits > 2 or (after.digits > 0 and following.word in ".:,") or _is_tail(after.word)
        )
    return following.word[:1].isalnum() and following.word not in ROUGHLY and following.word not in ("am", "pm", "h")


def _is_tail(word: str) -> bool:
    # 18:e, 7-eleven, 38:an; but "kl 19-i dag" or "vid 7:så" are only missing spaces.
    return word[:1].isalpha() and word not in ROUGHLY and word not in ("i", "pa", "sa", "och")


def may_follow_hour(line: Line, index: int) -> bool:
    """Whether what comes after a bare number lets it be an hour ("vid 7 i morse", not "vid 7 bilar")."""
    word = line.word(index)
    if not word or word in AFTER_HOUR or word in DAY_WORDS or is_past(word):
        return True
    return not word[0].isalnum() and word not in _UNIT_MARKS
