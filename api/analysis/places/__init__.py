"""Places in Swedish and English text: what is written, and the municipality or Stockholm district it lies in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..findings import Finding, Source
from ..folding import compose
from ..tokens import tokenize
from .gazetteer import Gazetteer, Kind, PlaceListsUnreadableError, load, read
from .passages import Passage, Spot, Words
from .reading import Reader

__all__ = ["PlaceListsUnreadableError", "Places"]

# "mot Uppsala" says where somebody went, not where it happened.
_DIRECTION_COSTS = 30
_WHOLE_STOCKHOLM = "Stockholm"


@dataclass(frozen=True, slots=True)
class Places:
    """The place lists, ready to be found in texts."""

    gazetteer: Gazetteer
    words: Words

    @classmethod
    def load(cls, folder: Path) -> Places:
        """Reads the lists of `folder` (`rules.yml` and the rest); raises `PlaceListsUnreadableError`."""
        rules = read(folder / "rules.yml")
        try:
            return cls(load(folder, rules), Words.of(rules))
        except (KeyError, TypeError, AttributeError) as error:
            raise PlaceListsUnreadableError("rules.yml") from error

    def find(self, text: str) -> list[Finding]:
        """`place` as written and `area` in canonical spelling, of each the most exact first. Never raises."""
        composed, origins = compose(text)
        tokens = tokenize(composed)
        passage = Passage(composed, tokens, self.words, _has_dots(composed), composed.isupper())
        spots = Reader(passage, self.gazetteer).read()

        def finding(name: str, spot: Spot, value: str | None = None) -> Finding:
            start, end = origins[tokens[spot.first].start], origins[tokens[spot.last - 1].end]
            written = text[start:end]
            source = Source.PATTERN if spot.kind in (Kind.STREET, Kind.ADDRESS) else Source.LIST
            return Finding(name, value or written, written, start, end, source, spot.confidence)

        found = [finding("place", spot) for spot in sorted(spots, key=_exactness)]
        areas = _first_of_each(sorted((spot for spot in spots if spot.area), key=_area_order))
        return [*found, *(finding("area", spot, spot.area) for spot in areas)]


def _has_dots(text: str) -> bool:
    lowered = text.lower()
    return "å" in lowered or "ä" in lowered or "ö" in lowered


def _exactness(spot: Spot) -> int:
    return -(spot.kind - _DIRECTION_COSTS * spot.is_direction)


def _area_order(spot: Spot) -> int:
    """An area that is named goes before one that a place lies in; the whole city comes last."""
    rank = 0
    if spot.area == _WHOLE_STOCKHOLM and spot.kind is Kind.MUNICIPALITY:
        rank = 3
    elif not spot.names_area:
        rank = 0 if spot.kind is Kind.PART_OF_PLACE else 2
    elif spot.kind is Kind.MUNICIPALITY:
        rank = 1
    return rank + 4 * spot.is_direction


def _first_of_each(spots: Iterable[Spot]) -> list[Spot]:
    seen: dict[str | None, Spot] = {}
    for spot in spots:
        seen.setdefault(spot.area, spot)
    return list(seen.values())
