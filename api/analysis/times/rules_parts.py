"""Rules for parts of the day: "på kvällen", "vid lunch", "natten till lördag", "varje natt"."""

from __future__ import annotations

from dataclasses import replace

from ..vocabulary import words
from . import days
from .atoms import Atom, Line, Role
from .making import PART_WEIGHT, RECURS_WEIGHT, THIS_PART_WEIGHT, day_atom, part_atom, weekday_atom
from .parts import NIGHTS, Part
from .rules_dates import after_ordinal, day_month, slashed
from .words import FULL_MONTHS, ORDINALS, PARTS, WEEKDAY_SHORT, WEEKDAYS, WEEKDAYS_DEFINITE, WEEKDAYS_PAST

_FILLERS = words("the den sena sen tidiga tidig early late mitt hela samma tidigt sent nu")
RECURRING = words("varje alla varenda every each varannan brukar")
EVERY = words("varje varenda every each")
_AND = words("och o a and till te & - – /")
_TO = words("till mot te mellan")
# "the night train", "a Sunday school": a part or day that only names a thing.
THINGS = words(
    """
    train shift bus school club light lights sky trains class market portier watch table place room menu receptionist
    tram porter ferry
    """
)


def part_after_preposition(line: Line, index: int) -> Atom | None:
    """ "på natten", "under kvällen", "vid lunch", "in the evening", "this morning"."""
    if line.word(index - 1) in RECURRING:
        return None
    at = line.skip(index + 1, _FILLERS, 2)
    word = line.word(at)
    if word in ("dagen", "dagtid", "day", "dan") and line.word(index) not in ("nu", "i", "at", "mellan"):
        return part_atom(index, at + 1, Part.DAYTIME) if word != "day" or line.word(at - 1) == "the" else None
    if word not in PARTS or (word in ("morse", "frukost") and line.word(index) == "i"):
        return None
    if is_night_between(line, at) or line.word(at + 1) in THINGS or (PARTS[word] in NIGHTS and _to_day(line, at)):
        return None
    if line.word(at + 1) in ("of", "to") and PARTS[word] in NIGHTS:
        return part_word(line, at)
    part = _around_lunch(line.word(index)) if PARTS[word] is Part.LUNCH else PARTS[word]
    is_this = line.word(index) == "this" or line.word(index) == "nu"
    weight = THIS_PART_WEIGHT if is_this else PART_WEIGHT
    # "works at night" tells of any night.
    weight = weight if line.word(index) != "at" or part not in NIGHTS else RECURS_WEIGHT
    return part_atom(index, at + 1, part, weight, is_this=is_this)


_IN_THE = frozenset({"in", "the"})


def small_hours(line: Line, index: int) -> Atom | None:
    """ "in the early hours of Sunday", "the small hours", "in the middle of the night"."""
    at = line.skip(index, _IN_THE, 2)
    if line.word(at) in ("early", "small", "wee") and line.word(at + 1) == "hours":
        return part_atom(index, at + 2, Part.NIGHT)
    if [line.word(at + step) for step in range(4)] == ["middle", "of", "the", "night"]:
        return part_atom(index, at + 4, Part.ENGLISH_NIGHT)
    return None


def _to_day(line: Line, index: int) -> bool:
    following = line.at(index + 2)
    return line.word(index + 1) in _TO or (
        line.word(index + 1) == "den" and (following.digits > 0 or following.word in ORDINALS)
    )


def _around_lunch(preposition: str) -> Part:
    if preposition in ("efter", "after"):
        return Part.AFTERNOON
    return Part.FORENOON if preposition in ("innan", "fore", "before") else Part.LUNCH


def part_word(line: Line, index: int) -> Atom | None:
    """A part of the day that follows a day ("igår kväll", "måndag morgon", "Friday night"), or a night "till" one."""
    word = line.word(index)
    if PARTS[word] in NIGHTS and line.word(index + 1) == "to" and _weekday(line, index + 2) is not None:
        # "in the night to Sunday", as a Swede says it in English.
        return part_atom(index, index + 2, Part.NIGHT, night_before=True)
    if PARTS[word] is Part.NIGHT and _to_day(line, index) and line.word(index + 1) != "mellan":
        return part_atom(index, index + 1 + (line.word(index + 1) != "den"), Part.NIGHT, night_before=True)
    at = index
    while at > 0 and line.word(at - 1) in _FILLERS and index - at < 2:
        at -= 1
    if line.ends_at(at) and line.atoms[-1].role in (Role.DAYS, Role.CLOCK):
        after = line.atoms[-1].role is Role.DAYS and PARTS[word] is Part.NIGHT and line.atoms[-1].rank < 3
        return part_atom(at, index + 1, PARTS[word], night_after=after and word not in _EARLY)
    if line.ends_at(at) and line.word(index) == "morgon":
        return part_atom(at, index + 1, Part.MORNING)
    if _day_follows(line, index):
        return part_atom(index, index + 1, PARTS[word])
    return None


