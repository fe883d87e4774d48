"""Rules for days that are counted from the day of sending: yesterday, weekdays, weeks, and parts of the day."""

from __future__ import annotations

from ..vocabulary import words
from . import days
from .atoms import Atom, DayReader, Line, Role
from .parts import NIGHTS, Part
from .words import (
    FULL_MONTHS,
    PARTS,
    WEEKDAY_COMPOUNDS,
    WEEKDAY_SHORT,
    WEEKDAYS,
    WEEKDAYS_DEFINITE,
    WEEKDAYS_PAST,
    YESTERDAY_COMPOUNDS,
)

_DAY, _PART, _WEEK, _LONG = 3, 2, 2, 1
_THIS_PART = 4
OFFSETS = {
    word: number
    for number, words in {
        0: "idag today idagg",
        -1: "igar gardagen gardagens yesterday yesteday yestarday yday igarkvell iga",
        -2: "forrgar iforrgar iforgar forgar",
        -3: "iforriforrgar",
        1: "imorgon imorron imorrn imorn tomorrow tmrw tomorow imorgn",
        2: "iovermorgon overmorgon",
    }.items()
    for word in words.split()
}
_AFTER_I = {"dag": 0, "gar": -1, "forrgar": -2, "forgar": -2, "overmorgon": 2} | dict.fromkeys(
    ("morgon", "morron", "morn", "morrn", "mornn", "morgen"), 1
)
THIS_PARTS = {
    word: part
    for part, words in {
        Part.MORNING: "imorse imorrse imorsse imorset",
        Part.NIGHT: "inatt innatt",
        Part.EVENING: "ikvall ikvalls ikval",
        Part.AFTERNOON: "ieftermiddag ieftermiddags",
        Part.FORENOON: "iformiddag iformiddags",
        Part.ENGLISH_NIGHT: "tonight tonite",
    }.items()
    for word in words.split()
}
_PART_AFTER_I = {
    "morse": Part.MORNING,
    "morrse": Part.MORNING,
    "natt": Part.NIGHT,
    "kvall": Part.EVENING,
    "kvalls": Part.EVENING,
    "kval": Part.EVENING,
    "eftermiddag": Part.AFTERNOON,
    "eftermiddags": Part.AFTERNOON,
    "formiddag": Part.FORENOON,
    "formiddags": Part.FORENOON,
}
RECURRING = words("varje alla varenda every each varannan brukar")
PREVIOUS = words("forra forre last senaste forrige")
_SEASONS = {
    "sommaren": 6, "sommar": 6, "summer": 6, "hosten": 9, "host": 9, "autumn": 9, "fall": 9,
    "vintern": 12, "vinter": 12, "winter": 12, "varen": 3, "var": 3, "spring": 3,
}  # fmt: skip
_SEASONS_PAST = {"somras": 6, "hostas": 9, "vintras": 12, "varas": 3}


def day_atom(
    first: int, last: int, read: DayReader, weight: int = _DAY, rank: int = 1, *, is_future: bool = False
) -> Atom:
    return Atom(Role.DAYS, first, last, read_days=read, weight=weight, rank=rank, is_future=is_future)


def part_atom(
    first: int,
    last: int,
    part: Part,
    weight: int = _PART,
    *,
    is_this: bool = False,
    night_after: bool = False,
    night_before: bool = False,
) -> Atom:
    return Atom(
        Role.PART,
        first,
        last,
        part=part,
        weight=weight,
        is_this=is_this,
        night_after=night_after,
        night_before=night_before,
    )


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


def after_i(line: Line, index: int) -> Atom | None:
    """What "i" begins: i går, i måndags, i natt, i helgen, i somras, i december."""
    word = line.word(index + 1)
    end = index + 2
    if word in _AFTER_I:
        number = _AFTER_I[word]
        end += number > 0 and line.word(end) == "bitti"
        return day_atom(index, end, days.offset(number), rank=2, is_future=number > 0)
    if word in WEEKDAYS_PAST:
        return day_atom(index, end, days.weekday(WEEKDAYS_PAST[word], "past"))
    if word in _PART_AFTER_I:
        return part_atom(index, end, _PART_AFTER_I[word], _THIS_PART, is_this=True)
    if word in ("veckan", "helgen"):
        return day_atom(index, end, days.week(0) if word == "veckan" else days.weekend("this"), _WEEK)
    if word in _SEASONS_PAST:
        return day_atom(index, end, days.season(_SEASONS_PAST[word]), _LONG)
    if word in ("fjol", "fjor"):
        return Atom(Role.YEAR, index, end, read_days=days.year_back(1), year=line.context.sent.year - 1, weight=_LONG)
    if word in PREVIOUS:
        inner = previous(line, index + 1)
        return inner and day_atom(index, inner.last, inner.read_days or days.offset(0), inner.weight)
    return None


