"""Rules for feasts and holidays: julafton, "på midsommar", "kvällen före nyårsafton", "i påskas", Christmas Eve."""

from __future__ import annotations

from ..vocabulary import words
from . import feasts
from .atoms import Atom, Line
from .feasts import YearReader
from .making import DAY_WEIGHT, LONG_WEIGHT, day_atom, part_atom
from .parts import NIGHTS, Part
from .rules_weeks import is_compound
from .tense import is_done
from .words import PARTS

_RANK = 2
_CUES = words(
    """
    pa under on at over vid kring runt sen sedan since forra during last natten ever hela around
    """
)
# "natten till lucia", but not "vänta till jul".
_TO = words("till mot te innan fore")
_TAKEN_IN = words("pa under on at over during forra last")
_GREETINGS = words("god glad gott trevlig happy merry good skon")
# A word by itself that may be a name or a thing; it needs a cue or must stand alone.
_BREAKS = words(
    """
    jullov jullovet sportlov sportlovet sportlovsveckan pasklov pasklovet pasklovsveckan sommarlov sommarlovet
    hostlov hostlovet hostlovsveckan
    """
)
_UNSURE = _BREAKS | words(
    "lucia jul nyar pask valborg halloween midsommar pingst paskdagen easter christmas midsummer xmas"
)
_ON = words("pa under i")

