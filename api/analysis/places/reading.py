"""Reads places from the tokens of a text: listed names, streets with numbers, roads, shops, "torget i Rinkeby"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..folding import fold
from ..language_words import KNOWN
from ..tokens import NOTHING, Token
from .gazetteer import Caution, Gazetteer, Kind, Name, folded_words

_KNOWN = frozenset(fold(word) for word in KNOWN)
_REGIONS = ("trakten", "omradet", "regionen")
_ROAD_WORDS = frozenset("vag riksvag rv lansvag lv rikstvaan road highway route riksvagen".split())
_MARKS_BEFORE_NAME = frozenset(".!?")
_INNER = frozenset("i pa vid in at on of near utanfor".split())
_PUBLIC_SQUARES = frozenset("torget gatan bron platsen".split())


@dataclass(frozen=True, slots=True)
class Spot:
    """A place found in tokens `first` to `last` (exclusive)."""

    first: int
    last: int
    kind: Kind
    area: str | None
    # Whether the words themselves name the area, rather than something that lies in it.
    names_area: bool = False
    is_direction: bool = False
    confidence: float = 0.95


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of `rules.yml`, folded."""

    near: frozenset[str]
    strict_near: frozenset[str]
    towards: frozenset[str]
    kinds: dict[str, list[tuple[str, ...]]]
    tails: dict[str, list[tuple[str, ...]]]
    chain_tails: frozenset[str]
    european: frozenset[int]
    ends: tuple[str, ...]
    capital_ends: tuple[str, ...]
    nouns: frozenset[str]
    capital_nouns: frozenset[str]
    starts: frozenset[str]
    not_streets: frozenset[str]
    counted: frozenset[str]

    @classmethod
    def of(cls, rules: Mapping[str, Any]) -> Words:
        def folded(key: str) -> frozenset[str]:
            return frozenset(fold(str(word)) for word in rules[key])

        return cls(
            near=folded("near"),
            strict_near=folded("strict_near"),
            towards=folded("towards"),
            kinds=folded_words(rules["kinds"]),
            tails=folded_words(rules["tails"]),
            chain_tails=folded("chain_tails"),
            european=frozenset(rules["european_roads"]),
            ends=tuple(folded("street_ends")),
            capital_ends=tuple(folded("capital_street_ends")),
            nouns=folded("street_nouns"),
            capital_nouns=folded("capital_street_nouns"),
            starts=frozenset(word for start in rules["street_starts"] for word in fold(str(start)).split(":")),
            not_streets=folded("not_streets"),
            counted=folded("after_number_counts"),
        )


