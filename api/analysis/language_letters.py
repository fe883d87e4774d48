"""Tells a language by the letters of its words, where too few of the words themselves are known.

Each language's everyday words say how often two to four letters stand in a row; a line's words are
weighed by that (naive Bayes), those that are known counting more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log

from .language_others import OTHER_WORDS
from .language_words import ENGLISH, ENGLISH_LEAN, SWEDISH, SWEDISH_LEAN

_KNOWN_BONUS = 6.0
_SMOOTHING = 0.3
# Most lines are Swedish or English; Norwegian and Danish are easily taken for Swedish and understood as such.
_LEANS = {"sv": 8.0, "en": 5.0, "no": -3.0, "da": -3.0}
_SURE_BY = 4.0
_MOST_KNOWN = 0.5
_FEWEST_WORDS = 2
# A line's first words tell its language; all of a long one would take milliseconds.
_READ_WORDS = 20


@dataclass(frozen=True, slots=True)
class Letters:
    """One language: its everyday words, and the logarithm of the share of each row of letters."""

    words: frozenset[str]
    shares: Mapping[str, float]
    unseen: float

    def weight(self, words: Sequence[str]) -> float:
        """How well the words fit; greater is better."""
        known = sum(_KNOWN_BONUS for word in words if word in self.words)
        return known + sum(self.shares.get(row, self.unseen) for word in words for row in _rows(word))


def other_language(words: Sequence[str]) -> str | None:
    """The code of another language than Swedish and English, when the lower-case `words` clearly fit it better."""
    if len(words) < _FEWEST_WORDS and not any(word in known for known in OTHER_WORDS.values() for word in words):
        return None
    languages, words = _languages(), words[:_READ_WORDS]
    ours = sum(word in languages["sv"].words or word in languages["en"].words for word in words)
    if ours >= _MOST_KNOWN * len(words):
        return None
    weights = {code: one.weight(words) + _LEANS.get(code, 0.0) for code, one in languages.items()}
    best = max(weights, key=weights.__getitem__)
    return best if weights[best] - max(weights["sv"], weights["en"]) > _SURE_BY else None


@cache
def _languages() -> dict[str, Letters]:
    lists = {"sv": SWEDISH | SWEDISH_LEAN, "en": ENGLISH | ENGLISH_LEAN, **OTHER_WORDS}
    counts = {code: Counter(row for word in words for row in _rows(word)) for code, words in lists.items()}
    different = len(set().union(*counts.values()))
    found = {}
    for code, seen in counts.items():
        total = seen.total() + _SMOOTHING * different
        shares = {row: log((count + _SMOOTHING) / total) for row, count in seen.items()}
        found[code] = Letters(lists[code], shares, log(_SMOOTHING / total))
    return found


def _rows(word: str) -> Iterator[str]:
    """Two to four letters in a row, the word's ends marked."""
    marked = f"^{word}$"
    return (marked[i : i + n] for n in (2, 3, 4) for i in range(len(marked) - n + 1))
