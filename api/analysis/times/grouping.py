"""Joins neighbouring atoms into expressions: "i lördags", "kväll", "vid halv åtta" are one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise

from ..vocabulary import words
from .atoms import Atom, Context, DayReader, Days, Line, Role
from .clock_words import CLOCK_NOUNS, CUES, JOINTS
from .tense import announces, is_past, speaks_of_future

_GLUE = (
    words(
        """
        , ( ) den pa i under the on in of nagon nan gang typ kanske val nog tidigt sent sen sena tidig tidiga redan
        strax just senast tidigare mitt som late early sometime right somewhere alltsa dvs t natten mot till nangang
        alldeles nanting nagonting nansting sadar isch time tid var det da exakt precis earlier later bara hela
        nagongang
        """
    )
    | CUES
    | CLOCK_NOUNS
)
_LONGEST_GAP = 3
_SAME_DAY_GLUE = words(", ( ) den the of alltsa dvs i - –")
_BETWEEN = words("mellan between")
_FROM = words("fran from")
_AND = words("och o a and &")
_NEST_GLUE = words(", ( ) den the of alltsa dvs i pa in on under")
# A weekday in a named week is no more "the last such day".
_NESTED_RANK = 2
_ANNOUNCED_WITHIN = 60
_WEEK_LONG = 7
_CLAUSE_ENDS = frozenset(".!?;,")
_SENTENCE_ENDS = frozenset(".!?")


@dataclass(slots=True)
class Expression:
    """Atoms that speak of one time; at most one of each role."""

    atoms: list[Atom] = field(default_factory=list)
    is_future: bool = False
    # Whether the next expression is the end of what this one begins: "mellan 22 och 23".
    begins_range: bool = False

    def get(self, role: Role) -> Atom | None:
        return next((atom for atom in self.atoms if atom.role is role), None)

    @property
    def first(self) -> int:
        return min(atom.first for atom in self.atoms)

    @property
    def last(self) -> int:
        return max(atom.last for atom in self.atoms)

    @property
    def weight(self) -> int:
        return max(atom.weight for atom in self.atoms) + (len({atom.role for atom in self.atoms}) - 1)

    @property
    def confidence(self) -> float:
        return min(atom.confidence for atom in self.atoms)


def group(line: Line) -> list[Expression]:
    """The expressions of the line in order."""
    expressions: list[Expression] = []
    for atom in line.atoms:
        if expressions and _joins(line, expressions[-1], atom):
            _add(expressions[-1], atom)
        else:
            expressions.append(Expression([atom]))
    for expression in expressions:
        expression.is_future = any(atom.is_future for atom in expression.atoms) or _lies_ahead(line, expression)
    for one, other in pairwise(expressions):
        one.begins_range = _is_range(line, one, other)
    return expressions


def _joins(line: Line, expression: Expression, atom: Atom) -> bool:
    gap = range(expression.last, atom.first)
    if len(gap) > _LONGEST_GAP or any(line.word(index) not in _GLUE for index in gap):
        return False
    span = expression.get(Role.SPAN)
    if span is not None or atom.role is Role.SPAN:
        return span is not None and span.weight == 0 and atom.role in (Role.PART, Role.DAYS) and not gap
    same = expression.get(atom.role)
    part = expression.get(Role.PART)
    if part is not None and part.weight == 0 and atom.role is Role.DAYS:
        # "står där på nätterna, på måndagen var det inbrott": what recurs is of no one day.
        return False
    if same is None:
        # "natten till söndag" may not swallow a second night: "i lördags, natten till i går".
        return not (atom.night_before and expression.get(Role.DAYS) is not None and gap)
    if atom.role is Role.DAYS:
        if _nests(same, atom):
            return all(line.word(index) in _NEST_GLUE for index in gap)
        return same.rank != atom.rank and all(line.word(index) in _SAME_DAY_GLUE for index in gap)
    return atom.role is Role.PART and same.part is atom.part


def _add(expression: Expression, atom: Atom) -> None:
    same = expression.get(atom.role)
    expression.atoms = [kept for kept in expression.atoms if kept.role is not Role.SPAN]
    if same is None:
        expression.atoms.append(atom)
        return
    keeps = same if same.rank >= atom.rank else atom
    if _nests(same, atom):
        keeps = _nested(same, atom)
    expression.atoms.remove(same)
    expression.atoms.append(replace(keeps, first=min(same.first, atom.first), last=max(same.last, atom.last)))


def _nests(one: Atom, other: Atom) -> bool:
    """Whether one of two day atoms is a day within the other: "tisdag" and "förra veckan"."""
    return (one.is_frame and other.narrows is not None) or (other.is_frame and one.narrows is not None)


def _nested(one: Atom, other: Atom) -> Atom:
    frame, day = (one, other) if one.is_frame else (other, one)
    read_frame, narrow = frame.read_days, day.narrows

    def read(context: Context, future: bool, year: int | None) -> Days | None:
        days = read_frame(context, future, year) if read_frame else None
        narrowed = narrow(days) if days and narrow else None
        if narrowed is None and days and day.read_days and (days[1] - days[0]).days <= _WEEK_LONG:
            # "i helgen, fredag kväll": the day is named, the weekend is only about.
            return day.read_days(context, future, year)
        return narrowed or days

    read_days: DayReader = read
    weight = max(one.weight, other.weight)
    return replace(day, read_days=read_days, rank=_NESTED_RANK, weight=weight, is_future=frame.is_future)


def _lies_ahead(line: Line, expression: Expression) -> bool:
    clause = _clause(line, expression)
    return speaks_of_future(line, clause) or _is_announced(line, expression, clause)


def _is_announced(line: Line, expression: Expression, clause: range) -> bool:
    """Whether a date without a year is that of something planned: it comes soon, and no word tells of the past."""
    named = next((atom for atom in expression.atoms if atom.is_yearless), None)
    if named is None or named.read_days is None or expression.get(Role.YEAR) is not None:
        return False
    try:
        coming = named.read_days(line.context, True, None)
    except (ValueError, OverflowError):
        return False
    if coming is None or not 0 < (coming[0] - line.context.today).days <= _ANNOUNCED_WITHIN:
        return False
    return announces(line, clause, expression.get(Role.CLOCK) is not None)


def _clause(line: Line, expression: Expression) -> range:
    first, last = expression.first, expression.last
    while first > 0 and line.word(first - 1) not in _CLAUSE_ENDS and expression.first - first < 20:
        first -= 1
    while last < len(line.tokens) and line.word(last) not in _CLAUSE_ENDS and last - expression.last < 20:
        last += 1
    return range(first, last)


def tells_of_past(line: Line, expression: Expression) -> bool:
    """Whether the clause has a verb of the past."""
    return any(is_past(line.word(index)) for index in _clause(line, expression))


def _is_range(line: Line, one: Expression, other: Expression) -> bool:
    between = [line.word(index) for index in range(one.last, other.first)]
    starts = [one.first, *(atom.first for atom in one.atoms if atom.role is Role.CLOCK)]
    opening = {line.word(index) for start in starts for index in range(start - 3, start + 1)}
    joints = [word for word in between if word in JOINTS or word == "fram"]
    if (
        not joints
        or len(between) > 4
        or any(word not in JOINTS and word not in _GLUE and word != "fram" for word in between)
    ):
        return False
    both_clocks = one.get(Role.CLOCK) is not None and other.get(Role.CLOCK) is not None
    both_days = one.get(Role.DAYS) is not None and other.get(Role.DAYS) is not None
    if joints[0] in _AND:
        return bool(opening & _BETWEEN)
    return both_clocks or both_days or bool(opening & _FROM)


def same_sentence(line: Line, one: Expression, other: Expression) -> bool:
    return not any(line.word(index) in _SENTENCE_ENDS for index in range(one.last, other.first))
