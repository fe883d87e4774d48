"""Rules for weeks, weekends, months and seasons counted from the day of sending: "förra veckan", "i somras"."""

from __future__ import annotations

from ..vocabulary import words
from . import days
from .atoms import Atom, Line, Role
from .making import LONG_WEIGHT, THIS_PART_WEIGHT, WEEK_WEIGHT, day_atom, part_atom, weekday_atom
from .parts import Part
from .rules_dates import year_after
from .words import AFTER_HOUR, FULL_MONTHS, WEEKDAYS, WEEKDAYS_DEFINITE

PREVIOUS = words("forra forre last senaste forrige sista")
BEFORE_PREVIOUS = words("forrforra forrforre")
WEEKEND_WORDS = words("helgen halgen helg helja weekend helgn")
SEASONS = {
    "sommaren": 6, "sommar": 6, "sommarn": 6, "sommarens": 6, "summer": 6, "hosten": 9, "host": 9, "autumn": 9,
    "fall": 9, "vintern": 12, "vinter": 12, "winter": 12, "varen": 3, "var": 3, "spring": 3, "vaaren": 3,
}  # fmt: skip
SEASONS_PAST = {"somras": 6, "somrs": 6, "sommras": 6, "hostas": 9, "vintras": 12, "varas": 3, "varres": 3}
# Without a year beside them "var", "host", "fall" and "spring" are more often other words.
SURE_SEASONS = words("sommaren sommarn summer hosten vintern varen autumn winter")
_THIS = words("den this denna har")
_BEFORE_SEASON = words("hela den this the forra")
_COUNTED = words("gang ganger ggr gangen kr kronor kilo timmar dagar natter kvallar lax tusen spann varje")


def previous(line: Line, index: int) -> Atom | None:
    """ "förra tisdagen", "förra veckan", "last Friday", "förra sommaren", "last night"."""
    first, index, is_older = _older(line, index)
    word, end = line.word(index + 1), index + 2
    is_swedish = line.word(index) != "last"
    number = WEEKDAYS.get(word, WEEKDAYS_DEFINITE.get(word))
    if number is not None:
        return weekday_atom(first, end, number, _mode(is_older, is_swedish))
    if word in ("vecka", "veckan", "veckans", "week", "veckn"):
        return day_atom(first, end, days.week(-1 - is_older), WEEK_WEIGHT, is_frame=True)
    if word in WEEKEND_WORDS:
        return day_atom(first, end, days.weekend("previous", int(is_older)), WEEK_WEIGHT, is_frame=True)
    if word in ("manad", "manaden", "month"):
        return day_atom(first, end, days.months_back(1 + is_older), LONG_WEIGHT, is_frame=True)
    if word in ("ar", "aret", "arets", "year", "are"):
        back = 1 + is_older
        year = line.context.sent.year - back
        return Atom(Role.YEAR, first, end, read_days=days.year_back(back), year=year, weight=LONG_WEIGHT)
    if word in SEASONS:
        return day_atom(first, end, days.season(SEASONS[word], over=True), LONG_WEIGHT)
    if word in FULL_MONTHS:
        return day_atom(first, end, days.month(FULL_MONTHS[word]), LONG_WEIGHT)
    return _previous_part(line, first, index, is_swedish)


def _previous_part(line: Line, first: int, index: int, is_swedish: bool) -> Atom | None:
    word, end = line.word(index + 1), index + 2
    if line.word(index) == "sista":
        return None
    if word in ("night", "nite", "natten", "natt", "nigt", "nights"):
        part = Part.NIGHT if is_swedish else Part.ENGLISH_NIGHT
        return part_atom(first, end, part, THIS_PART_WEIGHT, is_this=True)
    if word == "evening":
        return day_atom(index, index + 1, days.offset(-1), rank=2)
    return None


def _older(line: Line, index: int) -> tuple[int, int, bool]:
    """Where "förra" stands, and whether it is the one before that: "förrförra", "förr förra"."""
    if line.word(index) in BEFORE_PREVIOUS:
        return index, index, True
    if line.word(index) in ("forr", "forra") and line.word(index + 1) in ("forra", "forre"):
        return index, index + 1, True
    return index, index, False


def _mode(is_older: bool, is_swedish: bool) -> days.WeekdayMode:
    if is_older:
        return "before_previous"
    return "previous" if is_swedish else "past"


