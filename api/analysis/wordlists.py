"""The word lists of `nlu_data/lists`: read once, then found in a text in one pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import spacy
import yaml
from rapidfuzz import fuzz, process
from spacy.matcher import PhraseMatcher

from api.analysis.inflection import FORMS, no_forms, noun_forms
from api.analysis.reading import Hit, Reading, Spans, fold

FILES = ("vehicles.yml", "colours.yml", "dogs.yml", "people.yml", "things.yml", "wording.yml")
PHRASE_ENDINGS = ("", "s", "n", "en", "ar", "er")
GUESS_FROM = 6
GUESS_SCORE = 86.0
# A short head without its dots ends too many other words (båt: jobbat).
SHORTEST_FOLDED_HEAD = 7
# Nobody has two hundred things of a kind to tell of; extractors hold each hit against the others.
MOST_HITS = 200
# Lists of nouns that people inflect.
NOUNS = frozenset({"item_kind", "person_clothing"})
# Lists whose values are an enumeration or a breed: a compound has the value of its head.
FIXED_VALUES = frozenset(
    {"vehicle_kind", "dog_breed", "animal", "dog_collar", "person_noun", "person_marks", "colour_of_other"}
)


class WordListUnreadableError(Exception):
    """A file of word lists is missing or is not laid out as its first lines explain."""


@dataclass(slots=True)
class WordLists:
    """Every list by label, ready to match.

    `single` knows one-word forms, `phrases` the longer ones, `heads` the nouns that end compounds (`elcykel`),
    `guessed` the words for which a spelling mistake is forgiven; `plain` are sets of words that are only looked up.
    """

    nlp: Any
    phrases: PhraseMatcher
    single: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    heads: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    never: dict[str, frozenset[str]] = field(default_factory=dict)
    plain: dict[str, frozenset[str]] = field(default_factory=dict)
    guessed: dict[str, dict[str, str]] = field(default_factory=dict)
    guessed_by_letter: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    head_endings: tuple[str, ...] = ()
    bases: set[str] = field(default_factory=set)
    # Nouns of things and garments in their dictionary form.
    nouns: frozenset[str] = frozenset()

    @classmethod
    def load(cls, folder: Path) -> WordLists:
        nlp = spacy.blank("sv")
        lists = cls(nlp, PhraseMatcher(nlp.vocab, attr="ORTH"))
        phrases: dict[str, list[str]] = defaultdict(list)
        for name in FILES:
            for label, entry in _read(folder / name).items():
                lists._add(label, entry, phrases)
        for key, forms in phrases.items():
            lists.phrases.add(key, [Reading.of(form).doc(nlp.vocab) for form in forms])
        lists.head_endings = tuple(lists.heads)
        lists.nouns = frozenset(_dictionary_forms(lists.bases))
        return lists

    def _add(self, label: str, entry: Mapping[str, Any], phrases: dict[str, list[str]]) -> None:
        never = frozenset(str(word) for word in entry.get("never", ()))
        self.never[label] = never
        self.plain[label] = frozenset(str(word) for word in entry.get("plain", ()))
        forms_of = FORMS[entry.get("inflect", "none")]
        prefixes = [str(prefix) for prefix in entry.get("prefixes", ())]
        bases: dict[str, str] = {}
        for value, variants in entry.get("words", {}).items():
            for variant in _texts(value, variants):
                base = variant.lstrip("=")
                bases[base] = str(value)
                for form in _spellings(base, [base] if variant != base else _forms(base, forms_of), prefixes, never):
                    self._add_form(label, str(value), form, phrases)
        if label in NOUNS:
            self.bases.update(noun for noun in _nouns(entry) if noun.isalpha())
        if entry.get("forgive_typos"):
            self.guessed[label] = {base: value for base, value in bases.items() if len(base) >= GUESS_FROM}
            for base in self.guessed[label]:
                self.guessed_by_letter.setdefault((label, base[0]), []).append(base)
        for head in map(str, entry.get("heads", ())):
            for form in _spellings(head, forms_of(head), [], frozenset()):
                if len(form) < SHORTEST_FOLDED_HEAD and form == fold(form) != head and not head.isascii():
                    continue
                self.heads.setdefault(form, []).append((label, bases.get(head, head), head))

    def _add_form(self, label: str, value: str, form: str, phrases: dict[str, list[str]]) -> None:
        if form.isalnum() or len(Reading.of(form).words) == 1:
            entries = self.single.setdefault(form, [])
            if (label, value) not in entries:
                entries.append((label, value))
        else:
            phrases[f"{label}|{value}"].append(form)

    def read(self, text: str, language: str = "sv") -> Reading:
        """The words of `text` and every list's hits, the longest where two of one list overlap."""
        reading = Reading.of(text, language)
        found = list(self._single_hits(reading))
        found.extend(self._phrase_hits(reading))
        by_label: dict[str, list[Hit]] = defaultdict(list)
        for hit in found:
            by_label[hit.label].append(hit)
        reading.hits = {label: _longest(hits) for label, hits in by_label.items()}
        return reading

    def _single_hits(self, reading: Reading) -> Iterator[Hit]:
        foreign = self.plain["only_swedish" if reading.language == "en" else "only_english"]
        for index, (word, (start, end)) in enumerate(zip(reading.words, reading.spans, strict=True)):
            if word in foreign:
                continue
            entries = self.single.get(word)
            if entries is not None:
                for label, value in entries:
                    yield Hit(label, value, index, index + 1, start, end)
            elif "-" in word and not self._whole_compound(word):
                yield from self._hyphenated(word, index, start)
            if word.endswith(self.head_endings):
                yield from self._compounds(word, index, start, end, {label for label, _ in entries or ()})

    def _whole_compound(self, word: str) -> bool:
        return word.endswith(self.head_endings) and word.rsplit("-", 1)[0] not in self.single

    def _hyphenated(self, word: str, index: int, start: int) -> Iterator[Hit]:
        at = start
        for part in word.split("-"):
            for label, value in self.single.get(part, ()):
                yield Hit(label, value, index, index + 1, at, at + len(part))
            at += len(part) + 1

    def _compounds(self, word: str, index: int, start: int, end: int, seen: set[str]) -> Iterator[Hit]:
        for cut in range(2, len(word) - 2):
            for label, value, base in self.heads.get(word[cut:], ()):
                prefix = word[:cut].rstrip("-")
                if label in seen or not prefix or word in self.never[label]:
                    continue
                seen.add(label)
                compound = value if label in FIXED_VALUES else prefix + base
                yield Hit(label, compound, index, index + 1, start, end, 0.9)

    def _phrase_hits(self, reading: Reading) -> Iterator[Hit]:
        # The zone forgets what strangers wrote: without it spaCy keeps every word it ever saw.
        with self.nlp.memory_zone():
            matches = [
                (self.nlp.vocab.strings[key], first, last)
                for key, first, last in self.phrases(reading.doc(self.nlp.vocab))
            ]
        for key, first, last in matches:
            label, value = key.split("|", 1)
            yield Hit(label, value, first, last, reading.spans[first][0], reading.spans[last - 1][1])

    def guess(self, label: str, word: str) -> tuple[str, float] | None:
        """The entry of `label` that `word` probably misspells, with a confidence below 1."""
        choices = self.guessed.get(label, {})
        if len(word) < GUESS_FROM or word in self.single or word in self.never.get(label, ()):
            return None
        # Hardly a word is like a breed of its own first letter: only for those few all are compared.
        alike = self.guessed_by_letter.get((label, word[0]), ())
        if process.extractOne(word, alike, scorer=fuzz.ratio, score_cutoff=GUESS_SCORE) is None:
            return None
        best = process.extractOne(word, choices.keys(), scorer=fuzz.ratio, score_cutoff=GUESS_SCORE)
        if best is None or best[0][0] != word[0]:
            return None
        return choices[best[0]], round(best[1] / 100 * 0.9, 3)


