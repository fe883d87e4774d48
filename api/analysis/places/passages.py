"""What the readers of places share: the text with its tokens, the rule words, and a place found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..folding import fold
from ..tokens import NOTHING, Token
from .gazetteer import Kind, folded_words

SENTENCE_MARKS = frozenset(".!?")


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
class Passage:
    """A text with its tokens and the words that help to read it."""

    text: str
    tokens: list[Token]
    words: Words
    # Whether the writer uses å, ä and ö at all.
    has_dots: bool = False
    is_all_shouted: bool = False

    def at(self, index: int) -> Token:
        return self.tokens[index] if 0 <= index < len(self.tokens) else NOTHING

    def word(self, index: int) -> str:
        return self.tokens[index].word if 0 <= index < len(self.tokens) else ""

    def is_capital(self, index: int) -> bool:
        return self.text[self.at(index).start : self.at(index).start + 1].isupper()

    def is_shouted(self, index: int) -> bool:
        """Whether all around is in capitals too, so that a capital letter tells nothing."""
        beside = self._is_all_capitals(index - 1) or self._is_all_capitals(index + 1)
        return self.is_all_shouted or (beside and self._is_all_capitals(index))

    def _is_all_capitals(self, index: int) -> bool:
        token = self.at(index)
        return token.end - token.start > 1 and self.text[token.start : token.end].isupper()

    def begins_line(self, index: int) -> bool:
        """Whether a line break stands right before the token."""
        return 0 < index < len(self.tokens) and "\n" in self.text[self.at(index - 1).end : self.at(index).start]
