"""Rules for this moment: "nyss", "just nu", "i skrivande stund", "körde precis på", "just stole", a telling "nu"."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from ..vocabulary import words
from .atoms import Atom, Line, Role
from .days import later

_AGO = words("sen sedan ago tillbaka back")
_JUST = words("just precis alldeles exakt right juste allra")
_SENTENCE_END = frozenset("!.,;)")
_SMALL = words("en a liten for kort little short bara")
_WEIGHT = 4


def _now(line: Line, first: int, last: int, minutes: int, weight: int, confidence: float = 0.8) -> Atom:
    start = later(line.context.sent, timedelta(minutes=-minutes))
    return Atom(Role.SPAN, first, last, span=(start, line.context.sent), weight=weight, confidence=confidence)


def moment_ago(line: Line, index: int) -> Atom | None:
    """ "för en stund sen", "a moment ago", "for a liten stund sedan"."""
    at = line.skip(index + 1, _SMALL, 3)
    if line.word(at) not in ("stund", "stunds", "ogonblick", "moment", "while") or line.word(at + 1) not in _AGO:
        return None
    return _now(line, index, at + 2, 30, _WEIGHT)


def this_moment(line: Line, index: int) -> Atom | None:
    """ "i denna stund", "i detta nu", "i skrivande stund", "as we speak", "at this very moment"."""
    told = [line.word(at) for at in range(index, index + 4)]
    for phrase in _PHRASES:
        if tuple(told[: len(phrase)]) == phrase:
            return _now(line, index, index + len(phrase), 0, _WEIGHT, 0.9)
    return None


_PHRASES = tuple(
    tuple(phrase.split())
    for phrase in (
        "i denna stund", "i detta nu", "i detta ogonblick", "i skrivande stund", "i denna sekund", "i samma stund",
        "as we speak", "at this very moment", "at this moment", "at the moment", "this very moment", "this second",
        "this minute", "i skrivandets stund",
    )
)  # fmt: skip
PHRASE_STARTS = frozenset(phrase[0] for phrase in _PHRASES)


def now_word(line: Line, index: int) -> Atom | None:
    """ "nyss", "just nu", "right now"; a bare "nu" or "now" only where it tells when, and with little weight."""
    word, before, following = line.word(index), line.word(index - 1), line.word(index + 1)
    if word == "nyss":
        # "jag har nyss läst" is said of telling, "nyss rånad" of the event; the verb decides later.
        return _now(line, index - (before in ("alldeles", "nu", "precis", "helt", "just")), index + 1, 10, _WEIGHT)
    if before in _JUST and not _is_asked(line, index):
        return _now(line, index - 1, index + 1, 0, _WEIGHT, 0.9)
    if following in ("precis", "nyss"):
        return _now(line, index, index + 2, 0, _WEIGHT, 0.9) if following == "precis" else None
    return _now(line, index, index + 1, 0, 0, 0.5) if _tells(line, index) else None


def _is_asked(line: Line, index: int) -> bool:
    """ "vilka är borta just nu", "inte just nu": asked for or denied."""
    before = [line.word(at) for at in range(max(0, index - 12), index)]
    return (bool(_ASKING & set(before)) and not _SEEN & set(before)) or line.word(index - 2) in ("inte", "not", "ej")


_ASKING = words("vilka vilken vad hur varfor when what who how why")
_SEEN = words("ser hor star sitter nan nagon someone")
# What is seen while it is written, of others: with such a verb a bare "nu" tells when.
_GOING_ON = words(
    """
    star sitter ligger pagar springer slass slar skjuter brinner skriker bryter hotar jagar lastar bankar sparkar
    tommer tander kastar krossar brakar skadar stjal snor siktar sprayar spranger kor cyklar smiter gommer ror
    forsoker klattrar filmar haller misshandlar ranar dealar langar happening breaking fighting stealing shooting
    standing sitting running hiding screaming burning trying breaks runs stands sits
    """
)
_PLACED = words("utanfor harute inne uppe nere ute har dar bakom framfor outside inside upstairs downstairs")
_IS = words("ar e ae is are star sitter")
# "jag går nu", "vill veta nu": of the writer, who is here in any case.
_WRITER = words("jag ja we vi mig mej me maste vill ska kan want wanna du you bor jobbar heter lugnt lugn hemma")
_OTHERS = words("han hon hn de dom di nan nagon nagra killen killar killarna folk gubben mannen he she they someone")
_RESTING = words("mar bor jobbar heter lever har ar vet undrar far ligger kanner ser sover mor ler")


def _tells(line: Line, index: int) -> bool:
    begin, end = _clause(line, index)
    if (begin, end) == (index, index + 1):
        return index > 0 and line.word(index - 1) == ","
    told = [line.word(at) for at in range(begin, end) if at != index]
    is_writers = bool(_WRITER & set(told)) or (line.context.language == "en" and "i" in told)
    if line.word(end) == "?" or is_writers or _ASKING & set(told):
        return False
    following = line.word(index + 1)
    closes = not following or following in _SENTENCE_END or following in ("vid", "pa", "i", "at", "in", "utanfor")
    if not closes and index != begin:
        return False
    goes_on = any(word in _GOING_ON for word in told)
    return goes_on or any(_is_seen(one, other) for one, other in pairwise(told))


def _is_seen(one: str, other: str) -> bool:
    """ "är inne", "nån kommer", "de drar": where or what others are at."""
    if one in _IS and other in _PLACED:
        return True
    return one in _OTHERS and len(other) > 2 and other.endswith("r") and other not in _RESTING


def _clause(line: Line, index: int) -> tuple[int, int]:
    begin, end = index, index + 1
    while begin > 0 and index - begin < 15 and line.word(begin - 1) not in _CLAUSE_ENDS:
        begin -= 1
    while end < len(line.tokens) and end - index < 15 and line.word(end) not in _CLAUSE_ENDS:
        end += 1
    return begin, end


_CLAUSE_ENDS = frozenset(".!?;,")
# After "precis" these make it a place, a likeness or another time.
_EXACTLY = words(
    """
    vid utanfor bredvid brevid framfor bakom intill innan fore efter nar som att likadan likadant samma lika vad hur
    dar dit under over mot mitt mellan ovanfor nedanfor invid i in den det de da ut vart var hit ihop
    """
)
_SUPINES = words(
    """
    blivit stulit sett hittat hort krockat kort brutit slagit skjutit forsvunnit rymt sprungit exploderat kraschat
    valt ramlat ranat hotat hant hoppat akt stuckit huggit fallit passerat kastat krossat tant dragit tagit snott
    sparkat misshandlat sprangt rammat knuffat ryckt smitit attackerat overfallit kidnappat somnat stoppats blivitt
    stulits ranats rant rymts brunnit bitit pakorts hittats setts
    """
)
_DONE_TO = words(
    """
    ranad stulen pakord overfallen misshandlad hotad knivhuggen skjuten attackerad lurad biten slagen nedslagen
    utsatt bestulen kidnappad uppbruten krossad
    """
)
_EVENT_VERBS = words(
    """
    korde krockade blev stal snodde tog ranade slog sparkade hoppade sprang kastade skot krossade hittade horde sag
    smallde brot forsvann stack gick akte smet kidnappade hotade drog ryckte knuffade hogg knivhogg begick filmade
    passerade klattrade tande brann rammade sprangde exploderade small hande skedde fann motte attackerade misshandlade
    kraschade ramlade jagade skadade overfoll rymde bet
    """
)
_STRONG = words(
    """
    stole stolen saw seen heard hit took taken broke broken ran robbed mugged stabbed glassed shot beaten attacked
    crashed smashed fallen left drove driven threw thrown set happened found punched kicked pushed grabbed
    snatched jumped collapsed exploded knocked passed witnessed started tried raped spat
    """
)


def just_verb(line: Line, index: int) -> Atom | None:
    """ "körde precis på", "har just blivit rånad", "just glassed": a verb of what has happened this moment."""
    if line.word(index + 1) in ("nu", "now", "nyss"):
        return None
    before, after = line.word(index - 1), line.word(index + 1)
    if line.word(index) == "just" and line.context.language == "en":
        first, last = _english(line, index, after)
    elif before in _EVENT_VERBS:
        holds = after not in _EXACTLY or (after == "ut" and before != "sag")
        first, last = (index - 1, index + 1) if holds and not _on_something(before, after) else (-1, -1)
    else:
        first, last = _perfect(line, index, after)
    if first < 0:
        return None
    found = _now(line, first, last, 0, 0, 0.7)
    return Atom(Role.SPAN, first, last, span=found.span, weight=1, confidence=0.7, is_weak=True)


def _on_something(verb: str, after: str) -> bool:
    """ "körde precis på" runs somebody over; "gick precis på" only tells where."""
    return after == "pa" and verb != "korde"


def _english(line: Line, index: int, after: str) -> tuple[int, int]:
    if after in ("been", "got") and (line.word(index + 2) in _STRONG or line.word(index + 2).endswith("ed")):
        return index, index + 3
    return (index, index + 2) if after in _STRONG else (-1, -1)


def _perfect(line: Line, index: int, after: str) -> tuple[int, int]:
    """ "har precis blivit", "precis blivit rånad", "just stulit", "precis hände"."""
    is_event = after in _SUPINES or after in _DONE_TO or after in _EVENT_VERBS
    return (index, index + 2) if is_event else (-1, -1)
