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
    kind: str  # text, payload, start, media, location, unsupported
    text: str
    payload: str | None
    buttons: tuple[tuple[str, str], ...]
    at: datetime
    sent_at: datetime
    level: str | None = None
    guard: dict[str, Any] = field(default_factory=dict)
    contact: bool = False
    media: tuple[dict[str, Any], ...] = ()  # {"kind", "name"} of each file
    album: str | None = None
    location: dict[str, Any] | None = None  # {"latitude", "longitude", "accuracy", "live"}
    answers: tuple[str, ...] = ()  # questions of the form that the app itself found answered
    earlier: tuple[str, ...] = ()  # what it said before its reporter changed it
    versions: int = 0  # how many came after the first
    edited_at: datetime | None = None  # when the newest of them was written
    changed: bool = False  # it was answered before, and changed since


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