WORDS: dict[str, YearReader] = {
    word: reader
    for reader, written in (
        (feasts.CHRISTMAS_EVE, "julafton julaftonen julafton julaften dopparedan dopparedagen julaftons"),
        (feasts.CHRISTMAS_DAY, "juldagen juldan julda"),
        (feasts.BOXING_DAY, "annandagen annandan"),
        (feasts.CHRISTMAS, "jul julen julhelgen juletid xmas christmas"),
        (feasts.BETWEEN_DAYS, "mellandagarna mellandarna mellandagar"),
        (feasts.NEW_YEARS_EVE, "nyarsafton nyarsaftonen nyarsaften nye"),
        (feasts.NEW_YEARS_DAY, "nyarsdagen nyarsdan"),
        (feasts.NEW_YEAR, "nyar nyaret nyarshelgen"),
        (feasts.EPIPHANY, "trettondagen trettondan trettondagshelgen"),
        (feasts.SHROVE_TUESDAY, "fettisdagen"),
        (feasts.MAUNDY_THURSDAY, "skartorsdagen skartorsdag skartorsdan"),
        (feasts.GOOD_FRIDAY, "langfredagen langfredag langfredan"),
        (feasts.EASTER_EVE, "paskafton paskaftonen"),
        (feasts.EASTER_DAY, "paskdagen paskdan"),
        (feasts.EASTER, "pask pasken paskhelgen easter"),
        (feasts.WALPURGIS, "valborg valborgsmassoafton valborgsmassoaftonen valborgsafton valborgs"),
        (feasts.ASCENSION, "kristihimmelsfard kristihimmelsfardshelgen himmelsfardsdagen"),
        (feasts.WHITSUN, "pingst pingsten pingsthelgen pingstafton"),
        (feasts.NATIONAL_DAY, "nationaldagen nationaldan nationaldag"),
        (feasts.MIDSUMMER_EVE, "midsommarafton midsommaraftonen midsommarafto midsommaraften"),
        (feasts.MIDSUMMER_DAY, "midsommardagen midsommardan"),
        (feasts.MIDSUMMER, "midsommar midsommaren midsummer midsommarn"),
        (feasts.MIDSUMMER_WEEKEND, "midsommarhelgen"),
        (feasts.HALLOWEEN, "halloween"),
        (feasts.all_saints, "allhelgona allhelgonadagen"),
        (feasts.all_saints_weekend, "allhelgonahelgen"),
        (feasts.LUCIA, "lucia luciadagen luciahelgen"),
        (feasts.CHRISTMAS_BREAK, "jullov jullovet"),
        (feasts.WINTER_BREAK, "sportlov sportlovet sportlovsveckan"),
        (feasts.EASTER_BREAK, "pasklov pasklovet pasklovsveckan"),
        (feasts.SUMMER_BREAK, "sommarlov sommarlovet"),
        (feasts.AUTUMN_BREAK, "hostlov hostlovet hostlovsveckan"),
    )
    for word in written.split()
}
_PHRASES: dict[tuple[str, ...], YearReader] = {
    tuple(phrase.split()): reader
    for reader, phrases in (
        (feasts.BOXING_DAY, ("annandag jul", "boxing day")),
        (feasts.EASTER_MONDAY, ("annandag pask", "easter monday")),
        (feasts.CHRISTMAS_EVE, ("christmas eve", "jul afton", "xmas eve")),
        (feasts.CHRISTMAS_DAY, ("christmas day", "jul dagen", "xmas day")),
        (feasts.NEW_YEARS_EVE, ("new year ' s eve", "new years eve", "new year eve", "nyars afton")),
        (feasts.NEW_YEARS_DAY, ("new year ' s day", "new years day")),
        (feasts.NEW_YEAR, ("new years", "new year ' s", "new year")),
        (feasts.EASTER_DAY, ("easter sunday", "easter day")),
        (feasts.EASTER_EVE, ("easter saturday", "easter eve", "holy saturday")),
        (feasts.GOOD_FRIDAY, ("good friday",)),
        (feasts.EASTER, ("easter weekend",)),
        (feasts.MIDSUMMER_EVE, ("midsummer ' s eve", "midsummer eve", "midsummers eve", "midsommar afton")),
        (feasts.MIDSUMMER_DAY, ("midsummer ' s day", "midsummer day")),
        (feasts.MIDSUMMER_WEEKEND, ("midsummer weekend", "midsommar helgen")),
        (feasts.ASCENSION, ("kristi himmelsfard", "kristi himmelsfardsdag", "kristi himmelfardsdag", "kristi flygare",
                            "kristi himmelfard", "kristi himmelsfardsdagen", "kristi himmelsfards")),
        (feasts.all_saints, ("alla helgons dag", "alla helgons", "alla helgona dag", "alla helgona", "all saints day",
                             "alla helgonsdag", "all saints")),
        (feasts.all_saints_weekend, ("alla helgons helgen", "alla helgona helgen", "alla helgonshelgen")),
        (feasts.WALPURGIS, ("sista april", "walpurgis night", "walpurgis")),
        (feasts.BETWEEN_DAYS, ("mellan jul och nyar", "mellan jul o nyar", "mellan jul a nyar",
                               "between christmas and new year")),
        *((reader, (f"{number} advent", f"{number} sondagen i advent")) for reader, number in zip(
            feasts.ADVENTS, ("forsta", "andra", "tredje", "fjarde"), strict=True)),
    )
    for phrase in phrases
}  # fmt: skip
PHRASE_STARTS = frozenset(phrase[0] for phrase in _PHRASES)
_LONGEST_PHRASE = max(len(phrase) for phrase in _PHRASES)
_AFTER_I: dict[str, YearReader] = {
    "julas": feasts.CHRISTMAS, "paskas": feasts.EASTER, "pingstas": feasts.WHITSUN, "midsomras": feasts.MIDSUMMER,
    "valborgs": feasts.WALPURGIS, "nyaras": feasts.NEW_YEAR, "nyars": feasts.NEW_YEAR, "nyar": feasts.NEW_YEAR,
    "mellandagarna": feasts.BETWEEN_DAYS, "halloween": feasts.HALLOWEEN,
}  # fmt: skip
# By themselves these are the next ones: "i jul ska vi".
_TO_COME_AFTER_I = words("jul pask pingst midsommar")
_TENSE_REACH = 8
_NIGHT_STEMS = {
    "nyars": (feasts.NEW_YEARS_EVE, 1), "jul": (feasts.CHRISTMAS_EVE, 1), "midsommar": (feasts.MIDSUMMER_EVE, 1),
    "valborgs": (feasts.WALPURGIS, 1), "lucia": (feasts.LUCIA, 0), "pask": (feasts.EASTER_EVE, 1),
    "halloween": (feasts.HALLOWEEN, 1), "valborg": (feasts.WALPURGIS, 1),
}  # fmt: skip
# "nyårsnatten", "luciamorgonen", "valborgskvällen": a feast and a part of it in one word.
COMPOUNDS: dict[str, tuple[YearReader, Part, bool]] = {
    stem + joint + part: (reader, PARTS[part], bool(after) and PARTS[part] in NIGHTS)
    for stem, (reader, after) in _NIGHT_STEMS.items()
    for joint in ("", "s")
    for part in ("natten", "kvallen", "morgonen", "natt", "kvall", "morgon")
}


