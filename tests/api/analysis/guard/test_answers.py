"""How the answer to "is it happening now, or is anyone in danger?" is read."""

from __future__ import annotations

import pytest

from api.analysis.guard.guard import Guard
from api.analysis.guard.verdict import Context, Level

OPEN = Context(ask_open=True)


@pytest.mark.parametrize(
    "text",
    [
        "ja",
        "Japp!",
        "yes",
        "nu",
        "just nu",
        "det är nu",
        "ja det händer nu",
        "JAAA",
        "/affirm",
        "för 5 minuter sen",
        "nyss",
    ],
)
def test_an_affirming_answer_points_to_112(guard: Guard, text: str) -> None:
    assert guard.read(text, OPEN).level is Level.CALL_112


@pytest.mark.parametrize(
    "text",
    [
        "nej",
        "nä",
        "no",
        "Nope.",
        "det var igår",
        "ingen fara",
        "nej det är över",
        "nej inte nu",
        "it was yesterday",
        "/deny",
    ],
)
def test_a_clear_denial_closes_the_question(guard: Guard, text: str) -> None:
    assert guard.read(text, OPEN).level is Level.NONE


@pytest.mark.parametrize("text", ["röd volvo", "vet inte", "kanske", "ja det var igår", "nej, det pågår", "", "?"])
def test_any_other_answer_keeps_the_question_open(guard: Guard, text: str) -> None:
    assert guard.read(text, OPEN).level is Level.ASK


def test_a_denial_with_danger_in_it_is_no_denial(guard: Guard) -> None:
    assert guard.read("nej men hon blöder och andas inte", OPEN).level is Level.CALL_112
    assert guard.read("nej men hon blöder fortfarande", OPEN).level is not Level.NONE


@pytest.mark.parametrize("text", ["ja", "japp", "nej"])
def test_without_an_open_question_an_answer_means_nothing(guard: Guard, text: str) -> None:
    assert guard.read(text).level is Level.NONE
