"""The development set can be read, and nobody trains on it."""

from __future__ import annotations

from pathlib import Path

from api.evaluation.lines import read_lines
from tests.data.test_evaluation_set import compact, training_texts

LINES = read_lines(Path(__file__).parent / "development")
SHORT = 40


def test_it_holds_every_group() -> None:
    groups = [str(line.group) for line in LINES]
    assert [groups.count(name) for name in ("emergency", "look_alike", "ordinary")] == [80, 80, 200]


def test_none_of_its_lines_is_trained_on() -> None:
    known = {compact(text) for text in training_texts()}
    long = [line.text for line in LINES if len(line.text) > SHORT]
    assert [text for text in long if compact(text) in known] == []
