"""The analysis as one call: a text in, its language, fields and mentions out."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from api.analysis import (
    basis,
    colours,
    direction,
    dogs,
    identifiers,
    mentions,
    numbers,
    people,
    things,
    times,
    vehicles,
)
from api.analysis.findings import Finding, Findings
from api.analysis.language import detect
from api.analysis.nouns import base_form
from api.analysis.places import Places
from api.analysis.reading import Prepared, Reading, prepare
from api.analysis.tagging.merging import merged
from api.analysis.tagging.tagger import Tagger
from api.analysis.times.days import STOCKHOLM
from api.analysis.wordlists import WordLists

LONGEST = 5000
# 4,000 characters of prose are 800 to 1,000 words and marks; five thousand emojis would take as long as fifty tips.
MOST_WORDS = 1200
# The rules leave such words alone, since they often only fill a sentence; the tagger knows where they do not.
NOW = frozenset({"nu", "nuu", "now", "nyss", "just", "precis", "alldeles", "exakt", "right", "strax"})


@dataclass(slots=True)
class Analyser:
    """Finds fields and mentions; pure, and safe to share between threads.

    Rules and lists alone find most; a `tagger` says which of it is meant, and what no list knows.
    """

    lists: WordLists
    places: Places
    tagger: Tagger | None = None
    # spaCy's memory zones are one at a time.
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def load(cls, lists_folder: Path) -> Analyser:
        """Reads the lists of `nlu_data/lists`. Raises WordListUnreadableError or PlaceListsUnreadableError."""
        return cls(WordLists.load(lists_folder), Places.load(lists_folder / "places"))

    def analyse(self, text: str, sent_at: datetime, language: str | None = None) -> Findings:
        """What `text` tells, times read against `sent_at`. Never raises; reads 5,000 code points and 1,200 words at most."""
        prepared = prepare(text, LONGEST, MOST_WORDS)
        spoken = language or detect(prepared.text)
        with self._one_at_a_time:
            reading = self.lists.read(prepared.text, spoken)
            found = self.found_by_rules(reading, sent_at)
            if self.tagger is not None:
                found = merged(reading, found, self.tagger.read(reading, found), partial(self._value, sent_at))
        fields, grouped = mentions.group(reading, self.lists, found, colours.find(reading, self.lists, found))
        return Findings(spoken, {name: _back(text, prepared, one) for name, one in fields.items()}, grouped)

    def read(self, text: str, sent_at: datetime) -> tuple[Reading, list[Finding]]:
        """The words of `text` and what rules and lists find in it, as the tagger is trained on them."""
        prepared = prepare(text, LONGEST, MOST_WORDS)
        with self._one_at_a_time:
            reading = self.lists.read(prepared.text, detect(prepared.text))
        return reading, self.found_by_rules(reading, sent_at)

    def _value(self, sent_at: datetime, name: str, text: str, language: str) -> Any:
        """The value of words that only the tagger knows; None where it cannot be told."""
        if not text or text.isspace():
            # A line break is a word of its own; among nothing but odd words the tagger takes it for a thing.
            return None
        if name == "time_start":
            is_now = NOW.issuperset(text.lower().split())
            return sent_at.astimezone(STOCKHOLM).isoformat(timespec="seconds") if is_now else None
        if name in ("item_kind", "person_clothing"):
            return self._noun(name, text.split()[-1].lower())
        if name == "person_age":
            return next(([age.low, age.high] for age in numbers.ages(text)), None) or numbers.plain_age(text)
        if name == "vehicle_make" and text.islower():
            return text.capitalize()
        return text.lower() if name in ("person_hair", "person_build") else text

    def _noun(self, name: str, word: str) -> str | None:
        """The list's value for `word`, which is Swedish for English words; else its dictionary form."""
        known = next((value for label, value in self.lists.single.get(word, ()) if label == name), None)
        noun = known or base_form(word, self.lists.nouns)
        return noun if noun[:1].isalpha() else None

    def found_by_rules(self, reading: Reading, sent_at: datetime) -> list[Finding]:
        """Everything that rules and lists find."""
        found = identifiers.find(reading, self.lists)
        found.extend(vehicles.find(reading, self.lists))
        found.extend(dogs.find(reading, self.lists))
        found.extend(people.find(reading, self.lists))
        found.extend(things.find(reading, self.lists))
        found.extend(basis.find(reading, self.lists))
        found.extend(direction.find(reading, self.lists))
        found.sort(key=lambda one: (one.start, one.end))
        # These two come with the best first, which the order of the text would spoil.
        return [*found, *times.find(reading.text, sent_at, reading.language), *self.places.find(reading.text)]


def _back(text: str, prepared: Prepared, finding: Finding) -> Finding:
    start, end = prepared.back(finding.start, finding.end)
    return replace(finding, text=text[start:end], start=start, end=end)
