"""What a misspelt word was meant to be: the one word of the lexicon that is a slip of the finger away.

Word classes know words as they are spelt; who is in a hurry types "inbort" and "knvi". Only words that neither the
lexicon nor the training lines know are looked up. The tables hold numbers: no word of a citizen can be read from them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA

SHORTEST, LONGEST = 5, 20
# Of a word of four letters too many others are one letter away: there only swapped letters count.
SHORTEST_SWAPPED = 4
# A form that is a slip away from more words than this was none of them for sure.
MOST_MEANT = 2
# Said once in tens of thousands of lines it may be a slip itself.
OFTEN_ENOUGH = 2
_WORD = re.compile(r"[^\W\d_]{4,20}")

Numbers = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Slips:
    """`known`: hashes of words that are spelt as they should be. `keys[i]`: the hash of the entry `entries[i]` of the
    lexicon, whole or with one letter left out; sorted by hash."""

    known: Numbers
    keys: Numbers
    entries: npt.NDArray[np.int32]

    def is_known(self, form: str) -> bool:
        key = _hash(form)
        at = int(np.searchsorted(self.known, key))
        return at < len(self.known) and int(self.known[at]) == key

    def meant(self, form: str, entries: Sequence[str]) -> list[str]:
        """The entries that `form` is a slip of; none where it is spelt well, or may be a slip of too many.

        `entries` are those that the tables were made of: words, and stems with a star behind them.
        """
        if not SHORTEST_SWAPPED <= len(form) <= LONGEST or not form.isalpha() or self.is_known(form):
            return []
        whole = [word for word in self._near(form, entries) if not word.endswith("*") and is_slip(form, word)]
        if whole:
            return whole if len(whole) <= MOST_MEANT else []
        stems: dict[int, list[str]] = {}
        for length in range(SHORTEST + 1, len(form)):
            for stem in self._near(form[:length], entries):
                if stem.endswith("*") and is_slip(form[:length], stem[:-1]):
                    stems.setdefault(len(stem), []).append(stem)
        longest = stems.get(max(stems, default=0), [])
        return sorted(set(longest)) if len(set(longest)) <= MOST_MEANT else []

    def _near(self, form: str, entries: Sequence[str]) -> list[str]:
        keys = np.fromiter((_hash(one) for one in {form, *shortened(form)}), dtype=np.uint32)
        first, last = np.searchsorted(self.keys, keys, "left"), np.searchsorted(self.keys, keys, "right")
        found = {int(entry) for a, b in zip(first, last, strict=True) for entry in self.entries[a:b]}
        return [entries[one] for one in sorted(found)]


def slips_of(entries: Sequence[str], known: Iterable[str]) -> Slips:
    """Tables for these entries of a lexicon; `known` are words that need none."""
    pairs: list[tuple[int, int]] = []
    for number, entry in enumerate(entries):
        word = entry.removesuffix("*")
        if word.isalpha() and SHORTEST_SWAPPED <= len(word) <= LONGEST:
            pairs += [(_hash(one), number) for one in {word, *shortened(word)}]
    pairs.sort()
    keys = np.array([key for key, _ in pairs], dtype=np.uint32)
    numbers = np.array([number for _, number in pairs], dtype=np.int32)
    return Slips(np.unique(np.array([_hash(word) for word in known], dtype=np.uint32)), keys, numbers)


def none_known() -> Slips:
    """Tables that find nothing."""
    return Slips(np.zeros(0, np.uint32), np.zeros(0, np.uint32), np.zeros(0, np.int32))


def is_slip(form: str, word: str) -> bool:
    """Is it one letter too many, one too few, a wrong one, or two swapped? Short words: swapped ones only."""
    if min(len(form), len(word)) < SHORTEST:
        return len(form) == len(word) and sorted(form) == sorted(word) and OSA.distance(form, word) == 1
    return OSA.distance(form, word, score_cutoff=1) == 1


def shortened(word: str) -> Iterator[str]:
    """The word with each of its letters left out in turn."""
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


def often_written(folder: Path) -> list[str]:
    """The words that stand often enough in the training lines below `folder` (`nlu_data`), small."""
    counts: Counter[str] = Counter()
    for pattern in ("nlu/*.yml", "guard/*.jsonl", "tagger/*.yml"):
        for path in sorted(folder.glob(pattern)):
            counts.update(_WORD.findall(path.read_text(encoding="utf-8").casefold()))
    return [word for word, count in counts.items() if count >= OFTEN_ENOUGH]


def _hash(word: str) -> int:
    return crc32(word.encode("utf-8", "replace"))
