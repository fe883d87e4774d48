from __future__ import annotations

import pytest

from api.analysis.asking import form_of


@pytest.mark.parametrize(
    "text",
    [
        "vem läser detta",
        "kan jag vara anonym",
        "är du en robot?",
        "Jag undrar om ni sparar det här",
        "how long does it take",
        "får man skicka film",
    ],
)
def test_a_question_is_heard_without_its_mark(text: str) -> None:
    assert form_of(text).is_question


@pytest.mark.parametrize(
    "text",
    [
        "Jag har massor av bilder på den",
        "I lördags kväll, när vi kokade kaffe",
        "Butiken har kameror men jag kommer inte åt filmen",
        "var i skogen bakom skolan",
        "har bilder på den",
        "",
    ],
)
def test_a_story_is_no_question(text: str) -> None:
    assert not form_of(text).is_question


@pytest.mark.parametrize(
    ("text", "answer"),
    [("Ja, gamla semesterbilder", "affirm"), ("Nej, bara den där lappen", "deny"), ("en blå Volvo", None)],
)
def test_a_yes_or_a_no_at_the_beginning_is_heard(text: str, answer: str | None) -> None:
    assert form_of(text).yes_or_no == answer