# The small hours and "nattetid" are the day's own.
_EARLY = words("smatimmarna smatimmar nattetid")


def _day_follows(line: Line, index: int) -> bool:
    """ "småtimmarna i söndags", "kvällen den 3", "kvällen i lördags", "nattetid igår"."""
    word, after = line.word(index + 1), line.word(index + 2)
    if word == "of":
        at = index + 2 + (after == "the")
        return line.at(at).digits > 0 or _weekday(line, at) is not None or line.word(at) in FULL_MONTHS
    if word == "i":
        return after in WEEKDAYS_PAST or after in ("gar", "forrgar")
    return word == "igar" or (word == "den" and line.at(index + 2).digits > 0)


def recurring_part(line: Line, index: int) -> Atom | None:
    """ "varje natt", "every night this week", "om nätterna", "på kvällarna": given for the latest."""
    part = _PLURALS.get(line.word(index + 1))
    end = index + 2
    if part is None and line.word(index) in EVERY:
        part = PARTS.get(line.word(index + 1))
    if part is None or part is Part.LUNCH:
        return None
    if line.word(end) == "this" and line.word(end + 1) == "week":
        end += 2
    elif line.word(end) in ("den", "hela", "denna") and line.word(end + 1) in ("har", "veckan", "vecka"):
        end += 2 + (line.word(end + 1) == "har" and line.word(end + 2) == "veckan")
    return part_atom(index, end, part, RECURS_WEIGHT)


_PLURALS = {
    word: part
    for part, written in (
        (Part.NIGHT, "natterna nattena"),
        (Part.EVENING, "kvallarna kvallana evenings"),
        (Part.MORNING, "morgnarna mornarna morronarna mornings"),
        (Part.FORENOON, "formiddagarna"),
        (Part.AFTERNOON, "eftermiddagarna afternoons"),
        (Part.ENGLISH_NIGHT, "nights"),
    )
    for word in written.split()
}


def is_night_between(line: Line, index: int) -> bool:
    return PARTS.get(line.word(index)) in NIGHTS and line.word(index + 1) in ("mellan", "between", "mell")


def night_between(line: Line, index: int) -> tuple[Atom, Atom] | None:
    """ "natten mellan lördag och söndag", "natten fredag-lördag": the night before the second day."""
    if PARTS[line.word(index)] not in NIGHTS:
        return None
    start = index + 1 + is_night_between(line, index)
    first = line.skip(start, _BEFORE_DAY, 1)
    if _weekday(line, first) is None and line.word(first) not in ("gar", "igar"):
        return None
    at = first + 1
    if line.word(at) not in _AND:
        return None
    at = line.skip(at + 1, _BEFORE_DAY, 1)
    number = _weekday(line, at)
    if number is not None:
        day = weekday_atom(index, at + 1, number, "bare")
    elif line.word(at) in ("idag", "dag"):
        day = day_atom(index, at + 1, days.offset(0), rank=2)
    else:
        return None
    return day, part_atom(index, at + 1, Part.NIGHT, night_before=True)


_BEFORE_DAY = frozenset({"i", "den"})


def _weekday(line: Line, index: int) -> int | None:
    word = line.word(index)
    return WEEKDAYS.get(word, WEEKDAYS_DEFINITE.get(word, WEEKDAYS_PAST.get(word, _SHORT.get(word))))


# Beside another weekday "mån" and "sön" are days, elsewhere "man" and "son".
_SHORT = WEEKDAY_SHORT | {"man": 0, "son": 6}


def night_between_dates(line: Line, index: int) -> tuple[Atom, Atom] | None:
    """ "natten mellan den 20 och 21 november", "natten 13/11-14/11": the night before the second date."""
    if PARTS[line.word(index)] not in NIGHTS:
        return None
    at = line.skip(index + 1 + is_night_between(line, index), _THE, 1)
    first = line.at(at)
    if first.number is None or first.digits > 2:
        return None
    dated = day_month(line, at, at) or slashed(line, at)
    joint = dated.last if dated else after_ordinal(line, at)
    if line.word(joint) not in _AND:
        return None
    second = line.skip(joint + 1, _THE, 1)
    found = day_month(line, second, index) or (slashed(line, second) if dated else None)
    if found is None and line.at(second).number is not None and after_ordinal(line, second) > second + 1:
        reader = days.day_of_month(line.at(second).number or 0)
        found = day_atom(index, after_ordinal(line, second), reader, rank=3)
    if found is None:
        return None
    return replace(found, first=index), part_atom(index, found.last, Part.NIGHT, night_before=True)


_THE = frozenset({"den", "the"})
