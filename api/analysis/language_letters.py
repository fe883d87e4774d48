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

import numpy as np
import numpy.typing as npt

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
    """All languages at once. A row of letters (two to four of them) has a row of numbers: how likely each language has it."""

    codes: tuple[str, ...]
    words: tuple[frozenset[str], ...]
    """Each language's everyday words."""
    places: Mapping[str, int]
    shares: npt.NDArray[np.float32]
    """The logarithms of the shares, by place and language; the last row is that of letters that no word has."""
    leans: npt.NDArray[np.float32]

    def weights(self, words: Sequence[str]) -> npt.NDArray[np.float32]:
        """How well the words fit each language; greater is better."""
        unseen = len(self.shares) - 1
        rows = [self.places.get(row, unseen) for word in words for row in _rows(word)]
        known = [_KNOWN_BONUS * sum(word in own for word in words) for own in self.words]
        fit: npt.NDArray[np.float32] = self.shares[rows].sum(axis=0)
        return fit + np.array(known, dtype=np.float32) + self.leans


def other_language(words: Sequence[str]) -> str | None:
    """The code of another language than Swedish and English, when the lower-case `words` clearly fit it better."""
    if len(words) < _FEWEST_WORDS and not any(word in known for known in OTHER_WORDS.values() for word in words):
        return None
    letters, words = _letters(), words[:_READ_WORDS]
    swedish, english = letters.codes.index("sv"), letters.codes.index("en")
    ours = sum(word in letters.words[swedish] or word in letters.words[english] for word in words)
    if ours >= _MOST_KNOWN * len(words):
        return None
    weights = letters.weights(words)
    best = int(weights.argmax())
    return letters.codes[best] if weights[best] - max(weights[swedish], weights[english]) > _SURE_BY else None


@cache
def _letters() -> Letters:
    lists = {"sv": SWEDISH | SWEDISH_LEAN, "en": ENGLISH | ENGLISH_LEAN, **OTHER_WORDS}
    counts = [Counter(row for word in words for row in _rows(word)) for words in lists.values()]
    places = {row: number for number, row in enumerate(sorted(set().union(*counts)))}
    shares = np.empty((len(places) + 1, len(lists)), dtype=np.float32)
    for column, seen in enumerate(counts):
        total = seen.total() + _SMOOTHING * len(places)
        shares[:, column] = log(_SMOOTHING / total)
        for row, count in seen.items():
            shares[places[row], column] = log((count + _SMOOTHING) / total)
    leans = np.array([_LEANS.get(code, 0.0) for code in lists], dtype=np.float32)
    return Letters(tuple(lists), tuple(map(frozenset, lists.values())), places, shares, leans)


def _rows(word: str) -> Iterator[str]:
    """Two to four letters in a row, the word's ends marked."""
    marked = f"^{word}$"
    return (marked[i : i + n] for n in (2, 3, 4) for i in range(len(marked) - n + 1))
