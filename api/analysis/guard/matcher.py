"""Finds word classes and word patterns in a message.

A pattern is a row of elements in plain text, as `classes.yml` and `rules.yml` write them:

- `kniv` a word; `kniv*` words that begin so; `*brand` words that end so; `=här` only with its åäö
- `a|b|c` any of them; `{weapon}` any word of a class; `_` any word
- `ord?` may be missing; `..3` up to three words between, never past the end of a sentence
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from api.analysis.guard.slips import Slips, none_known
from api.analysis.guard.tokens import ENDINGS, Tokens, collapse, cut, fold

_ANY = frozenset({"_"})
_OF_MANY = 5
_MOST_STARTS = 8
_REMEMBERED = 8192


class UnreadablePatternError(ValueError):
    """A pattern in the data cannot be read."""


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a pattern: any of `symbols`, after at most `gap` other words."""

    symbols: frozenset[str]
    gap: int = 0
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A row of elements, and what it stands for: a class's name or a rule's."""

    name: str
    elements: tuple[Element, ...]
    certain: tuple[frozenset[str], ...]
    """Sets of symbols, of each of which one must stand in the message; the first word's is the first."""


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern's name, with the first and last token that it covers."""

    name: str
    first: int
    last: int


def parse_pattern(name: str, text: str) -> Pattern:
    """Reads one pattern; raises UnreadablePatternError when it has no words or a broken gap."""
    elements: list[Element] = []
    gap = 0
    for part in text.casefold().split():
        if part.startswith(".."):
            if not part[2:].isdecimal() or not elements:
                raise UnreadablePatternError(f"{name}: {text}")
            gap = int(part[2:])
            continue
        optional = len(part) > 1 and part.endswith("?")
        symbols = frozenset(
            symbol for word in part.removesuffix("?" if optional else "\0").split("|") for symbol in _symbols(word)
        )
        elements.append(Element(symbols, gap, optional))
        gap = 0
    if not elements or elements[0].optional or elements[0].symbols == _ANY:
        raise UnreadablePatternError(f"{name}: {text}")
    later = (element.symbols for element in elements[1:] if not element.optional and element.symbols != _ANY)
    return Pattern(name, tuple(elements), (elements[0].symbols, *later))


def _symbols(word: str) -> tuple[str, ...]:
    # As in a message: "what's" is read as "whats".
    word = word.replace("'", "")
    if word.startswith("="):
        return (word[1:],)
    if word.startswith("{") and word.endswith("}"):
        return ("@" + word[1:-1],)
    return (word, fold(word))