def this_part(line: Line, index: int) -> Atom:
    return part_atom(index, index + 1, THIS_PARTS[line.word(index)], _THIS_PART, is_this=True)


def weekday_word(line: Line, index: int) -> Atom | None:
    """A weekday by itself ("fredag kväll", "on Friday", "lördags"), or with the part of its day."""
    if line.word(index - 1) in RECURRING:
        return None
    word = line.word(index)
    number = WEEKDAYS.get(word)
    if number is None:
        number = WEEKDAYS_DEFINITE.get(word, WEEKDAYS_PAST.get(word))
    if number is None:
        if line.word(index + 1) not in PARTS:
            return None
        number = WEEKDAY_SHORT[word]
    return day_atom(index, index + 1, days.weekday(number, "past" if word in WEEKDAYS_PAST else "bare"))


def on_day(line: Line, index: int) -> Atom | None:
    """ "på lördag" is to come; "på lördagen" and "under lördagen" are past; "på kvällen" is a part."""
    word = line.word(index + 1)
    if line.word(index) == "pa" and word in WEEKDAYS and not _has_part(line, index + 2):
        return day_atom(index, index + 2, days.weekday(WEEKDAYS[word], "coming"), is_future=True)
    if word in ("helgen", "veckan"):
        return day_atom(index, index + 2, days.weekend("this") if word == "helgen" else days.week(0), _WEEK)
    at = index + 1 + (word == "the")
    if line.word(at) == "weekend":
        return day_atom(index, at + 1, days.weekend("this"), _WEEK)
    return part_after_preposition(line, index)


def _has_part(line: Line, index: int) -> bool:
    return line.word(index) in PARTS or line.word(index + 1) in PARTS


def previous(line: Line, index: int) -> Atom | None:
    """ "förra tisdagen", "förra veckan", "last Friday", "förra sommaren", "last night"."""
    word, end = line.word(index + 1), index + 2
    is_swedish = line.word(index) != "last"
    number = WEEKDAYS.get(word, WEEKDAYS_DEFINITE.get(word))
    if number is not None:
        return day_atom(index, end, days.weekday(number, "previous" if is_swedish else "past"))
    if word in ("vecka", "veckan", "veckans", "week"):
        return day_atom(index, end, days.week(-1), _WEEK)
    if word in ("helg", "helgen", "weekend"):
        return day_atom(index, end, days.weekend("previous"), _WEEK)
    if word in ("manad", "manaden", "month"):
        return day_atom(index, end, days.months_back(1), _LONG)
    if word in ("ar", "aret", "arets", "year"):
        return Atom(Role.YEAR, index, end, read_days=days.year_back(1), year=line.context.sent.year - 1, weight=_LONG)
    if word in _SEASONS:
        return day_atom(index, end, days.season(_SEASONS[word], over=True), _LONG)
    if word in FULL_MONTHS:
        return day_atom(index, end, days.month(FULL_MONTHS[word]), _LONG)
    if word in ("night", "nite", "natten", "natt"):
        part = Part.NIGHT if is_swedish else Part.ENGLISH_NIGHT
        return part_atom(index, end, part, _THIS_PART, is_this=True)
    if word == "evening":
        return day_atom(index, index + 1, days.offset(-1), rank=2)
    return None


def coming(line: Line, index: int) -> Atom | None:
    """ "nästa fredag", "next week"."""
    word = line.word(index + 1)
    number = WEEKDAYS.get(word, WEEKDAYS_DEFINITE.get(word))
    if number is not None:
        return day_atom(index, index + 2, days.weekday(number, "next"), is_future=True)
    if word in ("vecka", "week"):
        return day_atom(index, index + 2, days.week(1), _WEEK, is_future=True)
    return None


