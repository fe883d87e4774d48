"""Nouns in their dictionary form."""

from __future__ import annotations

import pytest

from api.analysis.nouns import base_form
from api.analysis.pipeline import Analyser


@pytest.mark.parametrize(
    ("typed", "noun"),
    [
        ("väskan", "väska"), ("väskorna", "väska"), ("väskor", "väska"), ("plånboken", "plånbok"), ("Cykeln", "cykel"),
        ("cyklarna", "cykel"), ("kaffebryggaren", "kaffebryggare"), ("slipmaskinerna", "slipmaskin"), ("skrinet", "skrin"),
        ("tabletter", "tablett"), ("byxorna", "byxor"), ("skidor", "skidor"), ("hörlurarna", "hörlurar"), ("datorn", "dator"),
        ("nyckeln", "nyckel"), ("kofoten", "kofot"), ("fiolen", "fiol"), ("bikuporna", "bikupa"), ("tv", "tv"),
    ],
)  # fmt: skip
def test_a_noun_loses_article_and_plural(analyser: Analyser, typed: str, noun: str) -> None:
    assert base_form(typed, analyser.lists.nouns) == noun


@pytest.mark.parametrize("word", ["", "å", "x1", "123", "🔥", "skooooor"])
def test_what_is_no_noun_comes_back_whole(word: str) -> None:
    assert base_form(word, frozenset())[:1] == word[:1]
