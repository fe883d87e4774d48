"""A file as the rest of the app handles it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

LONGEST_NAME = 120
UNSAFE = re.compile(r'[\\/:*?"<>|]')


@dataclass(slots=True)
class Details:
    """What is sealed beside a row. Mutable on purpose: it is opened, changed and sealed again in one write.

    `original` and `copy` are the names of the files on disk; `taken` and the degrees are what a picture's data say.
    """

    file: str | None = None  # the channel's own id or address
    name: str | None = None
    content_type: str | None = None  # by its content
    original: str | None = None
    copy: str | None = None
    taken: str | None = None
    latitude: float | None = None
    longitude: float | None = None

    def as_json(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value is not None}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Details:
        return cls(**value)

    def without_data(self) -> None:
        self.taken = self.latitude = self.longitude = None


@dataclass(frozen=True, slots=True)
class Staged:
    """A whole file that no message speaks of yet: its keys are in memory alone until one does."""

    id: str
    keys: dict[str, bytes]  # by record
    name: str  # on disk
    size: int
    sha256: bytes
    content_type: str
    kind: str
    at: datetime


def original_record(attachment: str) -> str:
    """The original may say who took it: its key is apart from that of the copy."""
    return f"original-{attachment}"


def clean_name(name: str | None) -> str | None:
    """A file's name as it may be shown: no folder, no control or direction signs, not too long."""
    if not name:
        return None
    last = re.split(r"[\\/]", name)[-1]
    shown = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    shown = UNSAFE.sub("_", shown).strip(" .")
    if len(shown) > LONGEST_NAME:
        stem, dot, ending = shown.rpartition(".")
        shown = (
            f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}"
            if dot and len(ending) < 10
            else shown[:LONGEST_NAME]
        )
    return shown or None
