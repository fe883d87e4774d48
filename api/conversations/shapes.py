"""Messages and conversations as the rest of the app handles them, unsealed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from api.wording import Words


@dataclass(frozen=True, slots=True)
class Said:
    """A message, unsealed."""

    id: str
    seq: int
    origin: str
    kind: str  # text, payload, start, unsupported
    text: str
    payload: str | None
    buttons: tuple[tuple[str, str], ...]
    at: datetime
    sent_at: datetime
    level: str | None = None
    guard: dict[str, Any] = field(default_factory=dict)
    contact: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """What the dialogue knows so far: how each question was answered, never what was said."""

    slots: dict[str, Any] = field(default_factory=dict)
    active_loop: str | None = None
    requested_slot: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {"slots": self.slots, "active_loop": self.active_loop, "requested_slot": self.requested_slot}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Draft:
        return cls(dict(value.get("slots") or {}), value.get("active_loop"), value.get("requested_slot"))


def stored(words: Words, at: datetime, response: str | None = None) -> dict[str, Any]:
    """What is sealed of a message that goes out."""
    body: dict[str, Any] = {"kind": "text", "text": words.text, "at": at.isoformat()}
    if words.buttons:
        body["buttons"] = [list(button) for button in words.buttons]
    if response:
        body["response"] = response
    return body