def before_last(line: Line, index: int) -> Atom | tuple[Atom, Atom] | None:
    """ "the week before last", "the weekend before last", "the night before last"."""
    at = index + (line.word(index) == "the")
    if line.word(at + 1) != "before" or line.word(at + 2) != "last":
        return None
    word, end = line.word(at), at + 3
    if word == "week":
        return day_atom(index, end, days.week(-2), WEEK_WEIGHT, is_frame=True)
    if word == "weekend":
        return day_atom(index, end, days.weekend("previous", 1), WEEK_WEIGHT, is_frame=True)
    if word == "year":
        year = line.context.sent.year - 2
        return Atom(Role.YEAR, index, end, read_days=days.year_back(2), year=year, weight=LONG_WEIGHT)
    if word == "night":
        return day_atom(index, end, days.offset(-2), rank=2), part_atom(index, end, Part.ENGLISH_NIGHT)
    return None


def coming(line: Line, index: int) -> Atom | None:
    """ "nästa fredag", "next week"."""
    word = line.word(index + 1)
    number = WEEKDAYS.get(word, WEEKDAYS_DEFINITE.get(word))
    if number is not None:
        return weekday_atom(index, index + 2, number, "next", is_future=True)
    if word in ("vecka", "week", "veckan"):
        return day_atom(index, index + 2, days.week(1), WEEK_WEIGHT, is_future=True, is_frame=True)
    return None


def this_week(line: Line, index: int, at: int) -> Atom | None:
    """ "i veckan", "under helgen", with the word at `at`; "två gånger i veckan" counts."""
    word = line.word(at)
    if word in ("veckan", "veckn"):
        before = line.at(index - 1)
        is_once = before.word in ("gang", "gangen") and line.word(index - 2) in ("nan", "nagon")
        counts = before.digits > 0 or before.word in _COUNTED or line.word(index - 2) in _COUNTED
        counts = counts and not is_once
        return None if counts else day_atom(index, at + 1, days.week(0), WEEK_WEIGHT, is_frame=True)
    if word in WEEKEND_WORDS:
        return day_atom(index, at + 1, days.weekend("this"), WEEK_WEIGHT, is_frame=True)
    return None


def whole_week(line: Line, index: int) -> Atom | None:
    """ "hela helgen", "hela veckan"."""
    return this_week(line, index, index + 1)


def week_named(line: Line, index: int) -> Atom | None:
    """ "den här veckan", "denna vecka", "this week"."""
    at = line.skip(index, _THIS, 2)
    is_that = line.word(index) == "den" and line.word(index + 1) != "har"
    if at == index or is_that or line.word(at) not in ("veckan", "vecka", "week"):
        return None
    return day_atom(index, at + 1, days.week(0), WEEK_WEIGHT, is_frame=True)


def season_word(line: Line, index: int) -> Atom | None:
    """ "under sommaren", "i höst", "this summer", "in the spring"; "sommaren" after a preposition is the last one."""
    at = line.skip(index + 1, _BEFORE_SEASON, 2)
    word = line.word(at)
    if word not in SURE_SEASONS and not (line.word(at - 1) == "this" and word in SEASONS):
        return None
    if is_compound(line, at + 1) or (line.word(index) == "in" and at == index + 1):
        return None
    year, end = year_after(line, at + 1 + (line.word(at + 1) == "of"))
    read = days.season(SEASONS[word])
    if year is not None:
        return day_atom(index, end, days.in_year(read, year), LONG_WEIGHT)
    return day_atom(index, at + 1, read, LONG_WEIGHT)


def is_compound(line: Line, index: int) -> bool:
    """Whether an English word goes on with what is at `index`: "the summer house", "Christmas presents"."""
    word = line.word(index)
    return line.context.language == "en" and word.isalpha() and word != "of" and word not in AFTER_HOUR


def week_number(line: Line, index: int) -> Atom | None:
    """ "vecka 45", "v.45", "week 45"; a pregnancy is counted in weeks too."""
    at = index + 1 + (line.word(index + 1) == ".")
    token = line.at(at)
    if token.number is None or token.digits > 2 or not 1 <= token.number <= 53 or line.at(at + 1).glued:
        return None
    if any(line.word(before) in ("gravid", "pregnant", "graviditet") for before in range(index - 6, index)):
        return None
    return day_atom(index, at + 1, days.numbered_week(token.number), WEEK_WEIGHT, 0, is_frame=True)


_EDGES = {"borjan": (0, 2), "mitten": (2, 4), "slutet": (4, 7)}


def week_edge(line: Line, index: int) -> Atom | None:
    """ "i början av veckan", "i slutet av förra veckan"."""
    at = index + (line.word(index) == "i")
    edge = _EDGES.get(line.word(at))
    if edge is None or line.word(at + 1) not in ("av", "pa"):
        return None
    week = previous(line, at + 2) if line.word(at + 2) in PREVIOUS else this_week(line, at + 1, at + 2)
    if week is None or not week.is_frame or week.read_days is None or line.word(week.last - 1) in ("manaden", "month"):
        return None
    return day_atom(index, week.last, days.part_of(week.read_days, *edge), WEEK_WEIGHT)
