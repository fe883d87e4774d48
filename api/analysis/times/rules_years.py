"""Rules for years: "2021", "i fjol", "hösten 2024", "för tre år sen", "på 90-talet"; not models, sums and house numbers."""

from __future__ import annotations

from dataclasses import replace

from ..vocabulary import words
from . import days
from .atoms import Atom, Line, Role
from .clock_words import UNITS, numbers_a_thing
from .making import LONG_WEIGHT, day_atom
from .rules_dates import FIRST_YEAR
from .rules_weeks import SEASONS, SEASONS_PAST, SURE_SEASONS
from .tense import is_past
from .words import AFTER_HOUR, FULL_MONTHS, MONTHS

_CUES = words(
    """
    ar aret sedan sen since in during under hela runt omkring of tidigt borjan slutet mitten back gang early late
    tills until redan kring sommaren hosten vintern varen
    """
)
_EVENTS = words(
    """
    ranad rant valdtagen knivhuggen skjuten misshandlad stulen stulna stulet lurad dodad mordad pakord hotad
    mordet mord ranet ran branden brand skjutningen skjutning olyckan valdtakten inbrottet sprangningen festivalen
    forsvinnandet dadet knivdadet overfallet kuppen uppsagd dod uppe anmald domd adopterad
    """
)
_PLACE_CUES = words("i pa in at vid")
_SKIPPED = words("typ ca cirka ungefar kanske around about runt")
_MAKES = words(
    """
    arsmodell arsmod modell modellar model modellen mod arsm volvo saab bmw audi vw volkswagen golf passat polo ford
    focus transit mondeo opel toyota hilux corolla kia hyundai nissan mazda honda suzuki yamaha mercedes benz skoda
    octavia fabia seat leon renault peugeot citroen fiat tesla subaru mitsubishi puch mobylette lynx polaris iveco
    scania crescent monark kabe hymer iphone samsung windows kod koden portkod pin fodd fodda born foddes foddar
    kostade kostar betalade swishade ville saknas amazon veteranbil
    """
)
_THINGS = words(
    """
    bil bilen moped mopeden husbil husvagn husvagnen mc traktor traktorn bat baten cykel cykeln skoter skotern kombi
    multivan buss car bike boat caravan van lagenhet lgh rum hus arende dnr nr nummer kvitto art artikel program film
    filmen bocker kr tv for ha tog ger summa matchen
    """
)


_COLOURS = words("svart vit rod bla gron gul gra silver beige brun orange lila black white red blue green grey yellow")


def named_year(line: Line, index: int) -> Atom | None:
    """A year beside a month or season, after "år", "sedan", "in", a verb of the past or a place, or by itself."""
    token = line.at(index)
    number = token.number or 0
    if token.digits != 4 or not FIRST_YEAR <= number <= line.context.sent.year or not _is_free(line, index):
        return None
    before = line.word(index - 1)
    season = _season(before) or (_season(line.word(index - 2)) if before in ("of", ",") else None)
    if season is not None:
        first = index - (1 if _season(before) else 2)
        read = days.in_year(days.season(season), number)
        return day_atom(first, index + 1, read, LONG_WEIGHT)
    if not (_beside_days(line, index) or _is_told(line, index)):
        return None
    first = index - (before in ("ar", "aret"))
    return Atom(Role.YEAR, first, index + 1, read_days=days.whole_year(number), year=number, weight=LONG_WEIGHT)


def _season(word: str) -> int | None:
    # "var 2021" is a verb far more often than a spring.
    return None if word == "var" else SEASONS.get(word)


def _is_free(line: Line, index: int) -> bool:
    """Whether nothing is written together with the number, and it counts nothing."""
    before, after = line.at(index - 1), line.at(index + 1)
    if line.at(index).glued and before.word not in ("(", ","):
        return False
    if after.glued and (after.word in ("-", ":", "/", "%") or after.word.isalnum()):
        return False
    return (
        after.word not in UNITS
        and after.word not in ("ars", "modell", "kronor", "model", "tusen")
        and not (after.word == "i" and line.word(index + 2) in ("veckan", "manaden", "timmen"))
    )


def _beside_days(line: Line, index: int) -> bool:
    """ "påsken 2009", "i mars 2019"."""
    return line.ends_at(index) and line.atoms[-1].role is Role.DAYS and line.atoms[-1].narrows is None


def _is_told(line: Line, index: int) -> bool:
    at = index - 1
    while line.word(at) in _SKIPPED and index - at < 3:
        at -= 1
    if _is_of_a_thing(line, at) or numbers_a_thing(line, index):
        return False
    before = line.word(at)
    if before in _CUES or before in _EVENTS or (is_past(before) and before not in _COUNTS):
        return True
    if line.word(at - 1) in _PLACE_CUES and before.isalpha():
        return True
    after = line.word(index + 1)
    closes = not after or after in _MARKS
    if not before or before in _MARKS:
        return (closes and (not before or before == ",")) or (is_past(after) and not before.isalnum())
    return at < index - 1 and closes and not line.word(at - 1)


