"""Rules for days that are counted from the day of sending: yesterday, weekdays, "i måndags"."""

from __future__ import annotations

from dataclasses import replace

from ..vocabulary import words
from . import days
from .atoms import Atom, Line
from .clock_words import CLOCK_NOUNS, JOINTS
from .making import DAY_WEIGHT, LONG_WEIGHT, RECURS_WEIGHT, THIS_PART_WEIGHT, day_atom, part_atom, weekday_atom
from .parts import Part
from .rules_parts import EVERY, RECURRING, THINGS, part_after_preposition
from .rules_weeks import PREVIOUS, SEASONS_PAST, previous, this_week
from .tense import is_past
from .words import (
    PARTS,
    THIS_PARTS,
    WEEKDAY_COMPOUNDS,
    WEEKDAY_SHORT,
    WEEKDAYS,
    WEEKDAYS_CUT,
    WEEKDAYS_DEFINITE,
    WEEKDAYS_PAST,
    WEEKDAYS_PAST_AFTER_I,
    YESTERDAY_COMPOUNDS,
)

OFFSETS = {
    word: number
    for number, words in {
        0: "idag today idagg",
        -1: "igar gardagen gardagens yesterday yesteday yestarday yday iga igaar yesterdy yest yesturday",
        -2: "forrgar iforrgar iforgar forgar forrgars iforrgars",
        -3: "iforriforrgar",
        1: "imorgon imorron imorrn imorn tomorrow tmrw tomorow imorgn",
        2: "iovermorgon overmorgon",
    }.items()
    for word in words.split()
}
_AFTER_I = {
    "dag": 0, "dagg": 0, "gar": -1, "gaar": -1, "forrgar": -2, "forgar": -2, "forrgars": -2, "forgars": -2,
    "overmorgon": 2,
} | dict.fromkeys(("morgon", "morron", "morn", "morrn", "mornn", "morgen"), 1)  # fmt: skip
_PART_AFTER_I = {
    word: part
    for part, words in {
        Part.MORNING: "morse morrse morsse morst morrst mors moras morses",
        Part.NIGHT: "natt nat",
        Part.EVENING: "kvall kvalls kval kvell afton",
        Part.AFTERNOON: "eftermiddag eftermiddags eftermiddas ettermiddags",
        Part.FORENOON: "formiddag formiddags formiddas",
    }.items()
    for word in words.split()
}
# Finland's Swedish: the evening before this day.
_LAST_EVENING = words("aftse aftes aftons aftest")
# "i gårkväll"
_YESTERDAY_AFTER_I = {
    "gar" + part: PARTS[part] for part in ("kvall", "kvell", "kvalls", "natt", "morse", "eftermiddag", "formiddag")
}


def offset_word(line: Line, index: int) -> Atom | None:
    number = OFFSETS[line.word(index)]
    end = index + 1
    # "imorgon bitti"
    if number > 0 and line.word(end) == "bitti":
        end += 1
    return day_atom(index, end, days.offset(number), rank=2, is_future=number > 0)


def day_before(line: Line, index: int) -> Atom | None:
    """ "the day before yesterday", "day after tomorrow"."""
    at = index + (line.word(index) == "the")
    known = {("before", "yesterday"): -2, ("after", "tomorrow"): 2}
    number = known.get((line.word(at + 1), line.word(at + 2))) if line.word(at) == "day" else None
    if number is None:
        return None
    return day_atom(index, at + 3, days.offset(number), rank=2, is_future=number > 0)


def after_i(line: Line, index: int) -> Atom | tuple[Atom, Atom] | None:
    """What "i" begins: i går, i måndags, i natt, i helgen, i somras, i december."""
    word = line.word(index + 1)
    end = index + 2
    if word in _AFTER_I:
        number = _AFTER_I[word]
        end += number > 0 and line.word(end) == "bitti"
        return day_atom(index, end, days.offset(number), rank=2, is_future=number > 0)
    if word in WEEKDAYS_PAST_AFTER_I:
        return weekday_atom(index, end, WEEKDAYS_PAST_AFTER_I[word], "past")
    if word in _PART_AFTER_I:
        return part_atom(index, end, _PART_AFTER_I[word], THIS_PART_WEIGHT, is_this=True)
    if word in _LAST_EVENING:
        return _yesterdays(index, end, Part.EVENING)
    if word in _YESTERDAY_AFTER_I:
        return _yesterdays(index, end, _YESTERDAY_AFTER_I[word])
    if word in SEASONS_PAST:
        return day_atom(index, end, days.season(SEASONS_PAST[word]), LONG_WEIGHT)
    if word in PREVIOUS:
        inner = previous(line, index + 1)
        return inner and _from(index, inner)
    return this_week(line, index, index + 1)


