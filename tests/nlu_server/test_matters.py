"""A tip is never lost behind a question, and a question beside a tip is answered."""

from __future__ import annotations

import pytest

from nlu_server.matters import matters, weighed


def said(name: str, confidence: float = 0.9) -> dict[str, object]:
    return {"name": name, "confidence": confidence}


def parts(*names: str, confidence: float = 0.9) -> list[dict[str, object]]:
    return [{"intent": said(name, confidence)} for name in names]


def test_a_question_beside_a_tip_is_answered_too() -> None:
    assert weighed(said("report_fraud"), parts("report_fraud", "ask_anonymous")) == (
        said("report_fraud"),
        ["ask_anonymous"],
    )


@pytest.mark.parametrize("whole", ["ask_anonymous", "greet", "thanks", "chitchat"])
def test_a_tip_behind_a_question_or_a_greeting_is_the_matter(whole: str) -> None:
    main, _ = weighed(said(whole), parts("greet", "report_burglary"))
    assert main["name"] == "report_burglary"


def test_a_complaint_that_tells_of_a_tip_stays_a_complaint() -> None:
    assert weighed(said("complaint"), parts("report_stolen_item", "complaint")) == (said("complaint"), [])


def test_sentences_that_say_nothing_plainly_change_nothing() -> None:
    assert weighed(said("ask_bot"), parts("report_dog", "ask_number", confidence=0.5)) == (said("ask_bot"), [])


def test_the_same_question_twice_is_answered_once_and_never_more_than_two() -> None:
    _, asides = weighed(said("inform"), parts("ask_bot", "ask_bot", "ask_number", "ask_media"))
    assert asides == ["ask_bot", "ask_number"]


def test_a_message_of_one_sentence_has_no_several_matters() -> None:
    assert weighed(said("report_dog"), []) == (said("report_dog"), [])
    assert matters([]) == []
