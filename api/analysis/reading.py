"""A text as the extractors read it: words with their offsets, and what the word lists found among them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

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
class Reading:
    """One text, its words in lower case, their offsets in code points, and the hits by list."""

    text: str
    words: list[str]
    spans: list[tuple[int, int]]
    language: str = "sv"
    hits: dict[str, list[Hit]] = field(default_factory=dict)

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
        """The hits of several lists in the order of the text."""
        return sorted((hit for label in labels for hit in self.of_list(label)), key=lambda hit: hit.start)

    def word(self, index: int) -> str:
        """The word at `index`, empty outside the text."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def before(self, index: int, count: int) -> list[str]:
        return self.words[max(0, index - count) : index]

    def after(self, index: int, count: int) -> list[str]:
        return self.words[index + 1 : index + 1 + count]

    def sentence(self, index: int) -> tuple[int, int]:
        """First and last word (exclusive) of the sentence around word `index`."""
        first = last = min(index, len(self.words))
        while first > 0 and self.words[first - 1] not in STOPS:
            first -= 1
        while last < len(self.words) and self.words[last] not in STOPS:
            last += 1
        return first, last


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text made safe to match: composed letters, no lone surrogates, at most `limit` code points long."""

    text: str
    origin: list[int] | None

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the text as it was given."""
        if self.origin is None:
            return start, end
        return self.origin[start], self.origin[end]


def prepare(given: str, limit: int) -> Prepared:
    """`given` as the extractors need it. spaCy refuses lone surrogates, and phones paste å as a and a ring."""
    cut = given[:limit]
    safe = cut if cut.isascii() else "".join("\ufffd" if "\ud800" <= mark <= "\udfff" else mark for mark in cut)
    if unicodedata.is_normalized("NFC", safe):
        return Prepared(safe, None)
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
    return Prepared("".join(pieces), [*origin, len(safe)])