class Lexicon:
    """All words, stems and patterns, ready to be looked up. What it finds never changes once it is made."""

    def __init__(self, classes: Mapping[str, Sequence[str]], rules: Iterable[tuple[str, str]]) -> None:
        """`rules` are patterns as text, each under its rule's name. Raises UnreadablePatternError."""
        self.names = tuple(classes)
        self._words: dict[str, list[str]] = {}
        self._prefixes: dict[str, list[str]] = {}
        self._suffixes: dict[str, list[str]] = {}
        self._needs: dict[str, list[int]] = {}
        self._patterns: list[tuple[str, str]] = []
        self.restore: dict[str, str] = {}
        self.slips = none_known()
        for name, entries in classes.items():
            for entry in entries:
                self._add_entry(name, entry)
        for name, text in rules:
            self._add_pattern(name, text)
        self._index()
        self._finish()

    @classmethod
    def of_tables(cls, tables: Mapping[str, Any]) -> Lexicon:
        """What `tables` of another one gave: many times faster than reading the classes again."""
        lexicon = cls({}, ())
        lexicon.names = tuple(tables["names"])
        lexicon._words, lexicon._prefixes, lexicon._suffixes = tables["words"], tables["prefixes"], tables["suffixes"]
        lexicon._needs, lexicon.restore = tables["needs"], tables["restore"]
        lexicon._patterns = [(name, text) for name, text in tables["patterns"]]
        lexicon._finish()
        return lexicon

    def tables(self) -> dict[str, Any]:
        """All of it, JSON-ready."""
        return {
            "names": list(self.names),
            "words": self._words,
            "prefixes": self._prefixes,
            "suffixes": self._suffixes,
            "needs": self._needs,
            "patterns": self._patterns,
            "restore": self.restore,
        }

    @property
    def entries(self) -> list[str]:
        """All words, and all stems with a star behind them."""
        return [*self._words, *(f"{stem}*" for stem in self._prefixes)]

    def with_slips(self, slips: Slips) -> Lexicon:
        """The same lexicon, which understands slips of the finger from now on. `slips` were made of its `entries`."""
        self.slips = slips
        self._finish()
        return self

    def _finish(self) -> None:
        self._entries = self.entries
        self._longest_prefix = max(map(len, self._prefixes), default=0)
        self._longest_suffix = max(map(len, self._suffixes), default=0)
        # Few of tens of thousands are ever begun: each is read when its first word is met.
        self._read: list[Pattern | None] = [None] * len(self._patterns)
        # People use the same few thousand words; looking one up costs more than all else about it.
        self._symbols_of = lru_cache(maxsize=_REMEMBERED)(self._looked_up)

    def _add_entry(self, name: str, entry: str) -> None:
        if " " in entry or "|" in entry:
            self._add_pattern("@" + name, entry)
            return
        for symbol in _symbols(entry.casefold()):
            self._add_symbol(symbol, "@" + name)

    def _add_symbol(self, symbol: str, meaning: str) -> None:
        if len(symbol) > 1 and symbol.endswith("*"):
            _put(self._prefixes, symbol[:-1], meaning)
        elif len(symbol) > 1 and symbol.startswith("*"):
            _put(self._suffixes, symbol[1:], meaning)
        elif not symbol.startswith("@"):
            _put(self._words, symbol, meaning)
            self.restore.setdefault(collapse(symbol), symbol)

    def _add_pattern(self, name: str, text: str) -> None:
        pattern = parse_pattern(name, text)
        for element in pattern.elements:
            for symbol in sorted(element.symbols):
                self._add_symbol(symbol, symbol)
        self._patterns.append((name, text))

    def _index(self) -> None:
        """Files each pattern under its rarest words, so that a message meets only those that it may match."""
        read = [parse_pattern(name, text) for name, text in self._patterns]
        often = Counter(symbol for pattern in read for symbols in pattern.certain for symbol in symbols)
        for number, pattern in enumerate(read):
            rarest = min(pattern.certain, key=lambda symbols: sum(_commonness(symbol, often) for symbol in symbols))
            for symbol in sorted(rarest):
                self._needs.setdefault(symbol, []).append(number)

    def _pattern(self, number: int) -> Pattern:
        found = self._read[number]
        if found is None:
            found = self._read[number] = parse_pattern(*self._patterns[number])
        return found

    def cut(self, text: str) -> Tokens:
        """Cuts a message into words in this lexicon's spelling."""
        return cut(text, self.restore)

    def symbols(self, form: str) -> set[str]:
        """All that one word stands for: itself, its classes (`@weapon`), the stems it begins or ends with."""
        return set(self._symbols_of(form))

    def _looked_up(self, form: str) -> frozenset[str]:
        found = {form, *self._words.get(form, ())}
        for length in range(2, min(len(form), self._longest_prefix) + 1):
            meanings = self._prefixes.get(form[:length])
            if meanings:
                found.update(meanings)
        for length in range(3, min(len(form), self._longest_suffix) + 1):
            meanings = self._suffixes.get(form[-length:])
            if meanings:
                found.update(meanings)
        if len(found) == 1:
            for meant in self.slips.meant(form, self._entries):
                stem = meant.removesuffix("*")
                found |= {stem, *(self._words if stem == meant else self._prefixes)[stem]}
        return frozenset(found)

    def find(self, forms: Sequence[str]) -> tuple[list[Found], list[set[str]]]:
        """All patterns that match, and each word's symbols (those of patterns of classes added to the first word)."""
        symbols = [self.symbols(form) for form in forms]
        places: dict[str, list[int]] = {}
        for place, own in enumerate(symbols):
            for symbol in own:
                places.setdefault(symbol, []).append(place)
        found: list[Found] = []
        for pattern in self._possible(places.keys()):
            for start in {place for symbol in pattern.certain[0] for place in _tried(places.get(symbol, ()))}:
                last = _match(pattern.elements, 1, symbols, start + 1, forms)
                if last >= 0:
                    found.append(Found(pattern.name, start, last - 1))
        # Sets have no order of their own from one process to the next.
        found.sort(key=lambda hit: (hit.first, -hit.last, hit.name))
        return found, symbols

    def _possible(self, present: Set[str]) -> Iterator[Pattern]:
        """The patterns of whose every certain word one stands in the message: few are left for the walk."""
        for number in {number for symbol in present & self._needs.keys() for number in self._needs[symbol]}:
            pattern = self._pattern(number)
            for wanted in pattern.certain:
                if wanted.isdisjoint(present):
                    break
            else:
                yield pattern


def _commonness(symbol: str, often: Mapping[str, int]) -> int:
    """How many patterns ask for it; a class or a stem stands for many words."""
    return often[symbol] * (_OF_MANY if symbol[0] in "@*" or symbol[-1] == "*" else 1)


def _tried(places: Sequence[int]) -> Sequence[int]:
    """Where a pattern is begun: nobody says one word a hundred times, but who wants to keep us busy does."""
    return places if len(places) <= 2 * _MOST_STARTS else [*places[:_MOST_STARTS], *places[-_MOST_STARTS:]]


def _put(table: dict[str, list[str]], key: str, meaning: str) -> None:
    known = table.setdefault(key, [])
    if meaning not in known:
        known.append(meaning)


def _match(elements: tuple[Element, ...], index: int, symbols: list[set[str]], at: int, forms: Sequence[str]) -> int:
    """Where the rest of a pattern ends (exclusive) when it matches from `at` on, else -1."""
    while index < len(elements):
        element = elements[index]
        for position in range(at, min(at + element.gap + 1, len(symbols))):
            if element.symbols == _ANY or not element.symbols.isdisjoint(symbols[position]):
                end = _match(elements, index + 1, symbols, position + 1, forms)
                if end >= 0:
                    return end
            if forms[position] in ENDINGS:
                break
        if not element.optional:
            return -1
        index += 1
    return at
