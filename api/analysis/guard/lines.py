"""The labelled lines that the guard learns from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GROUPS = ("emergency", "look_alike", "ordinary")


class UnreadableLineError(ValueError):
    """A line of the guard's lines is not what it should be; the message names file and line number only."""


@dataclass(frozen=True, slots=True)
class GuardLine:
    """One message with its right answer.

    `kind` is a value of `Kind` for emergencies. `telling` says whether it belongs in a tip, None
    where nobody has said. `group` is one of GROUPS.
    """

    text: str
    emergency: bool
    kind: str | None
    telling: bool | None
    group: str


def load_lines(path: Path) -> list[GuardLine]:
    """Reads a JSON Lines file; raises UnreadableLineError, or OSError when it cannot be opened."""
    lines = []
    with path.open(encoding="utf-8") as file:
        for number, row in enumerate(file, start=1):
            if row.strip():
                lines.append(_line(row, f"{path.name}:{number}"))
    return lines


def _line(row: str, where: str) -> GuardLine:
    try:
        item: dict[str, Any] = json.loads(row)
        text, emergency, group = item["text"], item["emergency"], item["group"]
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableLineError(where) from error
    if not isinstance(text, str) or not isinstance(emergency, bool) or group not in GROUPS:
        raise UnreadableLineError(where)
    if emergency is not (group == "emergency") or emergency is not (item.get("kind") is not None):
        raise UnreadableLineError(where)
    return GuardLine(text, emergency, item.get("kind"), item.get("telling"), group)
