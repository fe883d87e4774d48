"""What the intent classifier weighs: five hashed readings of a message, each scaled by its own length.

Words, letters, the shape of the sentence (each known word replaced by its class), the hints of
the app with their pairs, and words with the classes beside them. Hashed, so that a stored model holds numbers only. Needs no Rasa.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.preprocessing import normalize

# What the reader of a long message decides by stands early; the rest costs time.
LONGEST_READ = 2_000
MOST_HINTS = 80
MOST_CROSSED = 25
# "igar kvall" shares all features with "igår kväll".
_FOLD = str.maketrans("åäöéüÅÄÖ", "aaoeuAAO")
_WORD = re.compile(r"\w+|[?!]")


@dataclass(frozen=True)
class Said:
    """A message as the model reads it. `hints` and `shape` come from the app; both may be empty."""

    text: str
    hints: Tuple[str, ...] = ()
    shape: str = ""

    @classmethod
    def of_message(cls, text: Optional[str], metadata: Optional[Dict[str, Any]]) -> Said:
        """From what a reporter or a trainer wrote, and what the app said beside it: no text can pretend to hints."""
        known = metadata or {}
        return cls(plain(text or ""), tuple(known.get("names", ())), str(known.get("shape", "")))


def plain(text: str) -> str:
    """Lower case, composed, without the dots of å, ä, ö, single spaces, at most `LONGEST_READ` code points."""
    # A lone surrogate cannot be hashed.
    read = text[:LONGEST_READ].encode("utf-8", "replace").decode()
    return " ".join(unicodedata.normalize("NFKC", read).casefold().translate(_FOLD).split())


def words(said: Said) -> List[str]:
    """Words, question and exclamation marks, alone and two in a row."""
    found = _WORD.findall(said.text)
    return found + [f"{a} {b}" for a, b in pairwise(found)]


def letters(said: Said) -> List[str]:
    """Two to five letters in a row inside each word, its ends marked by a space."""
    padded = [f" {word} " for word in said.text.split()]
    return [word[i : i + n] for word in padded for n in range(2, 6) for i in range(max(1, len(word) - n + 1))]


def shapes(said: Said) -> List[str]:
    """Two and three words or classes in a row, and two with any one between them."""
    row = ["^", *said.shape[:LONGEST_READ].split(), "$"]
    found = [f"{a} {b}" for a, b in pairwise(row)]
    found += [f"{a} {b} {c}" for a, b, c in zip(row, row[1:], row[2:], strict=False)]
    return found + [f"{a} _ {b}" for a, b in zip(row, row[2:], strict=False)]


def hints(said: Said) -> List[str]:
    """Every hint, and every two together: what "stolen" means depends on what else is there."""
    found = said.hints[:MOST_HINTS]
    return [*found, *(f"{a} & {b}" for a, b in combinations(found, 2))]


def crossed(said: Said) -> List[str]:
    """Every word with every class that occurs: "klockan" beside a sale is another one than beside a theft."""
    found = [word for word in dict.fromkeys(_WORD.findall(said.text)) if len(word) > 2][:MOST_CROSSED]
    classes = [hint for hint in said.hints if hint.startswith("class:")][:MOST_CROSSED]
    return [f"{word} & {name}" for word in found for name in classes]


# Reading, buckets, how much it counts beside the others, and in how many lines a column must stand (cross-validation).
BLOCKS = (
    (words, 2**17, 1.0, 3), (letters, 2**18, 1.4, 3), (shapes, 2**18, 1.2, 3), (hints, 2**17, 1.3, 3), (crossed, 2**19, 1.0, 4),
)  # fmt: skip
WIDTH = sum(buckets for _, buckets, _, _ in BLOCKS)
_HASHERS = tuple(
    HashingVectorizer(analyzer=reading, n_features=buckets, alternate_sign=False, norm=None, dtype=np.float32)
    for reading, buckets, _, _ in BLOCKS
)


class Features:
    """The numbering of the columns that training saw, and how much each counts: more the rarer it is."""

    def __init__(self, columns: np.ndarray, rarity: np.ndarray) -> None:
        self.columns = columns
        self.rarity = rarity
        self._full = np.zeros(WIDTH, dtype=np.float32)
        self._full[columns] = rarity

    @classmethod
    def fit(cls, lines: Sequence[Said]) -> Tuple[Features, csr_matrix]:
        """The features that are in enough of `lines`, and a row for each line over their columns alone."""
        blocks, columns, rarity, start = [], [], [], 0
        for hasher, (_, buckets, share, least) in zip(_HASHERS, BLOCKS, strict=True):
            # One block at a time: all of them with all their columns would take a gigabyte.
            block = hasher.transform(lines)
            seen = np.bincount(block.indices, minlength=buckets)
            kept = np.flatnonzero(seen >= least)
            counts = (np.log((1 + len(lines)) / (1 + seen[kept])) + 1).astype(np.float32)
            blocks.append(_weighed(block[:, kept], counts, share))
            columns.append(kept + start)
            rarity.append(counts)
            start += buckets
        return cls(np.concatenate(columns), np.concatenate(rarity)), hstack(blocks, format="csr")

    def of(self, lines: Sequence[Said]) -> csr_matrix:
        """One row a line, over all `WIDTH` columns; what training never saw counts nothing."""
        blocks, start = [], 0
        for hasher, (_, buckets, share, _) in zip(_HASHERS, BLOCKS, strict=True):
            blocks.append(_weighed(hasher.transform(lines), self._full[start : start + buckets], share))
            start += buckets
        return hstack(blocks, format="csr")


def _weighed(block: csr_matrix, rarity: np.ndarray, share: float) -> csr_matrix:
    """Counts as weights: more for what is rare, less for each repetition, each row scaled to the length `share`."""
    if not block.shape[1]:
        return block
    block.data = (1 + np.log(block.data)) * rarity[block.indices]
    block.eliminate_zeros()
    return normalize(block, copy=False) * np.float32(share)
