"""A text as the extractors read it: words with their offsets, and what the word lists found among them."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from spacy.tokens import Doc
from spacy.vocab import Vocab

WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*|\n|[^\w\s]|_")
STOPS = frozenset({".", "!", "?", "\n", ";"})
FOLDED = str.maketrans("åäöéèüáà", "aaoeeuaa")


def fold(word: str) -> str:
    """`word` (lower case) as one types it without the letters å, ä and ö."""
    return word.translate(FOLDED)


@dataclass(frozen=True, slots=True)
class Hit:
    """A word list's entry in the text: words `first` to `last`, characters `start` to `end` (exclusive)."""

    label: str
    value: str
    first: int
    last: int
    start: int
    end: int
    confidence: float = 1.0


@dataclass(slots=True)
class Spans:
    """Characters that are taken already; no two spans overlap, so that only the neighbours need a look."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self.starts, self.ends, strict=True)

    def overlaps(self, start: int, end: int) -> bool:
        """Whether any of `start` to `end` (exclusive) is taken."""
        at = bisect_right(self.starts, start)
        return (at > 0 and self.ends[at - 1] > start) or (at < len(self.starts) and self.starts[at] < end)

    def take(self, start: int, end: int) -> bool:
        """Takes `start` to `end`; False, and nothing is taken, where any of it is taken already."""
        if self.overlaps(start, end):
            return False
        at = bisect_right(self.starts, start)
        self.starts.insert(at, start)
        self.ends.insert(at, end)
        return True


@dataclass(slots=True)
class Reading:
    """One text, its words in lower case, their offsets in code points, and the hits by list."""

    text: str
    words: list[str]
    spans: list[tuple[int, int]]
    language: str = "sv"
    hits: dict[str, list[Hit]] = field(default_factory=dict)
    _in_order: dict[tuple[str, ...], list[Hit]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _stops: list[int] | None = field(default=None, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, text: str, language: str = "sv") -> Reading:
        found = list(WORD.finditer(text))
        return cls(text, [match.group().lower() for match in found], [match.span() for match in found], language)

    def doc(self, vocab: Vocab) -> Doc:
        return Doc(vocab, words=self.words)

    def of_list(self, label: str) -> list[Hit]:
        return self.hits.get(label, [])

    def word_at(self, offset: int) -> int:
        """The index of the word that covers or follows `offset`; the number of words when none does."""
        low, high = 0, len(self.spans)
        while low < high:
            middle = (low + high) // 2
            if self.spans[middle][1] <= offset:
                low = middle + 1
            else:
                high = middle
        return low

    def any_of(self, *labels: str) -> list[Hit]:
        """The hits of several lists in the order of the text. Extractors ask it again at every word."""
        known = self._in_order.get(labels)
        if known is None:
            hits = (hit for label in labels for hit in self.of_list(label))
            known = self._in_order[labels] = sorted(hits, key=lambda hit: hit.start)
        return known

    def word(self, index: int) -> str:
        """The word at `index`, empty outside the text."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def before(self, index: int, count: int) -> list[str]:
        return self.words[max(0, index - count) : index]

    def after(self, index: int, count: int) -> list[str]:
        return self.words[index + 1 : index + 1 + count]

    def sentence(self, index: int) -> tuple[int, int]:
        """First and last word (exclusive) of the sentence around word `index`."""
        if self._stops is None:
            self._stops = [at for at, word in enumerate(self.words) if word in STOPS]
        index = min(index, len(self.words))
        following = bisect_left(self._stops, index)
        first = self._stops[following - 1] + 1 if following else 0
        last = self._stops[following] if following < len(self._stops) else len(self.words)
        return first, last


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text made safe to match: composed letters, no lone surrogates, no longer than anybody tells a thing."""

    text: str
    origin: list[int] | None

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the text as it was given."""
        if self.origin is None:
            return start, end
        return self.origin[start], self.origin[end]


def prepare(given: str, limit: int, most_words: int) -> Prepared:
    """`given` as the extractors need it: the first `most_words` words and marks of its first `limit` code points.

    spaCy refuses lone surrogates, and phones paste å as a and a ring.
    """
    cut = given[:limit]
    safe = cut if cut.isascii() else "".join("\ufffd" if "\ud800" <= mark <= "\udfff" else mark for mark in cut)
    if unicodedata.is_normalized("NFC", safe):
        return Prepared(_first_words(safe, most_words), None)
    pieces: list[str] = []
    origin: list[int] = []
    at = 0
    while at < len(safe):
        end = at + 1
        while end < len(safe) and unicodedata.combining(safe[end]) and end - at < 8:
            end += 1
        piece = unicodedata.normalize("NFC", safe[at:end])
        pieces.append(piece)
        origin.extend([at] * len(piece))
        at = end
    return Prepared(_first_words("".join(pieces), most_words), [*origin, len(safe)])


def _first_words(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    beyond = next(islice(WORD.finditer(text), most, None), None)
    return text if beyond is None else text[: beyond.start()]
