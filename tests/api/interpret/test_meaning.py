"""Act, topic and category of what was understood."""

from __future__ import annotations

from api.interpret.meaning import Meaning, meaning

RANKING = (("inform", 0.6), ("ask_status", 0.1), ("report_dog", 0.08), ("report_event", 0.05))


def test_what_reads_like_an_addition_is_a_tip_of_the_likeliest_category() -> None:
    assert meaning("inform", 0.6, 0.9, "none", None, RANKING) == Meaning("tip", category="dog")


def test_a_question_gets_no_category_from_the_ranking() -> None:
    assert meaning("ask_status", 0.9, 0.1, "none", None, RANKING) == Meaning("question", topic="ask_status")


def test_an_emergency_has_the_category_of_its_kind() -> None:
    assert meaning("inform", 0.9, 0.9, "call_112", "fire", RANKING).category == "event"


def test_without_any_report_in_the_ranking_the_category_stays_open() -> None:
    assert meaning("inform", 0.9, 0.9, "none", None) == Meaning("tip")
