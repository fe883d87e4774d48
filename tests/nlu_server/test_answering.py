from __future__ import annotations

import pytest

from nlu_server.answering import as_answer, as_told


def intent(name: str, confidence: float = 0.9) -> dict[str, object]:
    return {"name": name, "confidence": confidence}


@pytest.mark.parametrize("name", ["chitchat", "out_of_scope", "ask_media", "complaint", "nlu_fallback"])
def test_a_story_told_while_a_question_is_open_answers_it(name: str) -> None:
    assert as_answer(intent(name), "when", 12, False, None)["name"] == "inform"


@pytest.mark.parametrize("name", ["chitchat", "ask_media", "complaint"])
def test_a_question_is_none(name: str) -> None:
    assert as_answer(intent(name), "when", 12, True, None)["name"] == name


def test_what_begins_with_a_yes_or_a_no_is_one() -> None:
    assert as_answer(intent("out_of_scope"), "media", 3, False, "affirm")["name"] == "affirm"


@pytest.mark.parametrize("name", ["human", "cancel", "correct", "affirm", "language", "delete"])
def test_what_steers_the_dialogue_is_left_alone(name: str) -> None:
    assert as_answer(intent(name), "where", 12, False, None)["name"] == name


def test_a_correction_that_answers_the_open_question_is_an_answer() -> None:
    assert as_answer(intent("correct"), "when", 8, False, None, True)["name"] == "inform"


def test_a_thank_you_stays_one() -> None:
    assert as_answer(intent("thanks"), "where", 2, False, None)["name"] == "thanks"


def test_without_an_open_question_nothing_is_an_answer() -> None:
    assert as_answer(intent("chitchat"), None, 12, False, None)["name"] == "chitchat"


def test_what_tells_something_is_not_lost_to_an_unsure_complaint() -> None:
    assert as_told(intent("complaint", 0.5), 0.9)["name"] == "inform"
    assert as_told(intent("complaint", 0.9), 0.9)["name"] == "complaint"
    assert as_told(intent("complaint", 0.5), 0.2)["name"] == "complaint"
