"""A tip's sealed body: what is told, as values and in words, and its exact times."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from api.analysis.findings import Source

LONGEST_AREA = 64
READ_SOURCES = (Source.LIST, Source.PATTERN)
# The questions of polisen.se's form that a tip ought to answer.
EXPECTED = ("what", "when", "where", "basis")


@dataclass(slots=True)
class Body:
    """Mutable on purpose: a turn reads it, changes it and seals it again in one write."""

    created_at: str
    updated_at: str
    urgency_reason: str
    told_at: str | None = None
    fields: dict[str, dict[str, Any]] = field(default_factory=dict)
    mentions: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    narrative: str | None = None  # of a tip that came without messages
    occurred_at: str | None = None
    consents_to_contact: bool = False
    wants_human: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Body:
        return cls(**value)

    @property
    def area(self) -> str | None:
        """The field as it may stand in the clear beside the body: out of the lists, never what somebody typed."""
        area = self.fields.get("area", {})
        value = area.get("value")
        if area.get("source") not in READ_SOURCES or not isinstance(value, str):
            return None
        return value[:LONGEST_AREA] or None

    @property
    def missing(self) -> list[str]:
        """The expected questions that nothing answers."""
        answered = {slot for slot, how in self.answers.items() if how not in {"skipped", "unknown"}}
        known = {
            "when": {"time_start", "time_end"},
            "where": {"place", "area", "latitude"},
            "basis": {"basis"},
        }
        return [
            question
            for question in EXPECTED
            if question not in answered and not (known.get(question, set()) & set(self.fields))
        ]
