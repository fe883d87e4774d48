"""Rules for clock times: with a cue ("kl", "vid", "strax efter", "at"), and by themselves."""

from __future__ import annotations

from dataclasses import replace

from ..vocabulary import words
from .atoms import Atom, Clock, Edge, Line, Role
from .clock_words import CLOCK_NOUNS, CUES, DAY_STARTS, EDGES, JUST, SOMETIME, UNITS, counts_a_thing, numbers_a_thing
from .clocks import Strength, may_follow_hour, read_clock
from .tense import is_past
from .words import AGE_NEIGHBOURS, DAY_WORDS, PARTS, THIS_PARTS

_FILLERS = words(
    """
    var ar va e typ ca cirka kanske val nog drygt knappt ungefar runt omkring vid kl klockan . : ,
    """
)
_NOW_IS = words("ar e")
_ARTICLES = words("en ett one")
_SINCE = words("sen sedan since")
_HAPPENED = words("det hande skedde it happened")
_NEAR_ANYTHING = words("var va sag was were saw ar e")
WEIGHT = 5
_LOW = 1
# The least weight of a day that a bare hour may follow: "i mars 12" counts something.
_A_DAY = 2


def clock_noun(line: Line, index: int) -> Atom | None:
    """ "kl 21.15", "klockan halv åtta", "klockan var väl nio"."""
    at = line.skip(index + 1, _FILLERS | CUES, 4)
    found = read_clock(line, at, cued=True)
    if found is None:
        return None
    clock, end, strength = found
    if strength is Strength.BARE and (
        line.word(end) in UNITS or (line.word(at - 1) == "pa" and line.word(at) in _ARTICLES)
    ):
        return None
    edge = next((EDGES[line.word(i)] for i in range(index + 1, at) if line.word(i) in EDGES), Edge.NONE)
    # "klockan är 14 nu" tells when the message is written.
    weight = _LOW if line.word(index + 1) in _NOW_IS else WEIGHT
    return Atom(Role.CLOCK, index, end, clock=_edged(noted(line, at, clock), edge), weight=weight)


def noted(line: Line, index: int, clock: Clock) -> Clock:
    """The clock time as one that stands in digits after "kl"."""
    return replace(clock, is_noted=True) if line.at(index).digits else clock


def cued_clock(line: Line, index: int) -> Atom | None:
    """ "vid 7", "runt 21.30", "strax efter kl 22", "at half past seven"."""
    word = line.word(index)
    edge = EDGES.get(word, Edge.NONE)
    edge = _just(line, index, edge)
    at = index + 1
    if edge is Edge.NONE and line.word(at) in EDGES:
        edge, at = EDGES[line.word(at)], at + 1
    has_noun = line.word(at) in CLOCK_NOUNS
    if has_noun:
        at = line.skip(at, CLOCK_NOUNS | {"."}, 2)
    found = read_clock(line, at, cued=has_noun)
    if found is None:
        return None
    clock, end, strength = found
    if strength is Strength.BARE and not has_noun and not _bare_hour_holds(line, index, end, edge):
        return None
    if strength is Strength.DOTTED and line.word(end) in UNITS:
        return None
    first = index - (edge in (Edge.JUST_AFTER, Edge.JUST_BEFORE))
    clock = noted(line, at, clock) if has_noun else clock
    return Atom(Role.CLOCK, first, end, clock=_edged(clock, edge), weight=WEIGHT)


def _just(line: Line, index: int, edge: Edge) -> Edge:
    if edge is Edge.AFTER and line.word(index - 1) in JUST:
        return Edge.JUST_AFTER
    if edge is Edge.BEFORE and line.word(index - 1) in JUST:
        return Edge.JUST_BEFORE
    return edge


def _bare_hour_holds(line: Line, index: int, end: int, edge: Edge) -> bool:
    if not may_follow_hour(line, end):
        return False
    cue = line.word(index)
    if line.word(end - 1) in _ARTICLES and line.word(end).isalpha() and not _starts_day(line, end):
        # "efter ett rån", "at one place": an article, and no hour.
        return False
    if cue in _SINCE:
        # "sen två till" goes on with what is told; "sedan 9" is an hour.
        is_hour = line.at(end - 1).digits > 0 or line.word(end - 1) not in _SMALL_WORDS
        ends = not line.word(end).isalpha() and (line.at(end - 1).digits > 0 or line.word(end) != ",")
        return is_hour and (ends or _starts_day(line, end))
    if cue == "pa" and line.word(end - 1) in _ARTICLES:
        return False
    if line.ends_at(index) or _starts_day(line, end):
        return line.ends_at(index) or cue not in ("pa", "by", "from", "fran", "till")
    if cue in ("vid", "ve", "at"):
        return True
    if edge is Edge.ABOUT:
        before = line.word(index - 1)
        told = before in _HAPPENED or (is_past(before) and before not in _NEAR_ANYTHING)
        return told and not is_age(line, index)
    if edge is Edge.NONE:
        return False
    return edge in (Edge.JUST_AFTER, Edge.JUST_BEFORE) or line.word(index - 1) in SOMETIME


def _starts_day(line: Line, index: int) -> bool:
    return line.word(index) in DAY_STARTS or line.word(index) in DAY_WORDS


