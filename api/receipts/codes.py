"""Receipt codes: eight random words of 2,048, which are 88 bits, and a ninth that checks them. Pure.

A code is read as people write it: in capitals, with commas or hyphens, without the dots of å, ä and ö,
in the middle of a sentence, and with a slip in a word as long as it can be only one word of the list.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import yaml
from rapidfuzz import process
from rapidfuzz.distance import OSA

COUNT = 2048
RANDOM_WORDS = 8
LENGTH = RANDOM_WORDS + 1
# So many words of the list in a row, or nearly in a row, are hardly a sentence.
LOOKS_LIKE = 7
SHORTEST_REPAIRED, LONGEST_REPAIRED = 4, 9
MOST_REPAIRED = 3
# Nobody writes a code further on in a text; it bounds the work on a long one.
MOST_LETTERS = 4_000
MARK = "[kvittokod]"

WORD = re.compile(r"[^\W\d_]+")
# Letters of the neighbours, and of people who have no dots on their keyboard.
OTHERS = str.maketrans({"æ": "a", "ø": "o"})


class Kind(StrEnum):
    CODE = "code"  # its check word fits; whether there is such a code the store knows
    BROKEN = "broken"  # somebody tried to write a code
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a text says of a code. `rest` is the text with the code taken out; `alone`: it tells nothing else."""

    kind: Kind
    words: tuple[str, ...] = ()
    rest: str = ""
    alone: bool = False


NO_CODE = Claim(Kind.NONE)


def folded(word: str) -> str:
    """A word without capitals, dots and accents."""
    parts = unicodedata.normalize("NFD", word.casefold().translate(OTHERS))
    return "".join(c for c in parts if not unicodedata.combining(c))


class Words:
    """The list, by number and by how a word may be written."""

    def __init__(self, words: list[str], around: list[str]) -> None:
        self.words = words
        self.number = {folded(word): number for number, word in enumerate(words)}
        self.around = {folded(word) for word in around}
        self._by_length: dict[int, list[str]] = {}
        for word in self.number:
            for length in (len(word) - 1, len(word), len(word) + 1):
                self._by_length.setdefault(length, []).append(word)

    @classmethod
    def load(cls, path: Path) -> Words:
        known = yaml.safe_load(path.read_text(encoding="utf-8"))
        return cls(known["words"].split(), known["around"].split())

    def new(self) -> tuple[str, ...]:
        """A fresh code, check word last."""
        chosen = [secrets.randbelow(len(self.words)) for _ in range(RANDOM_WORDS)]
        return tuple(self.words[number] for number in [*chosen, self.check(chosen)])

    def check(self, numbers: list[int]) -> int:
        """The number of the word that checks these, in this order."""
        digest = hashlib.sha256(b"".join(number.to_bytes(2, "big") for number in numbers)).digest()
        return int.from_bytes(digest[:4], "big") % len(self.words)

    def read(self, text: str) -> Claim:
        """Is there a code in the text, or a try at one? `words` are then as they stand in the list."""
        found = list(WORD.finditer(text, 0, min(len(text), MOST_LETTERS)))
        if len(found) < LOOKS_LIKE:
            return NO_CODE
        keys = [folded(one.group()) for one in found]
        numbers = [self.number.get(key) for key in keys]
        if densest(numbers) < LENGTH - MOST_REPAIRED:
            return NO_CODE
        numbers = self._repaired(keys, numbers)
        for start in range(len(numbers) - LENGTH + 1):
            code = numbers[start : start + LENGTH]
            whole = [number for number in code if number is not None]
            if len(whole) == LENGTH and self.check(whole[:-1]) == whole[-1]:
                return self._claim(text, found, start, whole)
        if densest(numbers) < LOOKS_LIKE:
            return NO_CODE
        others = sum(number is None and key not in self.around for key, number in zip(keys, numbers, strict=True))
        return Claim(Kind.BROKEN, rest=text, alone=others <= MOST_REPAIRED)

    def _repaired(self, keys: list[str], numbers: list[int | None]) -> list[int | None]:
        """The same numbers, with those of misspelled words in the neighbourhood of known ones."""
        near = [
            any(number is not None for number in numbers[max(i - 2, 0) : i + 3]) if numbers[i] is None else False
            for i in range(len(numbers))
        ]
        return [
            self._nearest(key) if number is None and close else number
            for key, number, close in zip(keys, numbers, near, strict=True)
        ]

    def _nearest(self, key: str) -> int | None:
        """The one word that a slip of a letter may have made this of."""
        if not SHORTEST_REPAIRED <= len(key) <= LONGEST_REPAIRED or key in self.around:
            return None
        near = process.extract(
            key, self._by_length.get(len(key), ()), scorer=OSA.distance, processor=None, score_cutoff=1, limit=2
        )
        return self.number[near[0][0]] if len(near) == 1 else None

    def _claim(self, text: str, found: list[re.Match[str]], start: int, numbers: list[int]) -> Claim:
        before, after = text[: found[start].start()], text[found[start + LENGTH - 1].end() :]
        around = [folded(one.group()) for one in WORD.finditer(f"{before} {after}")]
        words = tuple(self.words[number] for number in numbers)
        alone = not any(c.isdigit() for c in before + after) and all(word in self.around for word in around)
        return Claim(Kind.CODE, words, f"{before}{MARK}{after}", alone)


def densest(numbers: list[int | None]) -> int:
    """The most words of the list in a stretch of a code's length. Quick: every message is asked."""
    known = [number is not None for number in numbers]
    window = sum(known[:LENGTH])
    most = window
    for i in range(LENGTH, len(known)):
        window += known[i] - known[i - LENGTH]
        most = max(most, window)
    return most


@lru_cache(maxsize=2)
def load(path: Path) -> Words:
    return Words.load(path)


def said(words: tuple[str, ...]) -> str:
    """As it is shown and as it is hashed."""
    return " ".join(words)