def _nouns(entry: Mapping[str, Any]) -> Iterator[str]:
    """The values of a list and the variants that are inflected; one behind "=" is an inflected form itself."""
    for value, variants in entry.get("words", {}).items():
        yield str(value)
        yield from (variant for variant in _texts(value, variants) if not variant.startswith("="))


def _dictionary_forms(bases: set[str]) -> Iterator[str]:
    """Those of `bases` that are no inflected form of another one."""
    inflected = {form for base in bases for form in noun_forms(base) if form != base}
    return (base for base in bases if base not in inflected)


def _read(path: Path) -> dict[str, Mapping[str, Any]]:
    try:
        with path.open(encoding="utf-8") as file:
            content = yaml.load(file, Loader=yaml.CSafeLoader)
    except (OSError, yaml.YAMLError) as error:
        raise WordListUnreadableError(path.name) from error
    if not isinstance(content, dict) or not all(isinstance(entry, dict) for entry in content.values()):
        raise WordListUnreadableError(path.name)
    return content


def _texts(value: object, variants: object) -> Iterable[str]:
    listed = variants if isinstance(variants, list) else []
    return dict.fromkeys([str(variant).lower() for variant in listed] or [str(value).lower()])


def _forms(base: str, forms_of: Callable[[str], Iterator[str]]) -> Iterator[str]:
    """Every form of a word; of a phrase the common endings only, since each costs time at the start."""
    if " " not in base or forms_of is no_forms:
        return forms_of(base)
    return (base + ending for ending in PHRASE_ENDINGS)


def _spellings(base: str, forms: Iterable[str], prefixes: list[str], never: frozenset[str]) -> Iterator[str]:
    for form in dict.fromkeys(forms):
        for prefix in ("", *prefixes):
            written = prefix + form
            folded = fold(written)
            if written not in never or written == base:
                yield written
            if folded != written and folded not in never:
                yield folded


def _longest(hits: list[Hit]) -> list[Hit]:
    kept = Spans()
    longest = [
        hit
        for hit in sorted(hits, key=lambda each: (each.start - each.end, each.start, -each.confidence))
        if kept.take(hit.start, hit.end)
    ]
    return sorted(longest, key=lambda each: each.start)[:MOST_HITS]
