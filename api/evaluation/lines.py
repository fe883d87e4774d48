"""Labelled lines: read from JSON Lines and held to the contract's vocabularies."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from api.analysis.guard.verdict import Kind
from api.evaluation.vocabulary import FIELD_NAMES, TOPICS_OF_ACT, Act, Category, Group, Topic

Word = TypeVar("Word", bound=StrEnum)


class LabelledLineInvalidError(ValueError):
    """A line of the file is no labelled line. Names the line and the rule, never what the line says."""

    def __init__(self, number: int, reason: str, *, source: str = "") -> None:
        self.number = number
        self.reason = reason
        self.source = source
        super().__init__(f"{source + ', ' if source else ''}line {number}: {reason}")


@dataclass(frozen=True, slots=True)
class LabelledLine:
    """One message with what a good answer says of it.

    `sent_at` has an offset when it is given; without it, wordings of time have no true reading.
    `fields` holds the main value of each field, in the contract's formats.
    """

    id: str
    text: str
    lang: str
    act: Act
    emergency: bool
    group: Group
    topic: Topic | None = None
    category: Category | None = None
    kind: Kind | None = None
    sent_at: datetime | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)


def read_lines(path: Path) -> tuple[LabelledLine, ...]:
    """The labelled lines of a file, or of every `*.jsonl` file of a folder, in the order of their names.

    Raises LabelledLineInvalidError for the first bad line (also when an id comes twice) and OSError
    when there is nothing to read.
    """
    if path.is_dir():
        files = sorted(path.glob("*.jsonl"))
        if not files:
            raise FileNotFoundError(f"no *.jsonl file in {path.name}")
    else:
        files = [path]
    seen: set[str] = set()
    found: list[LabelledLine] = []
    for file in files:
        with file.open(encoding="utf-8") as rows:
            found += parse_lines(rows, source=file.name, seen=seen)
    return tuple(found)


def parse_lines(rows: Iterable[str], *, source: str = "", seen: set[str] | None = None) -> tuple[LabelledLine, ...]:
    """The labelled lines of JSON Lines text; empty rows are passed over. `seen` collects the ids."""
    seen = set() if seen is None else seen
    found: list[LabelledLine] = []
    for number, row in enumerate(rows, 1):
        if not row.strip():
            continue
        try:
            line = _line(_object(row))
            if line.id in seen:
                raise _RuleBrokenError("its id has been used before")
        except _RuleBrokenError as broken:
            # The cause is dropped: a JSON error carries the document, and with it the text.
            raise LabelledLineInvalidError(number, str(broken), source=source) from None
        seen.add(line.id)
        found.append(line)
    return tuple(found)


class _RuleBrokenError(Exception):
    """What is wrong with a line, before its number is known."""


def _object(row: str) -> dict[str, Any]:
    try:
        value = json.loads(row)
    except ValueError:
        raise _RuleBrokenError("not JSON") from None
    if not isinstance(value, dict):
        raise _RuleBrokenError("not a JSON object")
    return value


def _line(row: dict[str, Any]) -> LabelledLine:
    act = _word(row, "act", Act)
    group = _word(row, "group", Group)
    if act is None or group is None:
        raise _RuleBrokenError(f"'{'act' if act is None else 'group'}' is missing")
    line = LabelledLine(
        id=_text(row, "id"),
        text=_text(row, "text"),
        lang=_text(row, "lang"),
        act=act,
        emergency=_flag(row, "emergency"),
        group=group,
        topic=_word(row, "topic", Topic),
        category=_word(row, "category", Category),
        kind=_word(row, "kind", Kind),
        sent_at=_instant(row, "sent_at"),
        fields=_fields(row),
    )
    _hold_together(line)
    return line


def _hold_together(line: LabelledLine) -> None:
    if line.emergency != (line.group is Group.EMERGENCY):
        raise _RuleBrokenError("'emergency' and 'group' contradict each other")
    if line.kind is not None and not line.emergency:
        raise _RuleBrokenError("'kind' without an emergency")
    if line.category is not None and line.act is not Act.TIP:
        raise _RuleBrokenError("'category' without a tip")
    if line.topic is not None and line.topic not in TOPICS_OF_ACT.get(line.act, frozenset()):
        raise _RuleBrokenError("'topic' does not belong to its 'act'")


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        raise _RuleBrokenError(f"'{name}' is missing or no text")
    return value


def _flag(row: dict[str, Any], name: str) -> bool:
    value = row.get(name)
    if not isinstance(value, bool):
        raise _RuleBrokenError(f"'{name}' is missing or neither true nor false")
    return value


def _word(row: dict[str, Any], name: str, words: type[Word]) -> Word | None:
    value = row.get(name)
    if value is None:
        return None
    try:
        return words(value)
    except ValueError:
        raise _RuleBrokenError(f"'{name}' is none of the contract's words") from None


def _instant(row: dict[str, Any], name: str) -> datetime | None:
    value = row.get(name)
    if value is None:
        return None
    try:
        instant = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise _RuleBrokenError(f"'{name}' is no ISO 8601 instant") from None
    if instant.tzinfo is None:
        raise _RuleBrokenError(f"'{name}' has no offset")
    return instant


def _fields(row: dict[str, Any]) -> dict[str, Any]:
    value = row.get("fields", {})
    if not isinstance(value, dict):
        raise _RuleBrokenError("'fields' is no object")
    if not value.keys() <= FIELD_NAMES:
        raise _RuleBrokenError("'fields' has a name that the contract does not know")
    for name in ("time_start", "time_end"):
        _instant(value, name)
    return value
