"""Joins neighbouring atoms into expressions: "i lördags", "kväll", "vid halv åtta" are one."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from ..vocabulary import words
from .atoms import Atom, Line, Role
from .rules_clock import CLOCK_NOUNS, CUES, JOINTS

_GLUE = (
    words(
        """
        , ( ) den pa i under the on in of nagon nan gang typ kanske val nog tidigt sent sen sena tidig tidiga redan
        strax just senast tidigare mitt som late early sometime right somewhere alltsa dvs t natten mot till nangang
        var det da exakt precis earlier later bara hela nagongang
        """
    )
    | CUES
    | CLOCK_NOUNS
)
_LONGEST_GAP = 3
_SAME_DAY_GLUE = words(", ( ) den the of alltsa dvs i - –")
_BETWEEN = words("mellan between")
_FROM = words("fran from")
_AND = words("och o a and")
_FUTURE = words("ska skall tanker planerar will gonna")
_PAST = words(
    """
    sag var stod kom gick korde horde hande skedde blev hade stals forsvann sprang slog skrek akte satt lag small
    hittade upptackte ringde tog smet larmade was were saw heard came went stole ran took happened had drove stood
    did
    """
)
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
        expression.is_future = any(atom.is_future for atom in expression.atoms) or _speaks_of_future(line, expression)
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
    if same is None:
        # "natten till söndag" may not swallow a second night: "i lördags, natten till i går".
        return not (atom.night_before and expression.get(Role.DAYS) is not None and gap)
    if atom.role is Role.DAYS:
        return same.rank != atom.rank and all(line.word(index) in _SAME_DAY_GLUE for index in gap)
    return atom.role is Role.PART and same.part is atom.part


def _add(expression: Expression, atom: Atom) -> None:
    same = expression.get(atom.role)
    expression.atoms = [kept for kept in expression.atoms if kept.role is not Role.SPAN]
    if same is None:
        expression.atoms.append(atom)
        return
    keeps = same if same.rank >= atom.rank else atom
    expression.atoms.remove(same)
    merged = Atom(
        **{name: getattr(keeps, name) for name in Atom.__slots__ if name not in ("first", "last")},
        first=min(same.first, atom.first),
        last=max(same.last, atom.last),
    )
    expression.atoms.append(merged)


def _speaks_of_future(line: Line, expression: Expression) -> bool:
    """Whether the clause says "ska" or "will" and no verb of the past ("ska ha setts" is past)."""
    found = False
    for index in _clause(line, expression):
        word = line.word(index)
        if word in _PAST or word == "ha":
            return False
        found = found or word in _FUTURE or (word == "kommer" and "att" in (line.word(index + 1), line.word(index + 2)))
        found = found or (word == "going" and line.word(index + 1) == "to")
    return found


def _clause(line: Line, expression: Expression) -> range:
    first, last = expression.first, expression.last
    while first > 0 and line.word(first - 1) not in _CLAUSE_ENDS and expression.first - first < 20:
        first -= 1
    while last < len(line.tokens) and line.word(last) not in _CLAUSE_ENDS and last - expression.last < 20:
        last += 1
    return range(first, last)


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
