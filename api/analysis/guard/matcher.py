"""Finds word classes and word patterns in a message.

A pattern is a row of elements in plain text, as `classes.yml` and `rules.yml` write them:

- `kniv` a word; `kniv*` words that begin so; `*brand` words that end so; `=här` only with its åäö
- `a|b|c` any of them; `{weapon}` any word of a class; `_` any word
- `ord?` may be missing; `..3` up to three words between, never past the end of a sentence
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

from api.analysis.guard.slips import Slips, none_known
from api.analysis.guard.tokens import ENDINGS, Tokens, collapse, cut, fold

_ANY = frozenset({"_"})
_OF_MANY = 5
_MOST_STARTS = 8
_REMEMBERED = 8192
_REMEMBERED_ELEMENTS = 32768


class UnreadablePatternError(ValueError):
    """A pattern in the data cannot be read."""


class Element(NamedTuple):
    """One place of a pattern: any of `symbols`, after at most `gap` other words."""

    symbols: frozenset[str]
    gap: int = 0
    optional: bool = False


class Pattern(NamedTuple):
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
        elements.append(_element(part, gap))
        gap = 0
    if not elements or elements[0].optional or elements[0].symbols == _ANY:
        raise UnreadablePatternError(f"{name}: {text}")
    later = (element.symbols for element in elements[1:] if not element.optional and element.symbols != _ANY)
    return Pattern(name, tuple(elements), (elements[0].symbols, *later))


@lru_cache(maxsize=_REMEMBERED_ELEMENTS)
def _element(part: str, gap: int) -> Element:
    # Tens of thousands of patterns are made of far fewer elements: shared, they take a sixth of the time and the memory.
    optional = len(part) > 1 and part.endswith("?")
    words = part.removesuffix("?" if optional else "\0").split("|")
    return Element(frozenset(symbol for word in words for symbol in _symbols(word)), gap, optional)


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
        self._texts: list[tuple[str, str]] = []
        self._patterns: list[Pattern] = []
        self.restore: dict[str, str] = {}
        self.slips = none_known()
        self._entries: list[str] = []
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
        lexicon._texts = [(name, text) for name, text in tables["patterns"]]
        lexicon._patterns = [parse_pattern(name, text) for name, text in lexicon._texts]
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
            "patterns": self._texts,
            "restore": self.restore,
        }

    @property
    def entries(self) -> list[str]:
        """All words, and all stems with a star behind them."""
        return [*self._words, *(f"{stem}*" for stem in self._prefixes)]

    def with_slips(self, slips: Slips) -> Lexicon:
        """The same lexicon, which understands slips of the finger from now on. `slips` were made of its `entries`."""
        self.slips, self._entries = slips, self.entries
        self._symbols_of.cache_clear()
        self._mended.cache_clear()
        return self

    def _finish(self) -> None:
        self._numbers = frozenset(symbol for symbol in self._words if symbol.removeprefix("+")[:1].isdigit())
        filed: list[set[str]] = [set() for _ in self._patterns]
        for symbol, numbers in self._needs.items():
            for number in numbers:
                filed[number].add(symbol)
        # What else must stand in the message, when the words under which a pattern is filed do.
        self._others = [
            tuple(symbols for symbols in pattern.certain if symbols != own)
            for pattern, own in zip(self._patterns, filed, strict=True)
        ]
        self._longest_prefix = max(map(len, self._prefixes), default=0)
        self._longest_suffix = max(map(len, self._suffixes), default=0)
        # People use the same few thousand words; looking one up costs more than all else about it.
        self._symbols_of = lru_cache(maxsize=_REMEMBERED)(self._looked_up)
        self._mended = lru_cache(maxsize=_REMEMBERED)(self._meant)

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
        self._texts.append((name, text))
        self._patterns.append(pattern)

    def _index(self) -> None:
        """Files each pattern under its rarest words, so that a message meets only those that it may match."""
        often = Counter(symbol for pattern in self._patterns for symbols in pattern.certain for symbol in symbols)
        for number, pattern in enumerate(self._patterns):
            rarest = min(pattern.certain, key=lambda symbols: sum(_commonness(symbol, often) for symbol in symbols))
            for symbol in sorted(rarest):
                self._needs.setdefault(symbol, []).append(number)

    def cut(self, text: str) -> Tokens:
        """Cuts a message into words in this lexicon's spelling, slips of the finger mended."""
        tokens = cut(text, self.restore, self._numbers)
        forms = [self._mended(form) for form in tokens.forms]
        return replace(tokens, forms=forms, folded=[fold(form) for form in forms])

    def mended(self, text: str) -> str:
        """The message with its slips mended, letter for letter the same but for those."""
        tokens = cut(text, self.restore, self._numbers)
        parts, end = [], 0
        for form, (first, last) in zip(tokens.forms, tokens.spans, strict=True):
            meant = self._mended(form)
            if meant != form:
                parts += [text[end:first], meant]
                end = last
        return "".join([*parts, text[end:]])

    def _meant(self, form: str) -> str:
        """The one word that this is a slip of; the form itself where there is none, or more than one."""
        if form in self._words or len(self._by_spelling(form)) > 1:
            return form
        meant = self.slips.meant(form, self._entries)
        return meant[0] if len(meant) == 1 and not meant[0].endswith("*") else form

    def symbols(self, form: str) -> set[str]:
        """All that one word stands for: itself, its classes (`@weapon`), the stems it begins or ends with."""
        return set(self._symbols_of(form))

    def _looked_up(self, form: str) -> frozenset[str]:
        found = self._by_spelling(form)
        if len(found) == 1:
            for meant in self.slips.meant(form, self._entries):
                stem = meant.removesuffix("*")
                found |= {stem, *(self._words if stem == meant else self._prefixes)[stem]}
        return frozenset(found)

    def _by_spelling(self, form: str) -> set[str]:
        found = {form, *self._words.get(form, ())}
        for length in range(2, min(len(form), self._longest_prefix) + 1):
            meanings = self._prefixes.get(form[:length])
            if meanings:
                found.update(meanings)
        for length in range(3, min(len(form), self._longest_suffix) + 1):
            meanings = self._suffixes.get(form[-length:])
            if meanings:
                found.update(meanings)
        return found

    def find(self, tokens: Tokens) -> tuple[list[Found], list[set[str]]]:
        """All patterns that match, and each word's symbols (those of patterns of classes added to the first word)."""
        forms = tokens.forms
        symbols = [self.symbols(form) for form in forms]
        for place, number in tokens.numbers.items():
            symbols[place] |= self.symbols(number)
        places: dict[str, list[int]] = {}
        for place, own in enumerate(symbols):
            for symbol in own:
                places.setdefault(symbol, []).append(place)
        found: list[Found] = []
        # A real set: held against the keys of a dictionary, each of ten thousand looks goes through all of them.
        for pattern in self._possible(set(places)):
            for start in {place for symbol in pattern.certain[0] for place in _tried(places.get(symbol, ()))}:
                last = _match(pattern.elements, 1, symbols, start + 1, forms)
                if last >= 0:
                    found.append(Found(pattern.name, start, last - 1))
        # Sets have no order of their own from one process to the next.
        found.sort(key=lambda hit: (hit.first, -hit.last, hit.name))
        return found, symbols

    def _possible(self, present: set[str]) -> Iterator[Pattern]:
        """The patterns of whose every certain word one stands in the message: few are left for the walk."""
        for number in {number for symbol in present & self._needs.keys() for number in self._needs[symbol]}:
            for wanted in self._others[number]:
                if wanted.isdisjoint(present):
                    break
            else:
                yield self._patterns[number]


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
