"""What a turn knows before Rasa is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from api.analysis.findings import Findings
from api.conversations.shapes import Said
from api.turns.reading import Heard, hear

AT = datetime(2026, 11, 20, tzinfo=UTC)
NO: dict[str, Any] = {"answers_ask": True, "telling": 0.01}


def text(words: str, level: str = "none", **guard: Any) -> Said:
    return Said(words, 1, "reporter", "text", words, None, (), AT, AT, level, guard)


def pressed(payload: str) -> Said:
    return replace(text(""), kind="payload", payload=payload)


def heard(*said: Said) -> Heard:
    return hear(said, lambda one: Findings(language="sv"))


def test_a_mere_no_to_danger_lets_the_tip_go_on() -> None:
    assert heard(text("nej", **NO)).intent == "resume"
    assert heard(pressed("/emergency_no")).intent == "resume"


def test_what_was_told_before_the_no_is_read_without_it() -> None:
    together = heard(text("han slog henne", "ask", telling=0.9), text("nej", **NO))
    assert (together.intent, together.text) == (None, "han slog henne")
    assert heard(text("han slog henne", "ask", telling=0.9), pressed("/emergency_no")).intent is None


def test_a_no_that_tells_something_is_read() -> None:
    told = heard(text("nej men de hade en röd bil", answers_ask=True, telling=0.9))
    assert (told.intent, told.text) == (None, "nej men de hade en röd bil")


def test_a_no_to_another_question_is_read_by_rasa() -> None:
    assert (heard(text("nej", telling=0.01)).intent, heard(text("nej", telling=0.01)).text) == ("deny", "nej")


def test_a_pressed_button_says_what_is_meant() -> None:
    assert heard(text("jag såg en bil"), pressed("/skip")).intent == "skip"
