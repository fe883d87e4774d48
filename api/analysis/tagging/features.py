"""What the tagger weighs of each word: itself and its neighbours, their letters, lists, classes, and what rules found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from api.analysis.findings import Finding
from api.analysis.guard.matcher import Lexicon
from api.analysis.reading import Reading, fold

_NEAR = (-2, -1, 1, 2)
_FAR = (-3, 3)
_RUN = re.compile(r"(.)\1+")


def of_words(reading: Reading, found: Sequence[Finding], lexicon: Lexicon) -> list[list[str]]:
    """The features of each word of `reading`, as crfsuite takes them."""
    words = [fold(word) for word in reading.words]
    known = _known(reading, found, lexicon)
    return [_of_word(reading, words, known, index) for index in range(len(words))]


def of_message(reading: Reading, found: Sequence[Finding], lexicon: Lexicon) -> list[str]:
    """The features of a whole message: its words, alone and two in a row, their classes, and what rules found."""
    words = [fold(word) for word in reading.words]
    features = {f"w={word}" for word in words}
    features |= {f"w={one} {other}" for one, other in pairwise(words)}
    features |= {f"w={one} _ {other}" for one, other in zip(words, words[2:], strict=False)}
    features |= {f"first={word}" for word in words[:2]}
    features |= {f"end={word[-4:]}" for word in words}
    features |= {symbol for word in reading.words for symbol in lexicon.symbols(word) if symbol[0] == "@"}
    features |= {f"list={label}" for label in reading.hits}
    for one in found:
        features.add(f"found={one.name}")
        if one.name in ("basis", "dog_status", "vehicle_kind"):
            features.add(f"found={one.name}={one.value}")
    return sorted(features)


def _of_word(reading: Reading, words: list[str], known: list[list[str]], index: int) -> list[str]:
    word = words[index]
    start, end = reading.spans[index]
    features = [f"w={word}", f"shape={_shape(reading.text[start:end])}", f"start={word[:3]}", f"start={word[:4]}"]
    features += [f"end={word[-length:]}" for length in (2, 3, 4, 5)]
    features += known[index]
    if index == 0:
        features.append("first")
    if index == len(words) - 1:
        features.append("last")
    for step in _NEAR:
        if 0 <= (at := index + step) < len(words):
            features += (f"{step}:w={words[at]}", f"{step}:end={words[at][-3:]}")
            features += (f"{step}:{one}" for one in known[at])
    features += [f"{step}:w={words[index + step]}" for step in _FAR if 0 <= index + step < len(words)]
    if index > 0:
        features.append(f"w={words[index - 1]} {word}")
    if index > 1:
        features.append(f"before={words[index - 2]} {words[index - 1]}")
    if index + 1 < len(words):
        features.append(f"w={word} {words[index + 1]}")
    return features


def _known(reading: Reading, found: Sequence[Finding], lexicon: Lexicon) -> list[list[str]]:
    """For each word: the lists and classes that know it, and the names of the rules' findings that cover it."""
    known = [sorted(one for one in lexicon.symbols(word) if one[0] == "@") for word in reading.words]
    for label, hits in reading.hits.items():
        for hit in hits:
            for index in range(hit.first, min(hit.last, len(known))):
                known[index].append(f"list={label}")
    for one in found:
        first = reading.word_at(one.start)
        for index in range(first, min(reading.word_at(max(one.start, one.end - 1)) + 1, len(known))):
            known[index].append(f"{'begins' if index == first else 'inside'}={one.name}")
    return known


def _shape(word: str) -> str:
    kinds = ("X" if mark.isupper() else "x" if mark.islower() else "0" if mark.isdigit() else mark for mark in word)
    return _RUN.sub(r"\1", "".join(kinds))
