"""Training lines whose words are marked, `[words](label)` as Rasa writes entities.

A block of `nlu_data/nlu` or `nlu_data/tagger` whose metadata name a `basis` is marked throughout: what stands without a
mark there is nothing that a field holds. Blocks without metadata are for the dialogue alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

LABELS = frozenset(
    {
        "place", "elsewhere", "direction", "item", "brand", "clothing", "mark", "hair", "build", "make", "model",
        "vehicle", "breed", "collar", "colour", "time", "person", "age",
    }
)  # fmt: skip
BASES = frozenset({"own_loss", "seen", "heard_from_other", "none"})
STATUSES = frozenset({"lost", "found", "seen"})
_MARK = re.compile(r"\[([^\[\]]+)\]\(([a-z_]+)\)")


class UnknownMarkError(ValueError):
    """A marked line has a label, a basis or a status that there is not; the message names file and label only."""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (exclusive) of a line, and what they stand for."""

    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A line without its marks, and what they said."""

    text: str
    spans: tuple[Span, ...]
    basis: str
    dog_status: str | None


def unmarked(line: str) -> str:
    """The line as a person typed it."""
    return _MARK.sub(lambda mark: mark[1] if mark[2] in LABELS else mark[0], line)


def spans_of(line: str) -> tuple[Span, ...]:
    """Where the marks of `line` lie in its text without them."""
    found, removed = [], 0
    for mark in _MARK.finditer(line):
        if mark[2] not in LABELS:
            continue
        start = mark.start() - removed
        found.append(Span(mark[2], start, start + len(mark[1])))
        removed += len(mark[0]) - len(mark[1])
    return tuple(found)


def load_marked(folder: Path) -> list[MarkedLine]:
    """The marked lines of every file of a folder. Raises UnknownMarkError, OSError, and KeyError for broken YAML."""
    return [line for path in sorted(folder.glob("*.yml")) for line in _marked_of(path)]


def _marked_of(path: Path) -> Iterator[MarkedLine]:
    with path.open(encoding="utf-8") as file:
        blocks: list[dict[str, Any]] = yaml.load(file, Loader=yaml.CSafeLoader)["nlu"]
    for block in blocks:
        known = block.get("metadata", {})
        if "basis" not in known:
            continue
        basis, status = str(known["basis"]), known.get("dog_status")
        if basis not in BASES or status not in {None, *STATUSES}:
            raise UnknownMarkError(f"{path.name}: {basis} {status or ''}")
        for row in block["examples"].splitlines():
            line = row.removeprefix("- ").strip()
            for mark in _MARK.finditer(line):
                if mark[2] not in LABELS:
                    raise UnknownMarkError(f"{path.name}: {mark[2]}")
            yield MarkedLine(unmarked(line), spans_of(line), basis, status)
