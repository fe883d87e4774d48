"""The names of places from the lists: read once, looked up by the words of a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import process
from rapidfuzz.distance import OSA

from ..folding import fold
from ..language_words import KNOWN
from ..tokens import tokenize
from ..vocabulary import words

_KNOWN = frozenset(fold(word) for word in KNOWN)
_EXACT_WORDS = words(
    """
    centrum station torg sjukhus central centralstation galleria flygplats resecentrum c hamn
    """
)
_FORGIVEN_FROM = 7
_TWO_SLIPS_FROM = 12


class PlaceListsUnreadableError(Exception):
    """A file of place lists is missing or is not laid out as its first lines explain."""


class Kind(IntEnum):
    """What a name names; the higher, the more exactly it says where."""

    MUNICIPALITY = 10
    WATER = 15
    TOWN = 20
    DISTRICT = 25
    ROAD = 30
    CHAIN = 32
    SPOT = 40
    STREET = 42
    PART_OF_PLACE = 50
    ADDRESS = 60


_FORGIVEN_KINDS = (Kind.MUNICIPALITY, Kind.DISTRICT, Kind.SPOT)


class Caution(IntEnum):
    """When a name counts although it may be something else: see `rules.yml`."""

    NONE = 0
    WORD = 1
    PERSON = 2
    CAPITAL = 3


@dataclass(frozen=True, slots=True)
class Name:
    """One name as folded words, and what it names."""

    words: tuple[str, ...]
    written: str
    kind: Kind
    area: str | None
    caution: Caution = Caution.NONE
    only_after: frozenset[str] = frozenset()
    never_before: frozenset[str] = frozenset()
    needs_dots: bool = False


@dataclass(slots=True)
class Gazetteer:
    """Every name by its first word, the longest first; and the long one-word names by their first letter."""

    by_word: dict[str, list[Name]] = field(default_factory=dict)
    forgiven: dict[str, dict[str, Name]] = field(default_factory=dict)

    def add(self, name: Name) -> None:
        self.by_word.setdefault(name.words[0], []).append(name)
        genitive = _genitive(name.words[-1])
        if genitive != name.words[-1] and name.kind is not Kind.CHAIN:
            inflected = replace(name, words=(*name.words[:-1], genitive))
            self.by_word.setdefault(inflected.words[0], []).append(inflected)
        if (
            len(name.words) == 1
            and len(name.words[0]) >= _FORGIVEN_FROM - 1
            and name.kind in _FORGIVEN_KINDS
            and not name.caution
        ):
            self.forgiven.setdefault(name.words[0][0], {})[name.words[0]] = name

    def finish(self) -> None:
        for names in self.by_word.values():
            names.sort(key=lambda name: (-len(name.words), -name.kind))

    def starting_with(self, word: str) -> Sequence[Name]:
        return self.by_word.get(word, ())

    def misspelt(self, word: str, is_capital: bool) -> Name | None:
        """The long, well-known name that `word` (folded) is one slip away from, two when it is very long."""
        choices = self.forgiven.get(word[:1])
        if choices is None or len(word) < _FORGIVEN_FROM or word in _KNOWN or word in self.by_word:
            return None
        slips = 2 if len(word) >= _TWO_SLIPS_FROM else 1
        best = process.extractOne(word, choices.keys(), scorer=OSA.distance, score_cutoff=slips)
        if best is None:
            return None
        # Short words in small letters are forgiven only two letters that changed places: "rinkbey", not "svansen".
        is_swap = sorted(word) == sorted(best[0])
        return choices[best[0]] if is_swap or is_capital or len(word) > _FORGIVEN_FROM else None


def _genitive(word: str) -> str:
    return word if word.endswith(("s", "x", "z")) else word + "s"


def read(path: Path) -> Mapping[str, Any]:
    try:
        with path.open(encoding="utf-8") as file:
            content = yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - safe loaders both
    except (OSError, yaml.YAMLError) as error:
        raise PlaceListsUnreadableError(path.name) from error
    if not isinstance(content, dict):
        raise PlaceListsUnreadableError(path.name)
    return content


def load(folder: Path, rules: Mapping[str, Any]) -> Gazetteer:
    """All names of the lists in `folder`; raises `PlaceListsUnreadableError`."""
    gazetteer = Gazetteer()
    cautions = _cautions(rules)
    only_after, never_before = (_beside(rules.get(key, {})) for key in ("only_after", "never_before"))
    needs_dots = frozenset(rules.get("not_without_dots", ()))
    for written, kind, area in _entries(folder, rules):
        words = tuple(token.word for token in tokenize(written))
        caution = cautions.get(written, Caution.NONE)
        if not caution and len(words) == 1 and (words[0] in _KNOWN or len(words[0]) < 3):
            caution = Caution.WORD
        after, before = only_after.get(written, frozenset()), never_before.get(written, frozenset())
        is_word = len(words) == 1 and words[0] in _KNOWN
        gazetteer.add(
            Name(words, written.lower(), kind, area, caution, after, before, is_word or written in needs_dots)
        )
    gazetteer.finish()
    return gazetteer


def _beside(names: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    return {written: frozenset(map(fold, words)) for written, words in names.items()}


def _cautions(rules: Mapping[str, Any]) -> dict[str, Caution]:
    words = dict.fromkeys(rules.get("word_names", ()), Caution.WORD)
    words |= dict.fromkeys(rules.get("person_names", ()), Caution.PERSON)
    return words | dict.fromkeys(rules.get("capital_names", ()), Caution.CAPITAL)


def _entries(folder: Path, rules: Mapping[str, Any]) -> Iterator[tuple[str, Kind, str | None]]:
    for path in sorted(folder.glob("*.yml")):
        if path.name == "rules.yml":
            continue
        content = read(path)
        is_district = path.stem == "stockholm"
        for area, others in content.get("areas", {}).items():
            kind = Kind.DISTRICT if is_district else Kind.MUNICIPALITY
            yield from ((str(written), kind, str(area)) for written in (area, *others))
        for area, places in content.get("places", {}).items():
            for written in places:
                yield str(written), _kind_of(str(written), is_district), str(area)
        yield from ((str(written), Kind.WATER, None) for written in content.get("waters", ()))
    yield from ((str(written), Kind.ROAD, None) for written in rules.get("roads", ()))
    yield from ((str(written), Kind.CHAIN, None) for written in rules.get("chains", ()))


def _kind_of(written: str, in_stockholm: bool) -> Kind:
    folded = fold(written)
    if in_stockholm or folded.endswith(("torget", "plan", "parken", "torg", "gatan", "vagen", "sjukhuset", "bron")):
        return Kind.SPOT
    return Kind.SPOT if _EXACT_WORDS.intersection(folded.split()) else Kind.TOWN


def folded_words(words: Iterable[Any]) -> dict[str, list[tuple[str, ...]]]:
    """Phrases as folded words, by their first word, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in words:
        parts = tuple(token.word for token in tokenize(str(phrase)))
        found.setdefault(parts[0], []).append(parts)
    for phrases in found.values():
        phrases.sort(key=len, reverse=True)
    return found