def _is_of_a_thing(line: Line, index: int) -> bool:
    """Whether a make stands near, or a thing that has models right before, with no comma between."""
    near = [line.word(step) for step in range(index - 3, index + 1)]
    if any(word in _MAKES for word in near):
        return True
    if near[-1] == "," and near[-2] in _COLOURS:
        return True
    since_mark = max((step for step, word in enumerate(near) if word == ","), default=-1)
    return any(word in _THINGS for word in near[since_mark + 1 :])


_MARKS = frozenset(".,!?;")
# "sålde 2000", "fick 2000": sums of money.
_COUNTS = words("salde fick betalade gav kostade swishade tog hade ville bjod erbjod lanade sold paid got lost vann")


def this_year(line: Line, index: int) -> Atom | None:
    """ "i år", "i fjol", "ifjol", "i fjol sommar"."""
    at = index + (line.word(index) == "i")
    word, year = line.word(at), line.context.sent.year
    if word in ("ar", "iar"):
        if line.word(index - 1) in ("gangen", "gang", "ganger") or line.word(at + 1) in ("och", "o"):
            return None
        return Atom(Role.YEAR, index, at + 1, read_days=days.year_back(0), year=year, weight=0)
    if word not in ("fjol", "fjor", "ifjol", "ifjor", "fjoll"):
        return None
    following = line.word(at + 1)
    season = SEASONS.get(following) or SEASONS_PAST.get(following)
    if season is not None:
        read = days.in_year(days.season(season), year - 1)
        return day_atom(index, at + 2, read, LONG_WEIGHT)
    return Atom(Role.YEAR, index, at + 1, read_days=days.year_back(1), year=year - 1, weight=LONG_WEIGHT)


def season_ago(line: Line, index: int) -> Atom | None:
    """ "sommaren för två år sen": the season, of the year that is counted after it."""
    word = line.word(index)
    if word not in SURE_SEASONS or line.word(index + 1) not in ("for", "ett") or line.word(index + 3) != "ar":
        return None
    return day_atom(index, index + 1, days.season(SEASONS[word]), LONG_WEIGHT)


def short_year(line: Line, index: int) -> Atom | None:
    """ "våren -22", "hösten 21", "sommaren '19": a season or a month with a year of two digits."""
    mark = index + 1
    at = mark + (line.word(mark) in ("-", "–", "'", "’"))
    token = line.at(at)
    if token.number is None or token.digits != 2 or (at > mark and not token.glued):
        return None
    if not line.context.sent.year % 100 >= token.number >= 0 or (
        line.at(at + 1).glued and line.at(at + 1).word.isalnum()
    ):
        return None
    year, word = 2000 + token.number, line.word(index)
    if word in SEASONS:
        return day_atom(index, at + 1, days.in_year(days.season(SEASONS[word]), year), LONG_WEIGHT)
    if at == mark:
        return None
    return day_atom(index, at + 1, days.in_year(days.month(MONTHS[word]), year), LONG_WEIGHT, 3, is_frame=True)


def decade(line: Line, index: int) -> Atom | None:
    """ "på 90-talet", "1980-talet", "in the 90s"."""
    token = line.at(index)
    number = token.number or 0
    is_short = token.digits == 2
    if token.number is None or token.digits not in (2, 4) or number % 10 or token.glued:
        return None
    dash = line.word(index + 1) == "-"
    ending = line.word(index + 1 + dash)
    if not line.at(index + 1).glued or not (ending == "talet" or (ending == "s" and line.word(index - 1) == "the")):
        return None
    year = number + (1900 if number >= 30 else 2000) if is_short else number
    if not FIRST_YEAR - 50 <= year <= line.context.sent.year:
        return None
    first = index - (line.word(index - 1) in ("pa", "the"))
    return Atom(Role.YEAR, first, index + 2 + dash, read_days=days.whole_year(year, 10), year=year, weight=LONG_WEIGHT)


def year_range(line: Line, index: int) -> Atom | None:
    """ "mellan 2016 och 2019", "from 2016 to 2019"."""
    first, second = line.at(index + 1), line.at(index + 3)
    if first.digits != 4 or second.digits != 4 or line.word(index + 4) in UNITS or first.number is None:
        return None
    if second.number is None or line.word(index + 2) not in ("och", "o", "a", "and", "to", "till", "-", "–"):
        return None
    if not FIRST_YEAR <= first.number < second.number <= line.context.sent.year:
        return None
    read = days.whole_year(first.number, second.number - first.number + 1)
    return Atom(Role.YEAR, index, index + 4, read_days=read, year=first.number, weight=LONG_WEIGHT)


def years_joined(line: Line, index: int) -> Atom | None:
    """ "2012 to 2015", "2012-2015"."""
    if line.word(index + 1) not in ("to", "till", "-", "–") or numbers_a_thing(line, index):
        return None
    found = year_range(line, index - 1)
    return found and replace(found, first=index)


YEAR_STARTS = frozenset((*SEASONS, *FULL_MONTHS)) - AFTER_HOUR
