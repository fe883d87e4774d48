"""Rules for clock times: with a cue ("kl", "vid", "strax efter", "at"), between two hours, and by themselves."""

from __future__ import annotations

from dataclasses import replace

from ..vocabulary import words
from .atoms import Atom, Clock, Edge, Line, Role
from .clocks import Strength, may_follow_hour, read_clock
from .words import AGE_NEIGHBOURS, PARTS

CLOCK_NOUNS = words("kl klockan klocka klokan klocken klockslaget clock kll")
_EDGES = {
    word: edge
    for edge, words in {
        Edge.ABOUT: "runt ca cirka omkring kring ungefar around about approximately typ circa approx",
        Edge.AFTER: "efter after",
        Edge.BEFORE: "fore innan before",
    }.items()
    for word in words.split()
}
_PLAIN_CUES = words("vid at till until tills fran from by pa sedan since senast")
CUES = frozenset((*_EDGES, *_PLAIN_CUES))
# "strax efter", "några minuter före", "nån gång efter"
_JUST = words("strax precis just lite direkt right shortly minuter minutes alldeles")
_SOMETIME = words("gang sometime nagongang nangang")
_FILLERS = words(
    """
    var ar va e typ ca cirka kanske val nog drygt knappt ungefar runt omkring vid kl klockan . : ,
    """
)
_NOW_IS = words("ar e")
_WEIGHT = 5
_LOW = 1


def clock_noun(line: Line, index: int) -> Atom | None:
    """ "kl 21.15", "klockan halv åtta", "klockan var väl nio"."""
    at = line.skip(index + 1, _FILLERS | CUES, 4)
    found = read_clock(line, at, cued=True)
    if found is None:
        return None
    clock, end, strength = found
    if strength is Strength.BARE and line.word(end) in ("personer", "bilar", "ar", "kr", "kronor", "procent"):
        return None
    edge = next((_EDGES[line.word(i)] for i in range(index + 1, at) if line.word(i) in _EDGES), Edge.NONE)
    # "klockan är 14 nu" tells when the message is written.
    weight = _LOW if line.word(index + 1) in _NOW_IS else _WEIGHT
    return Atom(Role.CLOCK, index, end, clock=_edged(clock, edge), weight=weight)


def cued_clock(line: Line, index: int) -> Atom | None:
    """ "vid 7", "runt 21.30", "strax efter kl 22", "at half past seven"."""
    word = line.word(index)
    edge = _EDGES.get(word, Edge.NONE)
    edge = _just(line, index, edge)
    at = index + 1
    if edge is Edge.NONE and line.word(at) in _EDGES:
        edge, at = _EDGES[line.word(at)], at + 1
    has_noun = line.word(at) in CLOCK_NOUNS
    if has_noun:
        at = line.skip(at, CLOCK_NOUNS | {"."}, 2)
    found = read_clock(line, at, cued=has_noun)
    if found is None:
        return None
    clock, end, strength = found
    if strength is Strength.BARE and not has_noun and not _bare_hour_holds(line, index, end, edge):
        return None
    first = index - (edge in (Edge.JUST_AFTER, Edge.JUST_BEFORE))
    return Atom(Role.CLOCK, first, end, clock=_edged(clock, edge), weight=_WEIGHT)


def _just(line: Line, index: int, edge: Edge) -> Edge:
    if edge is Edge.AFTER and line.word(index - 1) in _JUST:
        return Edge.JUST_AFTER
    if edge is Edge.BEFORE and line.word(index - 1) in _JUST:
        return Edge.JUST_BEFORE
    return edge


def _bare_hour_holds(line: Line, index: int, end: int, edge: Edge) -> bool:
    if not may_follow_hour(line, end):
        return False
    beside_day = line.ends_at(index) or line.word(end) in _DAY_STARTS
    cue = line.word(index)
    if beside_day:
        return not (cue in ("pa", "by", "from", "fran", "till") and not line.ends_at(index))
    if cue in ("vid", "at"):
        # "vid ett" and "at one" more often begin a noun phrase; the word after them decides too seldom.
        return line.word(end - 1) not in ("ett", "en", "one") or not line.word(end).isalpha()
    if edge is Edge.ABOUT:
        return line.word(index - 1) in ("det", "hande", "skedde", "it", "happened") and not _is_age(line, index)
    if edge is Edge.NONE:
        return False
    return edge in (Edge.JUST_AFTER, Edge.JUST_BEFORE) or line.word(index - 1) in _SOMETIME


_DAY_STARTS = words(
    """
    igar idag imorse inatt ikvall imorgon imorrn i pa natten samma yesterday today tonight last in on
    """
)


def _is_age(line: Line, index: int) -> bool:
    return any(line.word(i) in AGE_NEIGHBOURS for i in range(index - 3, index))


def _edged(clock: Clock, edge: Edge) -> Clock:
    return clock if edge is Edge.NONE or clock.edge is not Edge.NONE else replace(clock, edge=edge)


