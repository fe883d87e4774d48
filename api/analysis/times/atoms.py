"""What one rule of the grammar reads: an atom, such as a day, a part of the day, a clock time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from ..tokens import NOTHING, Token
from .parts import Part, hour_in

# First day and the day after the last.
Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Context:
    """When the message was sent, in Swedish local time, and the language it is in."""

    sent: datetime
    language: str

    @property
    def today(self) -> date:
        return self.sent.date()


# Reads days against a context: (context, speaks of what is to come, year named beside it or None).
DayReader = Callable[[Context, bool, int | None], Days | None]
# Narrows the days of a frame (a week, a month) to one of them; None when it has none such.
Narrower = Callable[[Days], Days | None]


class Role(StrEnum):
    """What an atom says within an expression; each role occurs at most once in it."""

    DAYS = "days"
    YEAR = "year"
    PART = "part"
    CLOCK = "clock"
    SPAN = "span"


class Edge(StrEnum):
    """Words such as "strax efter" that move or blur a clock time."""

    NONE = "none"
    ABOUT = "about"
    HOUR_ABOUT = "hour_about"
    JUST_AFTER = "just_after"
    JUST_BEFORE = "just_before"
    AFTER = "after"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour (0 to 24) and minute; `is_open` while it may be before or after noon."""

    hour: int
    minute: int = 0
    is_open: bool = False
    edge: Edge = Edge.NONE
    # Noted with "kl" and digits, as one notes a time of the day; "vid åtta" may as well be this evening's.
    is_noted: bool = False

    def readings(self, part: Part | None) -> list[tuple[int, int]]:
        """Every (hour, minute) that may be meant; hour 24 is the end of the day."""
        if part is not None and self.hour <= 12:
            return [(hour_in(part, self.hour), self.minute)]
        if not self.is_open or self.hour > 12:
            return [(self.hour, self.minute)]
        if self.hour == 12:
            return [(12, self.minute)]
        return [(self.hour, self.minute), (self.hour + 12, self.minute)]


@dataclass(frozen=True, slots=True)
class Atom:
    """One thing read from the tokens `first` to `last` (exclusive)."""

    role: Role
    first: int
    last: int
    read_days: DayReader | None = None
    # Which of two day atoms in one expression decides: a calendar date before a weekday.
    rank: int = 0
    year: int | None = None
    part: Part | None = None
    # "i morse", "ikväll": the part of this very day.
    is_this: bool = False
    # The night that follows the named day ("i lördags natt"), or that leads to it ("natten till söndag").
    night_after: bool = False
    night_before: bool = False
    clock: Clock | None = None
    span: tuple[datetime, datetime] | None = None
    weight: int = 0
    is_future: bool = False
    confidence: float = 0.95
    # "tisdag" within "förra veckan": the one narrows, the other is the frame.
    narrows: Narrower | None = None
    is_frame: bool = False
    # A day and month without a year, which may be announced as well as past.
    is_yearless: bool = False
    # "just" beside a verb: a time only where the text names no other.
    is_weak: bool = False


@dataclass(slots=True)
class Line:
    """The tokens of a text, with what the rules need to look around."""

    tokens: list[Token]
    context: Context
    atoms: list[Atom] = field(default_factory=list)

    def at(self, index: int) -> Token:
        return self.tokens[index] if 0 <= index < len(self.tokens) else NOTHING

    def word(self, index: int) -> str:
        return self.tokens[index].word if 0 <= index < len(self.tokens) else ""

    def ends_at(self, index: int) -> bool:
        """Whether the atom before ended just before this token."""
        return bool(self.atoms) and self.atoms[-1].last == index

    def skip(self, index: int, words: frozenset[str], limit: int = 3) -> int:
        """The first index from `index` on, at most `limit` further, whose word is not among `words`."""
        for _ in range(limit):
            if self.word(index) not in words:
                break
            index += 1
        return index
