"""Turns a message into the numbers that the linear heads weigh.

Six blocks, each scaled by its own length, so that one word and eighty are read alike: words
(hashed, one to three in a row), letters (hashed, two to five in a row inside a word), shapes
(hashed, words in a row with each word of danger replaced by its class), wide shapes (the same with
every known word replaced), pairs (hashed, every two classes that occur) and word classes. Words and
letters are counted without åäö, so that "hjalp" and "hjälp" share them; words with åäö count once
more as written. What is rare in the training lines counts more.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt

from api.analysis.guard.matcher import Found, Lexicon
from api.analysis.guard.tokens import END, ENDINGS, QUESTION, SHOUT, Tokens

_BITS = 17
_BUCKETS = 1 << _BITS
HASHED = 5 * _BUCKETS
"""Buckets for words, letters, shapes, wide shapes, pairs; the features of classes come after them."""
# How much each block counts beside the others.
_SHARES = (1.5, 1.5, 1.2, 1.2, 1.2)
_CLASS_SHARE = 0.6
# Every two of them make a pair: more than any message of a person holds would only cost time.
_MOST_CLASSES = 60
_LETTERS = (2, 3, 4, 5)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_STEP = np.uint64(1_000_003)
_SHIFT = np.uint64(64 - _BITS)
_SPACE = np.uint32(32)
_EXTRA = ("asks", "ends_asking", "shouts", "capitals", "short", "middling", "long", "only_word", "emoji", "numbers")

Indices = npt.NDArray[np.int64]
Values = npt.NDArray[np.float32]
Blocks = tuple[Indices, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A message taken apart: its words, what each stands for, and the patterns found."""

    tokens: Tokens
    symbols: list[set[str]]
    found: list[Found]
    classes: frozenset[str]
    """Names of the classes that occur."""


def take_apart(text: str, lexicon: Lexicon) -> Reading:
    """Cuts a message and looks up its classes and patterns."""
    tokens = lexicon.cut(text)
    found, symbols = lexicon.find(tokens)
    for hit in found:
        if hit.name[0] == "@":
            symbols[hit.first].add(hit.name)
    present: set[str] = set().union(*symbols)
    classes = frozenset(symbol[1:] for symbol in present if symbol[0] == "@" and len(symbol) > 1)
    return Reading(tokens, symbols, found, classes)


class Space:
    """The numbering of all features, hashed ones first, and how much each hashed one counts.

    `names` are all classes; those in `danger` come first in a shape, and alone in the narrow one.
    """

    def __init__(self, names: Sequence[str], danger: Sequence[str], rarity: Values | None = None) -> None:
        self._index = {name: HASHED + number for number, name in enumerate((*names, *_EXTRA))}
        self._narrow = {"@" + name: number for number, name in enumerate(danger)}
        rest = (name for name in names if "@" + name not in self._narrow)
        self._wide = {"@" + name: number for number, name in enumerate((*danger, *rest))}
        self._number = {name: np.uint64(crc32(name.encode())) for name in names}
        self.size = HASHED + len(self._index)
        self.rarity = np.ones(HASHED, dtype=np.float32) if rarity is None else rarity

    def weighed(self, rarity: Values) -> Space:
        """The same numbering with another rarity."""
        other = copy(self)
        other.rarity = rarity
        return other

    def single(self, name: str) -> int:
        """The feature of a class. Raises KeyError."""
        return self._index[name]

    def features(self, reading: Reading) -> tuple[Indices, Values]:
        """Which features a message has, each once, and how strongly."""
        return self.weighed_blocks(self.blocks(reading))

    def blocks(self, reading: Reading) -> Blocks:
        """Which features a message has, block by block; the classes last."""
        return (
            _words(reading.tokens),
            _letters(reading.tokens.folded),
            _shapes(_row(reading, self._narrow), 2 * _BUCKETS),
            _shapes(["^", *_row(reading, self._wide), "$"], 3 * _BUCKETS),
            self._pairs(reading),
            np.array([self._index[name] for name in self._names(reading)], dtype=np.int64),
        )

    def weighed_blocks(self, blocks: Blocks) -> tuple[Indices, Values]:
        """As `features`, of a message whose blocks are known."""
        values = [_scaled(self.rarity[block], share) for block, share in zip(blocks[:-1], _SHARES, strict=True)]
        ones = _scaled(np.ones(len(blocks[-1]), dtype=np.float32), _CLASS_SHARE)
        return np.concatenate(blocks), np.concatenate((*values, ones))

    def _pairs(self, reading: Reading) -> Indices:
        """Every class, alone and with each other one: what "taken" means depends on what else is there."""
        present = sorted(reading.classes & self._number.keys())[:_MOST_CLASSES]
        numbers = np.array([self._number[name] for name in present], dtype=np.uint64)
        first, second = _every_two(len(numbers))
        hashes = (numbers[first] * _STEP + numbers[second]) * _MIX
        return _once(hashes >> _SHIFT) + 4 * _BUCKETS

    def _names(self, reading: Reading) -> list[str]:
        return [*sorted(reading.classes & self._number.keys()), *_extras(reading.tokens)]