def bare_clock(line: Line, index: int) -> Atom | None:
    """A clock time without a cue: "21:15", "halv åtta", "kvart över tre", "7 pm", and "igår 21.15"."""
    found = read_clock(line, index)
    if found is None:
        return None
    clock, end, strength = found
    if strength is Strength.PLAIN and line.at(index).number is not None:
        strength = _recheck(line, index, end)
    if strength is Strength.PLAIN:
        return Atom(Role.CLOCK, index, end, clock=clock, weight=_WEIGHT)
    if strength is Strength.BARE and _part_follows(line, end):
        return Atom(Role.CLOCK, index, end, clock=clock, weight=_WEIGHT)
    starts_line = index == 0 and line.word(end) not in ("kr", "kronor", "sek", "km", "m", "kg", "euro", "liter")
    if strength is Strength.DOTTED and (line.ends_at(index) or line.word(end) in _DAY_STARTS or starts_line):
        return Atom(Role.CLOCK, index, end, clock=clock, weight=_WEIGHT)
    return None


def _part_follows(line: Line, index: int) -> bool:
    """ "tre på natten", "seven in the evening"."""
    at = index + 1 + (line.word(index + 1) == "the")
    return line.word(index) in ("pa", "in") and line.word(at) in PARTS


def _recheck(line: Line, index: int, end: int) -> Strength:
    """A score of a match or a price looks like "10:15" too."""
    if line.word(end) in ("kr", "kronor", "sek", "euro", "meter", "km", "kg"):
        return Strength.BARE
    return Strength.PLAIN


def hour_range(line: Line, index: int) -> Atom | None:
    """The first hour after "mellan", "between", "från": "mellan 22 och 23 igår", "från 5 till 6"."""
    at = line.skip(index + 1, CLOCK_NOUNS | {"."}, 2)
    found = read_clock(line, at, cued=at > index + 1)
    if found is None:
        return None
    clock, end, strength = found
    if strength is Strength.BARE and not _second_hour_holds(line, index, end):
        return None
    return Atom(Role.CLOCK, index, end, clock=clock, weight=_WEIGHT)


JOINTS = words("och o å a and to till until - – — tills")


def _second_hour_holds(line: Line, index: int, end: int) -> bool:
    if _is_age(line, index):
        return False
    for at in range(end, end + 4):
        if line.word(at) in JOINTS:
            second = read_clock(line, line.skip(at + 1, CLOCK_NOUNS | {"."}, 2))
            return second is not None and (second[2] is not Strength.BARE or may_follow_hour(line, second[1]))
    return False


def joined_hour(line: Line, index: int) -> Atom | None:
    """The second hour of a range whose first was just read: "… och 23", "-23.30", "till 7 i morse"."""
    last = line.atoms[-1] if line.atoms else None
    if last is None or last.last < index - 2 or not _in_range(line, last):
        return None
    at = line.skip(index + 1, CLOCK_NOUNS | {"."}, 2)
    found = read_clock(line, at, cued=at > index + 1)
    if found is None or (found[2] is Strength.BARE and not may_follow_hour(line, found[1])):
        return None
    return Atom(Role.CLOCK, at, found[1], clock=found[0], weight=_WEIGHT)


def _in_range(line: Line, last: Atom) -> bool:
    """Whether the expression that ends with `last` holds a clock, so that another may follow."""
    return any(atom.role is Role.CLOCK and atom.last >= last.last - 6 for atom in line.atoms[-3:])


MIDNIGHT = {"midnatt": 24, "midnight": 24, "noon": 12, "midday": 12, "midnattstid": 24}


_JUST_BESIDE = words("strax just precis shortly lite")


def named_hour(line: Line, index: int) -> Atom:
    """ "midnatt", "noon", with what stands before it: "strax före midnatt"."""
    edges = {"runt": Edge.ABOUT, "around": Edge.ABOUT, "about": Edge.ABOUT, "omkring": Edge.ABOUT, "kring": Edge.ABOUT}
    edges |= {
        "efter": Edge.AFTER,
        "after": Edge.AFTER,
        "fore": Edge.BEFORE,
        "innan": Edge.BEFORE,
        "before": Edge.BEFORE,
    }
    edge = edges.get(line.word(index - 1), Edge.NONE)
    is_just = edge in (Edge.AFTER, Edge.BEFORE) and line.word(index - 2) in _JUST_BESIDE
    if is_just:
        edge = {Edge.AFTER: Edge.JUST_AFTER, Edge.BEFORE: Edge.JUST_BEFORE}.get(edge, edge)
    first = index - (line.word(index - 1) in edges or line.word(index - 1) in ("vid", "at")) - is_just
    clock = Clock(MIDNIGHT[line.word(index)], 0, False, edge)
    return Atom(Role.CLOCK, first, index + 1, clock=clock, weight=_WEIGHT)
