"""The learned tagger: which words of a message name a place, a thing, a garment …, and how the reporter knows.

Three conditional random fields of crfsuite: one over the words, two over the message as a whole (a
row of one element is a logistic regression). Not thread-safe: the analyser reads one text at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import add

import pycrfsuite

from api.analysis.findings import Finding
from api.analysis.guard.matcher import Lexicon
from api.analysis.reading import Reading
from api.analysis.tagging import features

WORDS, BASIS, DOG_STATUS = "words.crf", "basis.crf", "dog_status.crf"
NOTHING = "none"
LONGEST_READ = 250
"""Words that are tagged; what stands behind them is left to the rules."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """Words `first` to `last` (exclusive) that stand for `label`, as sure as `probability`."""

    label: str
    first: int
    last: int
    probability: float


@dataclass(frozen=True, slots=True)
class Tags:
    """What the tagger says of one message. `shares[label][i]`: how probably word i stands for that label."""

    spans: tuple[Tagged, ...]
    shares: Mapping[str, Sequence[float]]
    basis: tuple[str, float]
    dog_status: tuple[str, float]


class Tagger:
    """Made of the parts that `training.train` gives."""

    def __init__(self, parts: Mapping[str, bytes], lexicon: Lexicon) -> None:
        """`lexicon` is the one that it was trained with. Raises KeyError when a part is missing, ValueError when one is no model."""
        self._lexicon = lexicon
        # crfsuite reads from the bytes where they lie.
        self._kept = dict(parts)
        self._words, self._basis, self._dog_status = map(self._opened, (WORDS, BASIS, DOG_STATUS))
        names = frozenset(self._words.labels())
        self._labels = sorted({name.partition("-")[2] for name in names if "-" in name})
        self._named = {label: names & {f"B-{label}", f"I-{label}"} for label in self._labels}

    def _opened(self, name: str) -> pycrfsuite.Tagger:
        tagger = pycrfsuite.Tagger()
        tagger.open_inmemory(self._kept[name])
        return tagger

    def read(self, reading: Reading, found: Sequence[Finding]) -> Tags:
        """Tags a text; `found` is what the rules found in it."""
        if not reading.words:
            return Tags((), {}, (NOTHING, 1.0), (NOTHING, 1.0))
        if len(reading.words) > LONGEST_READ:
            reading = replace(reading, words=reading.words[:LONGEST_READ], spans=reading.spans[:LONGEST_READ])
        names = self._words.tag(features.of_words(reading, found, self._lexicon))
        shares = {label: self._shares(label, len(names)) for label in self._labels}
        message = [features.of_message(reading, found, self._lexicon)]
        status = _said(self._dog_status, message) if speaks_of_animals(reading) else (NOTHING, 1.0)
        return Tags(_spans(names, shares), shares, _said(self._basis, message), status)

    def _shares(self, label: str, count: int) -> list[float]:
        marginal = self._words.marginal
        begun, *inside = [[marginal(name, at) for at in range(count)] for name in sorted(self._named[label])]
        return list(map(add, begun, *inside)) if inside else begun


def speaks_of_animals(reading: Reading) -> bool:
    """Whether an animal or a breed is named."""
    return bool(reading.any_of("animal", "dog_breed"))


def _said(tagger: pycrfsuite.Tagger, message: list[list[str]]) -> tuple[str, float]:
    name = tagger.tag(message)[0]
    return name, tagger.marginal(name, 0)


def _spans(names: Sequence[str], shares: Mapping[str, Sequence[float]]) -> tuple[Tagged, ...]:
    """Each label's words in a row; `B-` begins one and `I-` goes on with it."""
    spans: list[Tagged] = []
    index = 0
    while index < len(names):
        _, _, label = names[index].partition("-")
        last = index + 1
        while label and last < len(names) and names[last] == f"I-{label}":
            last += 1
        if label:
            spans.append(Tagged(label, index, last, min(shares[label][index:last])))
        index = last
    return tuple(spans)