def part_after_preposition(line: Line, index: int) -> Atom | None:
    """ "på natten", "under kvällen", "vid lunch", "in the evening", "this morning"."""
    if line.word(index - 1) in RECURRING:
        return None
    at = line.skip(index + 1, _PART_FILLERS, 2)
    word = line.word(at)
    if word in ("dagen", "dagtid", "day"):
        return part_atom(index, at + 1, Part.DAYTIME) if word != "day" or line.word(at - 1) == "the" else None
    if word in ("middagstid", "middagstiden"):
        return part_atom(index, at + 1, Part.EVENING)
    if word not in PARTS or word == "morse" or is_night_between(line, at):
        return None
    is_this = line.word(index) == "this" or line.word(index) == "nu"
    return part_atom(index, at + 1, PARTS[word], _THIS_PART if is_this else _PART, is_this=is_this)


_PART_FILLERS = words("the den sena sen tidiga tidig early late mitt hela samma tidigt sent")


def part_word(line: Line, index: int) -> Atom | None:
    """A part of the day that follows a day ("igår kväll", "måndag morgon", "Friday night"), or a night "till" one."""
    word = line.word(index)
    if PARTS[word] is Part.NIGHT and line.word(index + 1) in ("till", "mot"):
        return part_atom(index, index + 2, Part.NIGHT, night_before=True)
    at = index
    while at > 0 and line.word(at - 1) in _PART_FILLERS and index - at < 2:
        at -= 1
    if line.ends_at(at) and line.atoms[-1].role in (Role.DAYS, Role.CLOCK):
        after = line.atoms[-1].role is Role.DAYS and PARTS[word] is Part.NIGHT and line.atoms[-1].rank < 3
        return part_atom(at, index + 1, PARTS[word], night_after=after)
    if line.ends_at(at) and line.word(index) == "morgon":
        return part_atom(at, index + 1, Part.MORNING)
    return None


def weekday_compound(line: Line, index: int) -> tuple[Atom, Atom] | None:
    """ "lördagskvällen", "fredagnatten": a weekday and the part of its day in one word."""
    if line.word(index - 1) in RECURRING:
        return None
    word = line.word(index)
    if word in YESTERDAY_COMPOUNDS:
        part, read, rank = YESTERDAY_COMPOUNDS[word], days.offset(-1), 2
    else:
        number, part = WEEKDAY_COMPOUNDS[word]
        read, rank = days.weekday(number, "previous" if line.word(index - 1) in PREVIOUS else "bare"), 1
    return (
        day_atom(index, index + 1, read, rank=rank),
        part_atom(index, index + 1, part, night_after=part is Part.NIGHT),
    )


def is_night_between(line: Line, index: int) -> bool:
    return PARTS.get(line.word(index)) in NIGHTS and line.word(index + 1) in ("mellan", "between")


def night_between(line: Line, index: int) -> tuple[Atom, Atom] | None:
    """ "natten mellan lördag och söndag": the night before the second day."""
    if not is_night_between(line, index):
        return None
    at = line.skip(index + 2, frozenset({"i", "den"}), 1) + 1
    if line.word(at) not in ("och", "o", "and", "till"):
        return None
    at = line.skip(at + 1, frozenset({"i", "den"}), 1)
    word = line.word(at)
    number = WEEKDAYS.get(word, WEEKDAYS_DEFINITE.get(word, WEEKDAYS_PAST.get(word)))
    if number is None:
        return None
    day = day_atom(index, at + 1, days.weekday(number, "bare"))
    return day, part_atom(index, at + 1, Part.NIGHT, night_before=True)


def week_number(line: Line, index: int) -> Atom | None:
    """ "vecka 45", "v.45", "week 45"."""
    at = index + 1 + (line.word(index + 1) == ".")
    token = line.at(at)
    if token.number is None or token.digits > 2 or not 1 <= token.number <= 53 or line.at(at + 1).glued:
        return None
    return day_atom(index, at + 1, days.numbered_week(token.number), _WEEK, 3)
