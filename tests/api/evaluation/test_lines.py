from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from api.analysis.guard.verdict import Kind
from api.evaluation.lines import LabelledLineInvalidError, parse_lines, read_lines
from api.evaluation.vocabulary import Act, Category, Group

SECRET = "Hemlige Harald bor på Gömstigen"


def a_row(**changes: Any) -> str:
    row: dict[str, Any] = {
        "id": "one",
        "text": SECRET,
        "lang": "sv",
        "act": "tip",
        "category": "burglary",
        "emergency": False,
        "group": "ordinary",
        "fields": {},
    }
    row |= changes
    return json.dumps({name: value for name, value in row.items() if value is not ...})


def test_a_row_becomes_a_line_with_typed_labels() -> None:
    (line,) = parse_lines([a_row(emergency=True, group="emergency", kind="fire", sent_at="2026-07-01T12:00:00+02:00")])

    assert (line.act, line.category, line.group, line.kind) == (Act.TIP, Category.BURGLARY, Group.EMERGENCY, Kind.FIRE)
    assert line.sent_at is not None
    assert line.sent_at.isoformat() == "2026-07-01T12:00:00+02:00"


def test_what_the_contract_makes_optional_may_be_left_out() -> None:
    (line,) = parse_lines([a_row(category=..., fields=...)])

    assert (line.category, line.topic, line.kind, line.sent_at, line.fields) == (None, None, None, None, {})


def test_empty_rows_are_passed_over_but_counted() -> None:
    with pytest.raises(LabelledLineInvalidError) as raised:
        parse_lines([a_row(), "\n", a_row(id="two", act="chat")])

    assert raised.value.number == 3


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"id": ""}, "'id' is missing"),
        ({"text": "  "}, "'text' is missing"),
        ({"text": 7}, "'text' is missing or no text"),
        ({"lang": ...}, "'lang' is missing"),
        ({"act": ...}, "'act' is missing"),
        ({"act": "report"}, "'act' is none of"),
        ({"category": "murder"}, "'category' is none of"),
        ({"category": ["dog"]}, "'category' is none of"),
        ({"act": "smalltalk"}, "'category' without a tip"),
        ({"act": "question", "category": ..., "topic": "praise"}, "'topic' does not belong"),
        ({"topic": "ask_bot"}, "'topic' does not belong"),
        ({"emergency": "no"}, "'emergency' is missing or neither"),
        ({"emergency": True}, "contradict"),
        ({"group": "emergency"}, "contradict"),
        ({"kind": "fire"}, "'kind' without an emergency"),
        ({"sent_at": "yesterday"}, "'sent_at' is no ISO 8601"),
        ({"sent_at": "2026-07-01T12:00:00"}, "'sent_at' has no offset"),
        ({"fields": []}, "'fields' is no object"),
        ({"fields": {"shoe_size": 43}}, "does not know"),
        ({"fields": {"time_start": "2026-07-01T12:00:00"}}, "'time_start' has no offset"),
    ],
)
def test_a_bad_line_is_refused_with_its_number_and_without_its_text(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(LabelledLineInvalidError) as raised:
        parse_lines([a_row(id="good"), a_row(**changes)], source="lines.jsonl")

    assert str(raised.value).startswith("lines.jsonl, line 2: ")
    assert reason in str(raised.value)
    assert "Harald" not in str(raised.value)


@pytest.mark.parametrize("row", ['{"text": "' + SECRET, '["' + SECRET + '"]'])
def test_what_is_no_json_object_is_refused_and_its_cause_is_dropped(row: str) -> None:
    with pytest.raises(LabelledLineInvalidError) as raised:
        parse_lines([row])

    assert raised.value.__suppress_context__
    assert "Harald" not in str(raised.value)


def test_an_id_may_come_only_once_in_a_whole_folder(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(a_row() + "\n", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(a_row(id="two") + "\n" + a_row() + "\n", encoding="utf-8")

    with pytest.raises(LabelledLineInvalidError, match=r"b\.jsonl, line 2: its id has been used before"):
        read_lines(tmp_path)


def test_a_folder_is_read_in_the_order_of_its_file_names(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_text(a_row(id="second"), encoding="utf-8")
    (tmp_path / "a.jsonl").write_text(a_row(id="first"), encoding="utf-8")
    (tmp_path / "README.md").write_text("no line", encoding="utf-8")

    assert [line.id for line in read_lines(tmp_path)] == ["first", "second"]
    assert [line.id for line in read_lines(tmp_path / "b.jsonl")] == ["second"]


def test_an_empty_folder_is_no_evaluation_set(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_lines(tmp_path)