def feast_word(line: Line, index: int) -> Atom | None:
    """ "julafton", "på valborg", "nyårsafton"; a bare "lucia" may be a name."""
    found = _feast_at(line, index)
    if found is None:
        return None
    reader, end = found
    before = line.word(index - 1)
    if line.word(index) == "nye" and line.context.language != "en":
        return None
    if is_compound(line, end) and line.word(end) not in ("more", "for"):
        return None
    is_single = end == index + 1 and line.word(index) in _UNSURE
    is_cued = before in _CUES or (before in _TO and line.word(index - 2).startswith("natt"))
    if before in _GREETINGS or (is_single and not is_cued and not _stands_alone(line, index, end)):
        return None
    first = index - (before in _TAKEN_IN)
    return day_atom(first, end, feasts.feast(reader), DAY_WEIGHT, _RANK)


def _stands_alone(line: Line, index: int, end: int) -> bool:
    """Whether nothing but marks or a year stands beside the word."""
    before, after = line.at(index - 1), line.at(end)
    if after.digits == 4 or after.word == "forra" or (after.word == "for" and line.word(end + 2) in ("ar", "years")):
        return True
    opens = not before.word or before.word in _MARKS
    return opens and (not after.word or after.word in _MARKS) and line.word(index) != "lucia"


_MARKS = frozenset(".,!?;()")


def _feast_at(line: Line, index: int) -> tuple[YearReader, int] | None:
    if line.word(index) in PHRASE_STARTS:
        told = tuple("'" if line.word(at) == "’" else line.word(at) for at in range(index, index + _LONGEST_PHRASE))
        for length in range(_LONGEST_PHRASE, 1, -1):
            reader = _PHRASES.get(told[:length])
            if reader is not None:
                return reader, index + length
    reader = WORDS.get(line.word(index))
    return None if reader is None else (reader, index + 1)


def feast_after_i(line: Line, index: int) -> Atom | None:
    """ "i julas", "i påskas", "i mellandagarna"; "i midsommarhelgen"; "i jul" beside a verb of the past."""
    word = line.word(index + 1)
    if word in _TO_COME_AFTER_I:
        return day_atom(index, index + 2, feasts.feast(WORDS[word]), LONG_WEIGHT) if _is_told(line, index) else None
    found = _AFTER_I.get(word) or (WORDS.get(word) if word.endswith(("helgen", "veckan")) else None)
    return found and day_atom(index, index + 2, feasts.feast(found), LONG_WEIGHT)


def _is_told(line: Line, index: int) -> bool:
    """Whether the sentence tells of what has been."""
    first, last = index, index + 2
    while first > 0 and index - first < _TENSE_REACH and line.word(first - 1) not in _MARKS:
        first -= 1
    while last - index < _TENSE_REACH and line.word(last) and line.word(last) not in _MARKS:
        last += 1
    return any(is_done(line.word(at)) for at in range(first, last))


def feast_compound(line: Line, index: int) -> tuple[Atom, Atom]:
    """ "nyårsnatten": the feast, and the night that follows it."""
    reader, part, is_after = COMPOUNDS[line.word(index)]
    first = index - (line.word(index - 1) in _ON)
    day = day_atom(first, index + 1, feasts.feast(reader), DAY_WEIGHT, _RANK)
    return day, part_atom(first, index + 1, part, night_after=is_after)


_DAYS = words("dagen dan day")
_WEEKENDS = words("helgen weekend")
_WEEKS = words("veckan week")
BESIDE = _DAYS | _WEEKENDS | _WEEKS | words("kvallen natten evening night kvalln morgonen")


def beside_feast(line: Line, index: int) -> Atom | tuple[Atom, Atom] | None:
    """ "dagen före julafton", "helgen före jul", "veckan efter påsk", "natten före midsommar"."""
    side = line.word(index + 1)
    if side not in ("fore", "innan", "efter", "before", "after"):
        return None
    found = _feast_at(line, index + 2)
    if found is None:
        return None
    (reader, end), word, is_after = found, line.word(index), side in ("efter", "after")
    if word in _WEEKENDS or word in _WEEKS:
        beside = feasts.weekend_beside if word in _WEEKENDS else feasts.week_beside
        return day_atom(index, end, feasts.feast(beside(reader, is_after)), DAY_WEIGHT, _RANK)
    if word in _DAYS:
        return day_atom(index, end, feasts.feast(feasts.day_beside(reader, is_after)), DAY_WEIGHT, _RANK)
    part = PARTS[word]
    if part in NIGHTS and not is_after:
        # The night before a feast runs into its morning.
        first_day = feasts.feast(feasts.shifted(reader, 0))
        return day_atom(index, end, first_day, DAY_WEIGHT, _RANK), part_atom(index, end, Part.NIGHT)
    day = day_atom(index, end, feasts.feast(feasts.day_beside(reader, is_after)), DAY_WEIGHT, _RANK)
    return day, part_atom(index, end, part)