def _from(first: int, atom: Atom) -> Atom:
    read = atom.read_days or days.offset(0)
    return day_atom(first, atom.last, read, atom.weight, atom.rank, is_frame=atom.is_frame)


def _yesterdays(first: int, last: int, part: Part) -> tuple[Atom, Atom]:
    day = day_atom(first, last, days.offset(-1), rank=2)
    return day, part_atom(first, last, part, night_after=part is Part.NIGHT)


def this_part(line: Line, index: int) -> Atom:
    return part_atom(index, index + 1, THIS_PARTS[line.word(index)], THIS_PART_WEIGHT, is_this=True)


_TO = words("te till mot pa")
_HOUR_CUES = CLOCK_NOUNS | words("vid ca cirka typ runt mellan at around between efter")
# English words that are weekdays only with a part of the day: "he sat 3 hours".
_OTHER_WORDS = words("sat sun mon wed fri tue thu")


def weekday_word(line: Line, index: int) -> Atom | None:
    """A weekday by itself ("fredag kväll", "on Friday", "lördags"), or with the part of its day."""
    word, following = line.word(index), line.word(index + 1)
    recurs = line.word(index - 1) in RECURRING and following not in PARTS and following not in _HOUR_CUES
    if recurs and (line.word(index - 1) not in EVERY or word not in WEEKDAYS):
        return None
    if following in THINGS or (word in WEEKDAYS_CUT and line.word(index - 1) not in _TO):
        return None
    number = WEEKDAYS.get(word, WEEKDAYS_CUT.get(word))
    if number is None:
        number = WEEKDAYS_DEFINITE.get(word, WEEKDAYS_PAST.get(word))
    if number is None:
        number = WEEKDAY_SHORT.get(word, _JOINED.get(word, 0))
        if word in _JOINED and not _ends_span(line, index):
            return None
        if following not in PARTS and (word in _OTHER_WORDS or not _hour_follows(line, index + 1)):
            return None
    day = weekday_atom(index, index + 1, number, "past" if word in WEEKDAYS_PAST else "bare")
    return replace(day, weight=RECURS_WEIGHT) if recurs else day


# "mån" and "sön" are "man" and "son" here: days only as the end of a span.
_JOINED = {"man": 0, "son": 6}


def _ends_span(line: Line, index: int) -> bool:
    """ "- mån 16/11", "och mån 06.30", "till sön kl 4"."""
    is_exact = line.at(index + 1).digits > 0 and line.word(index + 2) in ("/", ".", ":")
    return line.word(index - 1) in JOINTS and (is_exact or line.word(index + 1) in CLOCK_NOUNS)


def _hour_follows(line: Line, index: int) -> bool:
    index += line.word(index) == "."
    return line.word(index) in _HOUR_CUES or 0 < line.at(index).digits <= 2


def on_day(line: Line, index: int) -> Atom | None:
    """ "på lördag" is to come; "på lördagen" and "under lördagen" are past; "på kvällen" is a part."""
    word = line.word(index + 1)
    is_coming = word in WEEKDAYS and not (_has_part(line, index + 2) and _tells_of_past(line, index))
    if line.word(index) == "pa" and is_coming:
        return weekday_atom(index, index + 2, WEEKDAYS[word], "coming", is_future=True)
    found = this_week(line, index, index + 1 + (word == "the"))
    return found or part_after_preposition(line, index)


def _has_part(line: Line, index: int) -> bool:
    return line.word(index) in PARTS or line.word(index + 1) in PARTS


def _tells_of_past(line: Line, index: int) -> bool:
    """ "på lördag kväll" is to come, unless the sentence is one of the past, as learners of Swedish put it."""
    return any(is_past(line.word(at)) for at in range(max(0, index - 12), index + 12))


def weekday_compound(line: Line, index: int) -> tuple[Atom, Atom] | None:
    """ "lördagskvällen", "fredagnatten": a weekday and the part of its day in one word."""
    if line.word(index - 1) in RECURRING and line.word(index + 1) not in _HOUR_CUES:
        return None
    word = line.word(index)
    if word in YESTERDAY_COMPOUNDS:
        return _yesterdays(index, index + 1, YESTERDAY_COMPOUNDS[word])
    number, part = WEEKDAY_COMPOUNDS[word]
    day = weekday_atom(index, index + 1, number, "previous" if line.word(index - 1) in PREVIOUS else "bare")
    return day, part_atom(index, index + 1, part, DAY_WEIGHT - 1, night_after=part is Part.NIGHT)