def _row(reading: Reading, order: Mapping[str, int]) -> list[str]:
    """The words, each replaced by the first of its classes in `order`."""
    found = zip(reading.tokens.folded, reading.symbols, strict=True)
    return [min(own & order.keys(), key=order.__getitem__, default=word) for word, own in found]


def _shapes(row: Sequence[str], offset: int) -> Indices:
    shapes = [f"{a} {b}" for a, b in pairwise(row)]
    shapes += [f"{a} {b} {c}" for a, b, c in zip(row, row[1:], row[2:], strict=False)]
    shapes += [f"{a} _ {b}" for a, b in zip(row, row[2:], strict=False)]
    shapes += [f"{a} __ {b}" for a, b in zip(row, row[3:], strict=False)]
    return _hashed(shapes, offset)


def rarity(messages: Iterable[Blocks]) -> Values:
    """How much each hashed feature counts: one, and more the fewer of the messages hold it."""
    seen = np.zeros(HASHED, dtype=np.int64)
    total = 0
    for blocks in messages:
        for block in blocks[:-1]:
            seen[block] += 1
        total += 1
    return np.asarray(np.log((1 + total) / (1 + seen)) + 1, dtype=np.float32)


def _scaled(values: Values, share: float) -> Values:
    # Not `values @ values`, whose last digits depend on where the numbers lie in memory.
    length = math.sqrt(np.add.reduce(values * values, dtype=np.float64))
    return values * np.float32(share / length) if length else values


def _extras(tokens: Tokens) -> list[str]:
    forms = tokens.forms
    count = len(forms)
    out = ["short" if count <= 4 else "middling" if count <= 18 else "long"]
    if QUESTION in forms:
        out.append("asks")
        if forms[-1] == QUESTION:
            out.append("ends_asking")
    if SHOUT in forms:
        out.append("shouts")
    if tokens.shouted:
        out.append("capitals")
    if count == 1:
        out.append("only_word")
    if any(form[0] > "\u2600" for form in forms):
        out.append("emoji")
    if any(form[0] == "#" for form in forms):
        out.append("numbers")
    return out


def _words(tokens: Tokens) -> Indices:
    folded = tokens.folded
    rows = [form for form, plain in zip(tokens.forms, folded, strict=True) if form != plain]
    rows += folded
    padded = [END, *folded, END]
    rows += [f"{a} {b}" for a, b in pairwise(padded)]
    rows += [f"{a} {b} {c}" for a, b, c in zip(folded, folded[1:], folded[2:], strict=False)]
    rows += [f"{a} _ {b}" for a, b in zip(folded, folded[2:], strict=False)]
    return _hashed(rows, 0)


def _hashed(rows: Iterable[str], offset: int) -> Indices:
    hashes = {crc32(row.encode("utf-8", "surrogatepass")) % _BUCKETS for row in rows}
    return np.fromiter(hashes, dtype=np.int64, count=len(hashes)) + offset


def _letters(folded: Sequence[str]) -> Indices:
    """Two to five letters in a row inside each word, its ends marked by a space."""
    text = " " + " ".join(word for word in folded if word not in ENDINGS) + " "
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    spaces = (codes == _SPACE).astype(np.int64)
    inner = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(spaces)))
    rows = []
    hashes = codes.astype(np.uint64) + np.uint64(1)
    for length in _LETTERS:
        count = len(codes) - length + 1
        if count <= 0:
            break
        hashes = hashes[:count] * _STEP + codes[length - 1 : length - 1 + count] + np.uint64(1)
        # A space may stand at either end of the row, but not inside it.
        whole = inner[length - 1 : length - 1 + count] - inner[1 : 1 + count] == 0 if length > 2 else slice(None)
        rows.append((hashes[whole] * _MIX) >> _SHIFT)
    if not rows:
        return np.zeros(0, dtype=np.int64)
    return _once(np.concatenate(rows)) + _BUCKETS


def _once(numbers: npt.NDArray[np.uint64]) -> Indices:
    """Each number once. Not `np.unique`, which gives the interpreter to other threads and waits to have it back."""
    different = set(numbers.tolist())
    return np.fromiter(different, dtype=np.int64, count=len(different))


@lru_cache(maxsize=_MOST_CLASSES + 1)
def _every_two(count: int) -> tuple[Indices, Indices]:
    """The places of every two of `count`, each with itself too."""
    first, second = np.triu_indices(count)
    return first, second
