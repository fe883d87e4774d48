"""Word classes and patterns as the data writes them."""

from __future__ import annotations

import gc
import json

import pytest

from api.analysis.guard.matcher import Found, Lexicon, UnreadablePatternError, parse_pattern


def found(patterns: list[str], text: str) -> list[Found]:
    lexicon = Lexicon({"weapon": ["kniv*", "*yxan"]}, [("rule", pattern) for pattern in patterns])
    return lexicon.find(lexicon.cut(text).forms)[0]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("han har {weapon}", "Han har kniven"),
        ("han har {weapon}", "han har storyxan"),
        ("han ..2 andas inte", "han ligger här. han som andas inte"),
        ("kom nu? hit", "kom hit"),
        ("kom nu? hit", "kom nu hit"),
        ("här|där brinner", "har brinner"),
        ("cant breathe", "I can't breathe"),
    ],
)
def test_a_pattern_matches(pattern: str, text: str) -> None:
    assert [hit.name for hit in found([pattern], text)] == ["rule"]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("han ..3 andas", "han sover. hon andas"),
        ("han ..1 andas", "han kan inte andas"),
        ("=här brinner", "har brinner"),
        ("har kniv", "får kniv"),
        ("for bort", "för bort"),
    ],
)
def test_a_pattern_does_not_match(pattern: str, text: str) -> None:
    assert found([pattern], text) == []


def test_an_elongated_word_is_known_by_its_class() -> None:
    lexicon = Lexicon({"plea": ["snälla"]}, [])
    assert "@plea" in lexicon.symbols(lexicon.cut("snäääälllllaaaa").forms[0])


@pytest.mark.parametrize("text", ["", "..2 andas", "han ..x andas", "ord? annat"])
def test_a_broken_pattern_is_refused(text: str) -> None:
    with pytest.raises(UnreadablePatternError):
        parse_pattern("rule", text)


def test_one_made_of_the_tables_of_another_finds_the_same() -> None:
    made = Lexicon({"weapon": ["kniv*", "*yxan", "slag|hugg ..2 mot"]}, [("rule", "han har {weapon}")])
    other = Lexicon.of_tables(json.loads(json.dumps(made.tables())))
    for text in ("Han har kniven", "storyxan", "slag rakt mot mig", "KNIIIV", "inget alls"):
        forms = made.cut(text).forms
        assert (other.cut(text).forms, other.find(forms)) == (forms, made.find(forms))


def test_patterns_share_the_elements_that_they_have_in_common() -> None:
    one, other = parse_pattern("one", "han ..2 {weapon}"), parse_pattern("other", "han såg ..2 {weapon}")
    assert one.elements[0] is other.elements[0] and one.elements[-1] is other.elements[-1]


def test_what_a_lexicon_has_read_does_not_grow_with_what_it_is_given() -> None:
    lexicon = Lexicon({"weapon": ["kniv*"]}, [("rule", f"ord{number} ..2 {{weapon}}") for number in range(300)])
    forms = lexicon.cut("kniven").forms
    lexicon.find(forms)
    gc.collect()
    before = len(gc.get_objects())
    lexicon.find(lexicon.cut(" ".join(f"ord{number} kniven" for number in range(300))).forms)
    gc.collect()
    # One set of symbols for each word that was looked up; no pattern, no element.
    assert len(gc.get_objects()) - before <= 301
