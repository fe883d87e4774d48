"""The analysis as one call: a text in, its language, fields and mentions out."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from api.analysis import basis, colours, direction, dogs, identifiers, mentions, people, things, times, vehicles
from api.analysis.findings import Finding, Findings
from api.analysis.language import detect
from api.analysis.places import Places
from api.analysis.reading import Prepared, Reading, prepare
from api.analysis.wordlists import WordLists

LONGEST = 5000


@dataclass(slots=True)
class Analyser:
    """Finds fields and mentions with rules and lists alone; pure, and safe to share between threads."""

    lists: WordLists
    places: Places
    # spaCy's memory zones are one at a time.
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def load(cls, lists_folder: Path) -> Analyser:
        """Reads the lists of `nlu_data/lists`. Raises WordListUnreadableError or PlaceListsUnreadableError."""
        return cls(WordLists.load(lists_folder), Places.load(lists_folder / "places"))

    def analyse(self, text: str, sent_at: datetime, language: str | None = None) -> Findings:
        """What `text` tells, times read against `sent_at`. Never raises; reads 5,000 code points at most."""
        prepared = prepare(text, LONGEST)
        spoken = language or detect(prepared.text)
        with self._one_at_a_time:
            reading = self.lists.read(prepared.text, spoken)
        found = self._find(reading, sent_at, spoken)
        fields, grouped = mentions.group(reading, self.lists, found, colours.find(reading, self.lists, found))
        return Findings(spoken, {name: _back(text, prepared, one) for name, one in fields.items()}, grouped)

    def _find(self, reading: Reading, sent_at: datetime, spoken: str) -> list[Finding]:
        found = identifiers.find(reading, self.lists)
        found.extend(vehicles.find(reading, self.lists))
        found.extend(dogs.find(reading, self.lists))
        found.extend(people.find(reading, self.lists))
        found.extend(things.find(reading, self.lists))
        found.extend(basis.find(reading, self.lists))
        found.extend(direction.find(reading, self.lists))
        found.sort(key=lambda one: (one.start, one.end))
        # These two come with the best first, which the order of the text would spoil.
        return [*found, *times.find(reading.text, sent_at, spoken), *self.places.find(reading.text)]


def _back(text: str, prepared: Prepared, finding: Finding) -> Finding:
    start, end = prepared.back(finding.start, finding.end)
    return replace(finding, text=text[start:end], start=start, end=end)
