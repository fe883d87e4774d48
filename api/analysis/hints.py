"""Hints for the dialogue's model: what the words of a message are about, said in a few hundred fixed names.

A few thousand training lines hold few of the words that people use. The lists and word classes of
`nlu_data` know many more, so the model weighs these beside the words themselves. The same function
makes them for the training lines and for what is read later, or they would mislead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from api.analysis.findings import Findings
from api.analysis.guard.features import take_apart
from api.analysis.guard.matcher import Lexicon

# Fields whose value tells what it is about; of the others it matters only that they are there.
TELLING_FIELDS = ("vehicle_kind", "dog_status", "basis", "item_kind", "person_gender")
# Only whether a time is told counts, so any instant does, but it must be the same in training.
READ_AT = datetime(2026, 1, 1, tzinfo=UTC)

Analyse = Callable[[str, datetime], Findings]


@dataclass(frozen=True, slots=True)
class Hints:
    """`names`: classes and fields that occur, sorted, without spaces. `shape`: the words, each known one replaced by its class.
    `text`: what to read, slips of the finger mended."""

    names: tuple[str, ...]
    shape: str
    text: str

    def as_json(self) -> dict[str, Any]:
        return {"names": list(self.names), "shape": self.shape}


class HintReader:
    """Makes the hints of a text; pure, and safe to share between threads where `analyse` is."""

    def __init__(self, lexicon: Lexicon, matters: Iterable[str], analyse: Analyse) -> None:
        """`matters` are the classes that a shape names; all that `lexicon` knows are hints."""
        self._matters = {"@" + name for name in matters}
        self._lexicon = lexicon
        self._analyse = analyse

    def __call__(self, text: str) -> Hints:
        """Raises what the analysis raises."""
        reading = take_apart(text, self._lexicon)
        found = {f"class:{name}" for name in reading.classes} | _told(self._analyse(text, READ_AT))
        names = sorted("_".join(name.split()) for name in found)
        words = zip(reading.tokens.folded, reading.symbols, strict=True)
        shape = " ".join(min(symbols & self._matters, default=word) for word, symbols in words)
        return Hints(tuple(names), shape, self._lexicon.mended(text))


def _told(findings: Findings) -> set[str]:
    fields = findings.fields
    return {
        f"language:{findings.language}",
        *(f"field:{name}" for name in fields),
        *(f"{name}={fields[name].value}" for name in TELLING_FIELDS if name in fields),
        *(f"mention:{mention.kind}" for mention in findings.mentions),
    }
