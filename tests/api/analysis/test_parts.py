"""The sentences of a message that may each be a matter of its own."""

from __future__ import annotations

import pytest

from api.analysis.parts import MOST_PARTS, parts_of


def test_a_tip_and_a_question_are_two_parts_with_their_places() -> None:
    text = "  Min granne säljer sprit. Kan jag vara anonym?"
    first, second = parts_of(text)
    assert (first.text, second.text) == ("Min granne säljer sprit.", "Kan jag vara anonym?")
    assert all(text[part.start : part.end] == part.text for part in (first, second))


@pytest.mark.parametrize(
    "text", ["", "hej", "såg en bil vid Ica", "kl. 14.10 stod den där utanför", "hej! Jag såg en bil", "?!"]
)
def test_one_sentence_is_no_several_matters(text: str) -> None:
    assert parts_of(text) == ()


def test_a_long_story_has_at_most_five() -> None:
    assert len(parts_of("Det hände igen nu. " * 40)) == MOST_PARTS