@dataclass(slots=True)
class Reader:
    """Finds the places of one text."""

    text: str
    tokens: list[Token]
    gazetteer: Gazetteer
    words: Words

    def at(self, index: int) -> Token:
        return self.tokens[index] if 0 <= index < len(self.tokens) else NOTHING

    def word(self, index: int) -> str:
        return self.tokens[index].word if 0 <= index < len(self.tokens) else ""

    def read(self) -> list[Spot]:
        """The places in the order of the text; none lies within another."""
        spots: list[Spot] = []
        index, count = 0, len(self.tokens)
        while index < count:
            spot = self._spot(index)
            if spot is None:
                index += 1
                continue
            spots.append(self._directed(spot))
            index = spot.last
        return self._combined(spots)

    def _spot(self, index: int) -> Spot | None:
        token = self.tokens[index]
        if token.digits or not token.word[0].isalpha() or self._is_address_of_web(index):
            return None
        return (
            self._named(index)
            or self._street(index)
            or self._numbered_road(index)
            or self._region(index)
            or self._kind(index)
            or self._misspelt(index)
        )

    def _is_capital(self, index: int) -> bool:
        return self.text[self.at(index).start : self.at(index).start + 1].isupper()

    def _is_address_of_web(self, index: int) -> bool:
        mark, after = self.at(index + 1), self.at(index + 2)
        if mark.glued and mark.word in ("@", "_") or self.at(index).glued and self.word(index - 1) in ("@", "_"):
            return True
        return mark.glued and mark.word == "." and after.glued and after.word.isalpha() and len(after.word) <= 3

    def _named(self, index: int) -> Spot | None:
        for name in self.gazetteer.starting_with(self.word(index)):
            last = index + len(name.words)
            if len(name.words) > 1 and any(self.word(index + i) != word for i, word in enumerate(name.words)):
                continue
            if not self._may_be(name, index, last):
                continue
            if name.kind is Kind.CHAIN:
                return self._chain(index, last)
            if name.kind is Kind.ROAD or name.words[-1].endswith(self.words.ends):
                numbered = self._house_number(last)
                if numbered > last:
                    return Spot(index, numbered, Kind.ADDRESS, name.area)
            extended = self._tail(last)
            kind = Kind.SPOT if extended > last and name.kind < Kind.SPOT else name.kind
            names_area = name.kind in (Kind.MUNICIPALITY, Kind.DISTRICT, Kind.TOWN)
            return Spot(index, extended, kind, name.area, names_area and kind is name.kind)
        return None

    def _may_be(self, name: Name, index: int, last: int) -> bool:
        if name.only_after:
            return self.word(index - 1) in name.only_after and not (self.word(last) == "om")
        if name.kind is Kind.CHAIN:
            return self._is_capital(index) or self.word(index - 1) in self.words.near
        if name.caution is Caution.NONE or self._tail(last) > last:
            return True
        before = self.word(index - 1)
        if before in self.words.strict_near or (before == "pa" and name.caution is Caution.WORD):
            return self._is_capital(index) or self._ends_phrase(last)
        if name.caution is Caution.PERSON:
            return False
        starts_sentence = index == 0 or before in _MARKS_BEFORE_NAME
        if starts_sentence or self.text.isupper():
            return self.word(last) in ("", ",", ".") and self._is_capital(index)
        return self._is_capital(index)

    def _ends_phrase(self, index: int) -> bool:
        """Whether a name may end here: "i vara." and "i vara igår", but not "i bara fem minuter"."""
        word = self.word(index)
        return not word or not word[0].isalnum() or (word in _KNOWN and word not in _GOES_ON)

    def _tail(self, index: int) -> int:
        """The index after words such as "centrum" or "train station" that make a spot of an area."""
        for words in self.words.tails.get(self.word(index), ()):
            if all(self.word(index + i) == word for i, word in enumerate(words)):
                if words == ("c",) and (self.at(index).glued or self.at(index + 1).glued and self.word(index + 1) == "-"):
                    continue
                return index + len(words)
        return index

    def _chain(self, index: int, last: int) -> Spot | None:
        while self.word(last) in self.words.chain_tails and last - index < 4:
            last += 1
        area = self._area_right_after(last)
        if area is not None:
            return Spot(index, area.last, Kind.PART_OF_PLACE, area.area)
        near = self.word(index - 1) in self.words.near or last > index + 1
        return Spot(index, last, Kind.CHAIN, None, confidence=0.7 if near else 0.4)

    def _area_right_after(self, index: int) -> Spot | None:
        spot = self._named(index) if self.word(index)[:1].isalpha() else None
        return spot if spot is not None and spot.area is not None else None

    def _street(self, index: int) -> Spot | None:
        at = index
        while self.word(at) in self.words.starts and at - index < 2:
            at += 1
            if self.word(at) == ":":
                at += 1
        end = self._street_end(index, at)
        if end is None:
            return None
        numbered = self._house_number(end)
        if numbered > end:
            return Spot(index, numbered, Kind.ADDRESS, None, confidence=0.95)
        return Spot(index, end, Kind.STREET, None, confidence=0.9)

    def _street_end(self, index: int, at: int) -> int | None:
        word = self.word(at)
        is_near = self.word(index - 1) in self.words.near
        is_capital = self._is_capital(at)
        if at > index and word in _PUBLIC_SQUARES:
            return at + 1 if is_near or self._is_capital(index) else None
        if len(word) > 5 and word not in self.words.not_streets:
            has_number = self._house_number(at + 1) > at + 1
            if word.endswith(self.words.ends) and (is_near or is_capital or has_number or at > index):
                return at + 1
            if word.endswith(self.words.capital_ends) and (is_capital or has_number):
                return at + 1
        following = self.word(at + 1)
        if word.endswith("s") and len(word) > 3 and word not in _KNOWN and not self.at(at + 1).glued:
            if following in self.words.nouns and (is_capital or is_near):
                return at + 2
            if following in self.words.capital_nouns and is_capital:
                return at + 2
        return None

    def _house_number(self, index: int) -> int:
        """The index after a house number ("14", "14B", "14 b", "nr 3", "12-14"), or `index` where there is none."""
        at = index + 1 if self.word(index) in ("nr", "nummer", "no") else index
        token = self.at(at)
        if token.number is None or token.digits > 3 or token.glued or token.number == 0:
            return index
        end = at + 1
        following = self.at(end)
        if following.glued and following.word in (":", ".", ",", "-", "–", "/") and self.at(end + 1).glued:
            if following.word in ("-", "–") and self.at(end + 1).digits:
                return end + 2
            if self.at(end + 1).digits or self.word(end + 1) in ("tiden", "arige", "arig", "e"):
                return index
        if following.word in self.words.counted or self.word(index - 1) == "kl":
            return index
        is_letter = len(following.word) == 1 and following.word in "abcdefgh"
        if is_letter and (following.glued or self._is_capital(end)):
            return end + 1
        return index if following.glued and following.word[:1].isalnum() else end

    def _numbered_road(self, index: int) -> Spot | None:
        number = self.at(index + 1)
        if number.number is None:
            return None
        if self.word(index) == "e" and number.number in self.words.european and not self.at(index).glued:
            last = index + 2
            if self.word(last) == ":" and self.word(last + 1) == "an":
                last += 2
            elif self.at(last).glued and self.word(last) in ("an", "ans"):
                last += 1
            return Spot(index, last, Kind.ROAD, None)
        if self.word(index) in _ROAD_WORDS and 1 < number.number < 3000 and not self.at(index + 2).glued:
            return Spot(index, index + 2, Kind.ROAD, None, confidence=0.9)
        if self.word(index) in _ROAD_WORDS and 1 < number.number < 3000 and self.word(index + 2) in (".", ",", "/", "!", ":"):
            return Spot(index, index + 2, Kind.ROAD, None, confidence=0.9)
        return None

    def _region(self, index: int) -> Spot | None:
        """ "Haningetrakten", "Stockholmsområdet"."""
        word = self.word(index)
        if not word.endswith(_REGIONS):
            return None
        stem = next(word.removesuffix(region) for region in _REGIONS if word.endswith(region))
        for tried in (stem, stem.removesuffix("s")):
            for name in self.gazetteer.starting_with(tried):
                if len(name.words) == 1 and name.kind in (Kind.MUNICIPALITY, Kind.DISTRICT, Kind.TOWN):
                    return Spot(index, index + 1, name.kind, name.area, True, confidence=0.9)
        return None

    def _kind(self, index: int) -> Spot | None:
        """ "biblioteket i Tensta", "the library in Kista": a common noun made a place by the name after it."""
        for words in self.words.kinds.get(self.word(index), ()):
            last = index + len(words)
            if any(self.word(index + i) != word for i, word in enumerate(words)) or self.word(last) not in _INNER:
                continue
            inner = self._named(last + 1)
            if inner is not None and inner.area is not None:
                return Spot(index, inner.last, Kind.PART_OF_PLACE, inner.area, confidence=0.9)
        return None

    def _misspelt(self, index: int) -> Spot | None:
        if self.word(index - 1) not in self.words.near or self.at(index + 1).glued and self.word(index + 1) == "-":
            return None
        name = self.gazetteer.misspelt(self.word(index))
        if name is None:
            return None
        names_area = name.kind in (Kind.MUNICIPALITY, Kind.DISTRICT, Kind.TOWN)
        return Spot(index, index + 1, name.kind, name.area, names_area, confidence=0.8)

    def _directed(self, spot: Spot) -> Spot:
        return replace(spot, is_direction=True) if self.word(spot.first - 1) in self.words.towards else spot

    def _combined(self, spots: list[Spot]) -> list[Spot]:
        """Joins a shop or a road with the place that says which one: "ICA Maxi i Haninge", "E4 vid Rotebro"."""
        combined: list[Spot] = []
        for spot in spots:
            before = combined[-1] if combined else None
            if (
                before is not None
                and before.kind in (Kind.CHAIN, Kind.ROAD)
                and spot.area is not None
                and spot.first == before.last + 1
                and self.word(before.last) in _INNER
            ):
                combined[-1] = Spot(before.first, spot.last, Kind.PART_OF_PLACE, spot.area, confidence=0.9)
            else:
                combined.append(spot)
        return combined


_GOES_ON = frozenset("en ett fem tre tva fyra sex nagra min mitt mina sin sitt sina din den det de att as the a".split())
