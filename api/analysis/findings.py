"""What the analysis of a text finds: fields with the words they came from, and mentions."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Source(StrEnum):
    """How a value came to be known; the contract's words."""

    PATTERN = "pattern"
    LIST = "list"
    MODEL = "model"
    REPORTER = "reporter"
    OFFICER = "officer"
    METADATA = "metadata"


@dataclass(frozen=True, slots=True)
class Finding:
    """One structured value and the words it came from.

    `start` and `end` count code points of the analysed text (`text == whole[start:end]`).
    `value` is JSON-ready: a string, number, bool, or list of these; instants are ISO 8601 text.
    """

    name: str
    value: Any
    text: str
    start: int
    end: int
    source: Source
    confidence: float = 1.0

    def as_json(self) -> dict[str, Any]:
        return {
            "value": self.value,
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "source": str(self.source),
            "confidence": round(self.confidence, 3),
        }


@dataclass(frozen=True, slots=True)
class Mention:
    """One vehicle, dog, person or thing, with the findings that belong to it (lists allowed)."""

    kind: str  # "vehicle" | "dog" | "person" | "item"
    fields: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "fields": self.fields}


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was found in one text: the main value of each field, and every mention."""

    language: str
    fields: dict[str, Finding] = field(default_factory=dict)
    mentions: tuple[Mention, ...] = ()