def is_age(line: Line, index: int) -> bool:
    """Whether somebody is spoken of just before, whose age the number may be."""
    return any(line.word(i) in AGE_NEIGHBOURS for i in range(index - 3, index))


def _edged(clock: Clock, edge: Edge) -> Clock:
    return clock if edge is Edge.NONE or clock.edge is not Edge.NONE else replace(clock, edge=edge)


def bare_clock(line: Line, index: int) -> Atom | None:
    """A clock time without a cue: "21:15", "halv åtta", "kvart över tre", "7 pm", "igår 21.15", "tisdag kväll 21"."""
    found = read_clock(line, index)
    if found is None:
        return None
    clock, end, strength = found
    if strength is Strength.PLAIN and line.at(index).number is not None and line.word(end) in UNITS:
        # A score of a match or a price looks like "10:15" too.
        strength = Strength.BARE
    if strength is Strength.DOTTED:
        holds = _dotted_holds(line, index, end)
    elif strength is Strength.BARE:
        holds = not numbers_a_thing(line, index) and (
            _part_follows(line, end) or _follows_day(line, index, end) or _spans_hours(line, index, end)
        )
    else:
        holds = True
    return Atom(Role.CLOCK, index, end, clock=clock, weight=WEIGHT) if holds else None


def _dotted_holds(line: Line, index: int, end: int) -> bool:
    """Whether "13.25" is a time: beside a day, at the beginning, or with two digits and nothing that is priced."""
    if line.word(end) in UNITS:
        return False
    if index == 0 or line.ends_at(index) or _starts_day(line, end):
        return True
    if line.at(index).digits != 2 or counts_a_thing(line, index) or line.word(index - 1) in ("den", "d", "/", "-"):
        return False
    return may_follow_hour(line, end)


def _part_follows(line: Line, index: int) -> bool:
    """ "tre på natten", "seven in the evening"."""
    opens = index == 1 or not line.word(index - 2).isalnum()
    if opens and (line.word(index) in THIS_PARTS or (line.word(index), line.word(index + 1)) in _THESE_PARTS):
        return True
    at = index + 1 + (line.word(index + 1) == "the")
    return line.word(index) in ("pa", "in") and line.word(at) in PARTS


_THESE_PARTS = frozenset(
    (start, part)
    for start, parts in (("this", "morning evening afternoon"), ("last", "night"), ("i", "morse natt kvall"))
    for part in parts.split()
)

# After these words a number beside a day counts something: "igår två till", "idag 3 av dem".
_COUNTING = words("av till som of more med with att andra och o a and & nya st")


def _follows_day(line: Line, index: int, end: int) -> bool:
    """ "igår 22", "tisdag kväll 21", "idag nio": an hour right after its day."""
    before = index - (line.word(index - 1) == ",")
    if not line.ends_at(before) or not line.atoms or not may_follow_hour(line, end):
        return False
    last = line.atoms[-1]
    if last.role not in (Role.DAYS, Role.PART) or last.weight < _A_DAY or last.is_frame:
        return False
    word = line.word(index)
    if not line.at(index).digits and (word in _SMALL_WORDS or line.word(end) == "-"):
        return False
    if line.word(end) in ("-", "–") and line.at(end + 1).digits:
        return _second_holds(line, end)
    is_range = any(line.word(at) in ("mellan", "between") for at in range(index - 6, index))
    return is_range or line.word(end) not in _COUNTING


_SMALL_WORDS = words("en ett one tva two sex")


def _second_holds(line: Line, joint: int) -> bool:
    second = read_clock(line, joint + 1)
    return second is not None and may_follow_hour(line, second[1])


def _spans_hours(line: Line, index: int, end: int) -> bool:
    """ "22-02" by itself or before its day, both in two digits."""
    token, mark, second = line.at(index), line.at(end), line.at(end + 1)
    plain = read_clock(line, end + 1)
    if mark.word in ("-", "–") and token.digits and plain is not None and plain[2] is Strength.PLAIN:
        # "8-10pm"
        return True
    if token.digits != 2 or second.digits != 2 or mark.word not in ("-", "–") or not (mark.glued and second.glued):
        return False
    is_alone = index == 0 and not line.word(end + 2)
    return _second_holds(line, end) and (is_alone or _starts_day(line, end + 2))


MIDNIGHT = {
    "midnatt": 24, "midnight": 24, "midnattstid": 24, "noon": 12, "midday": 12, "noonish": 12, "tolvslaget": 24,
}  # fmt: skip


def named_hour(line: Line, index: int) -> Atom:
    """ "midnatt", "noon", with what stands before it: "strax före midnatt"."""
    edge = EDGES.get(line.word(index - 1), Edge.NONE)
    is_just = edge in (Edge.AFTER, Edge.BEFORE) and line.word(index - 2) in JUST
    if is_just:
        edge = {Edge.AFTER: Edge.JUST_AFTER, Edge.BEFORE: Edge.JUST_BEFORE}.get(edge, edge)
    first = index - (edge is not Edge.NONE or line.word(index - 1) in ("vid", "at")) - is_just
    clock = Clock(MIDNIGHT[line.word(index)], 0, False, edge)
    return Atom(Role.CLOCK, first, index + 1, clock=clock, weight=WEIGHT)
