"""Reads places from the tokens of a text: listed names, streets with numbers, roads, shops, "torget i Rinkeby"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..folding import fold
from ..language_words import KNOWN
from ..vocabulary import words
from .gazetteer import Caution, Gazetteer, Kind, Name
from .passages import SENTENCE_MARKS, Passage, Spot
from .streets import house_number_end, read_numbered_road, read_street

_KNOWN = frozenset(fold(word) for word in KNOWN)
_REGIONS = ("trakten", "omradet", "regionen")
_INNER = words("i pa vid in at on of near utanfor")


@dataclass(slots=True)
class Reader:
    """Finds the places of one text."""

    passage: Passage
    gazetteer: Gazetteer

    def read(self) -> list[Spot]:
        """The places in the order of the text; none lies within another."""
        spots: list[Spot] = []
        index, count = 0, len(self.passage.tokens)
        while index < count:
            spot = self._spot(index)
            if spot is None:
                index += 1
                continue
            spots.append(self._directed(spot))
            index = spot.last
        return self._combined(spots)

    def _spot(self, index: int) -> Spot | None:
        token = self.passage.tokens[index]
        if token.digits or not token.word[0].isalpha() or self._is_address_of_web(index):
            return None
        return (
            self._named(index)
            or read_street(self.passage, index)
            or read_numbered_road(self.passage, index)
            or self._region(index)
            or self._kind(index)
            or self._misspelt(index)
        )

    def _is_address_of_web(self, index: int) -> bool:
        mark, after = self.passage.at(index + 1), self.passage.at(index + 2)
        if (mark.glued and mark.word in ("@", "_")) or (
            self.passage.at(index).glued and self.passage.word(index - 1) in ("@", "_")
        ):
            return True
        return mark.glued and mark.word == "." and after.glued and after.word.isalpha() and len(after.word) <= 3

    def _named(self, index: int) -> Spot | None:
        for name in self.gazetteer.starting_with(self.passage.word(index)):
            last = index + len(name.words)
            # The last word first: names that begin alike ("S:t …") seldom end alike.
            if self.passage.word(last - 1) != name.words[-1] or not self._stands(name, index):
                continue
            if not self._is_spelt(name, index, last) or not self._may_be(name, index, last):
                continue
            if name.kind is Kind.CHAIN:
                return self._chain(index, last)
            if name.kind is Kind.ROAD or name.words[-1].endswith(self.passage.words.ends):
                numbered = house_number_end(self.passage, last)
                if numbered > last:
                    return Spot(index, numbered, Kind.ADDRESS, name.area)
            extended = self._tail(last)
            kind = Kind.SPOT if extended > last and name.kind < Kind.SPOT else name.kind
            names_area = name.kind in (Kind.MUNICIPALITY, Kind.DISTRICT, Kind.TOWN)
            return Spot(index, extended, kind, name.area, names_area and kind is name.kind)
        return None

    def _stands(self, name: Name, index: int) -> bool:
        return all(self.passage.word(index + i) == word for i, word in enumerate(name.words))

    def _is_spelt(self, name: Name, index: int, last: int) -> bool:
        """Whether dots and rings are the name's own or all left out: "värsta" is not Vårsta, "malmo" is Malmö."""
        written = self.passage.text[self.passage.at(index).start : self.passage.at(last - 1).end].lower()
        if written[: len(name.written)] == name.written:
            return True
        is_plain = fold(written) == written
        if not is_plain:
            # "rånas" is not Rånäs: where the bare letters are a word, one dot of two is no sign of the name.
            return not name.needs_dots and all(
                mine in (own, fold(own)) for mine, own in zip(written, name.written, strict=False)
            )
        if fold(name.written) == name.written:
            return True
        if name.needs_dots or self._has_plain_twin(name):
            return False
        return self.passage.is_capital(index) or last - index > 1 or not self.passage.has_dots

    def _has_plain_twin(self, name: Name) -> bool:
        """ "Varberg" is never Vårberg without its ring."""
        same = (other for other in self.gazetteer.starting_with(name.words[0]) if other.words == name.words)
        return any(fold(other.written) == other.written for other in same)

    def _may_be(self, name: Name, index: int, last: int) -> bool:
        before, is_capital = self.passage.word(index - 1), self.passage.is_capital(index)
        if self.passage.word(last) in name.never_before:
            return False
        if name.only_after:
            is_surely = name.caution < Caution.PERSON or (is_capital and not self.passage.is_shouted(index))
            return is_surely and before in name.only_after and self.passage.word(last) != "om"
        if name.kind is Kind.CHAIN and self.passage.at(index).glued:
            return False
        if name.kind is Kind.CHAIN and not name.caution:
            return is_capital or before in self.passage.words.near
        if name.caution is Caution.NONE or (self._tail(last) > last and self._may_have_tail(index, before)):
            return True
        starts_sentence = index == 0 or before in SENTENCE_MARKS or self.passage.begins_line(index)
        if name.caution is Caution.CAPITAL:
            if name.kind is Kind.CHAIN and self._is_followed_by_area(last):
                is_near = before in self.passage.words.strict_near and self._ends_phrase(last)
                return is_near or (is_capital and not starts_sentence)
            if self.passage.is_shouted(index):
                return self._is_shouted_place(name, before, last)
            return is_capital and not starts_sentence
        if before in self.passage.words.strict_near or (before == "pa" and name.caution is Caution.WORD):
            return is_capital or self._ends_phrase(last)
        if name.caution is Caution.PERSON:
            return False
        if starts_sentence or self.passage.is_shouted(index):
            ends = self.passage.word(last) in ("", ",", ".") or self.passage.begins_line(last)
            return ends and is_capital
        return is_capital

    def _is_shouted_place(self, name: Name, before: str, last: int) -> bool:
        """ "PÅ STADION", "SHELL NORSHOLM", but not "HAR HANDEN I": where all is in capitals they tell nothing."""
        is_near = before in ("pa", "at") or before in self.passage.words.strict_near
        is_followed = name.kind is Kind.CHAIN and self._area_right_after(last) is not None
        return is_followed or (is_near and self._ends_phrase(last))

    def _may_have_tail(self, index: int, before: str) -> bool:
        """ "Vara centrum", "i vara centrum", but not "det kan vara skola"."""
        if self.passage.word(index) not in _KNOWN or before in self.passage.words.strict_near:
            return True
        return self.passage.is_capital(index) and not self.passage.is_shouted(index)

    def _is_followed_by_area(self, index: int) -> bool:
        return self.passage.word(index) in _INNER and self._area_right_after(index + 1) is not None

    def _ends_phrase(self, index: int) -> bool:
        """Whether a name may end here: "i vara." and "i vara igår", but not "i bara fem minuter"."""
        word = self.passage.word(index)
        return not word or not word[0].isalnum() or (word in _KNOWN and word not in _GOES_ON)

    def _tail(self, index: int) -> int:
        """The index after words such as "centrum" or "train station" that make a spot of an area."""
        for tail in self.passage.words.tails.get(self.passage.word(index), ()):
            if all(self.passage.word(index + i) == word for i, word in enumerate(tail)):
                if tail == ("c",) and (
                    self.passage.at(index).glued
                    or (self.passage.at(index + 1).glued and self.passage.word(index + 1) == "-")
                ):
                    continue
                return index + len(tail)
        return index

    def _chain(self, index: int, last: int) -> Spot | None:
        while self.passage.word(last) in self.passage.words.chain_tails and last - index < 4:
            last += 1
        area = self._area_right_after(last)
        if area is not None:
            return Spot(index, area.last, Kind.PART_OF_PLACE, area.area)
        near = self.passage.word(index - 1) in self.passage.words.near or last > index + 1
        return Spot(index, last, Kind.CHAIN, None, confidence=0.7 if near else 0.4)

    def _area_right_after(self, index: int) -> Spot | None:
        spot = self._named(index) if self.passage.word(index)[:1].isalpha() else None
        return spot if spot is not None and spot.area is not None else None

    def _region(self, index: int) -> Spot | None:
        """ "Haningetrakten", "Stockholmsområdet"."""
        word = self.passage.word(index)
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
        for kind in self.passage.words.kinds.get(self.passage.word(index), ()):
            last = index + len(kind)
            if (
                any(self.passage.word(index + i) != word for i, word in enumerate(kind))
                or self.passage.word(last) not in _INNER
            ):
                continue
            inner = self._named(last + 1)
            if inner is not None and inner.area is not None:
                return Spot(index, inner.last, Kind.PART_OF_PLACE, inner.area, confidence=0.9)
        return None

    def _misspelt(self, index: int) -> Spot | None:
        if self.passage.word(index - 1) not in self.passage.words.near or (
            self.passage.at(index + 1).glued and self.passage.word(index + 1) == "-"
        ):
            return None
        name = self.gazetteer.misspelt(self.passage.word(index), self.passage.is_capital(index))
        if name is None:
            return None
        names_area = name.kind in (Kind.MUNICIPALITY, Kind.DISTRICT, Kind.TOWN)
        return Spot(index, index + 1, name.kind, name.area, names_area, confidence=0.8)

    def _directed(self, spot: Spot) -> Spot:
        return (
            replace(spot, is_direction=True)
            if self.passage.word(spot.first - 1) in self.passage.words.towards
            else spot
        )

    def _combined(self, spots: list[Spot]) -> list[Spot]:
        """Joins a shop or a road with the place that says which one: "ICA Maxi i Haninge", "E4 vid Rotebro"."""
        combined: list[Spot] = []
        for spot in spots:
            before = combined[-1] if combined else None
            if before is None or not self._is_beside(before, spot) or spot.area is None:
                combined.append(spot)
            elif before.kind in (Kind.CHAIN, Kind.ROAD) and self.passage.word(before.last) in _INNER:
                combined[-1] = Spot(before.first, spot.last, Kind.PART_OF_PLACE, spot.area, confidence=0.9)
            else:
                combined[-1] = self._located(before, spot)
                combined.append(spot)
        return combined

    def _is_beside(self, before: Spot, spot: Spot) -> bool:
        return spot.first == before.last + 1 and (
            self.passage.word(before.last) in _INNER or self.passage.word(before.last) == ","
        )

    def _located(self, before: Spot, town: Spot) -> Spot:
        """ "Söder i Helsingborg" is not Stockholm's; "Slussen, Stockholm" stays where it is."""
        says_where = (
            town.kind is Kind.MUNICIPALITY and town.area != "Stockholm" and before.kind is not Kind.MUNICIPALITY
        )
        if not says_where or self.passage.word(before.last) not in ("i", "in", ",") or before.kind is Kind.ROAD:
            return before
        return replace(before, area=town.area, names_area=False)


_GOES_ON = words(
    """
    en ett fem tre tva fyra sex nagra min mitt mina sin sitt sina din den det de att as the a
    """
)
