from __future__ import annotations

import pytest

from api.turns.languages import named_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("kan vi ta det på svenska", "sv"),
        ("English please", "en"),
        ("engelska istället för svenska", "en"),
        ("inte svenska, engelska", "en"),
        ("kan du prata arabiska", "ar"),
        ("do you speak Somali?", "so"),
        ("بالعربي", "ar"),
        ("can we switch", None),
        ("jag såg en man", None),
    ],
)
def test_the_language_that_is_named_and_wanted_is_found(text: str, language: str | None) -> None:
    assert named_language(text) == language
