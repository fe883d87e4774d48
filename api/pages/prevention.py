"""Which advice a question asks for, by the words of nlu_data/topics/prevention.yml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from api.analysis.folding import fold
from api.pages.topics import Topic

WORD = re.compile(r"[^\W_]+")
# No question needs more words to name what it is about.
WORDS_READ = 400


@dataclass(frozen=True, slots=True)
class Cues:
    """The words of one topic, folded: whole words, beginnings, parts of words, and phrases."""

    whole: frozenset[str]
    beginnings: tuple[str, ...]
    parts: tuple[str, ...]
    phrases: tuple[str, ...]
    never: frozenset[str]

    @classmethod
    def of(cls, listed: list[str]) -> Cues:
        marked: dict[str, list[str]] = {mark: [] for mark in "=*-+"}
        for entry in listed:
            mark = entry[0] if entry[0] in "=*-" else "+"
            marked[mark].append(fold(entry.lstrip("=*-")))
        plain = marked["+"]
        return cls(
            frozenset(marked["="]),
            tuple(cue for cue in plain if " " not in cue),
            tuple(marked["*"]),
            tuple(cue for cue in plain if " " in cue),
            frozenset(marked["-"]),
        )

    def count(self, words: list[str]) -> int:
        """How many of the words, and phrases, name the topic."""
        text = f" {' '.join(words)} "
        return sum(self._names(word) for word in words) + sum(f" {phrase}" in text for phrase in self.phrases)

    def _names(self, word: str) -> bool:
        if word in self.never:
            return False
        return word in self.whole or word.startswith(self.beginnings) or any(part in word for part in self.parts)


class Prevention:
    """Reads questions about protection."""

    def __init__(self, file: Path) -> None:
        with file.open(encoding="utf-8") as opened:
            listed = yaml.safe_load(opened)
        self._cues = {
            Topic(f"prevention_{name}"): Cues.of([str(one) for one in words]) for name, words in listed.items()
        }

    @property
    def topics(self) -> list[Topic]:
        return list(self._cues)

    def topic(self, question: str) -> Topic | None:
        """What most of the words name, the first in the file where two are named as often; None for none."""
        words = [match.group() for match in WORD.finditer(fold(question))][:WORDS_READ]
        counts = {topic: cues.count(words) for topic, cues in self._cues.items()}
        best = max(counts, key=lambda topic: counts[topic])
        return best if counts[best] else None
