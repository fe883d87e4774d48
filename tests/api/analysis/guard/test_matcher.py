"""Word classes and patterns as the data writes them."""

from __future__ import annotations

import gc
import json

import pytest

from api.analysis.guard.features import take_apart
from api.analysis.guard.matcher import Found, Lexicon, UnreadablePatternError, parse_pattern


def found(patterns: list[str], text: str) -> list[Found]:
    lexicon = Lexicon({"weapon": ["kniv*", "*yxan"]}, [("rule", pattern) for pattern in patterns])
    return lexicon.find(lexicon.cut(text))[0]


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
    made = Lexicon({"weapon": ["kniv*", "*yxan", "slag|hugg ..2 mot", "ak 47"]}, [("rule", "han har {weapon}")])
    other = Lexicon.of_tables(json.loads(json.dumps(made.tables())))
    for text in ("Han har kniven", "storyxan", "slag rakt mot mig", "KNIIIV", "en ak 47", "inget alls"):
        assert (other.cut(text), other.find(other.cut(text))) == (made.cut(text), made.find(made.cut(text)))


def test_patterns_share_the_elements_that_they_have_in_common() -> None:
    one, other = parse_pattern("one", "han ..2 {weapon}"), parse_pattern("other", "han såg ..2 {weapon}")
    assert one.elements[0] is other.elements[0] and one.elements[-1] is other.elements[-1]


def test_what_a_lexicon_has_read_does_not_grow_with_what_it_is_given() -> None:
    lexicon = Lexicon({"weapon": ["kniv*"]}, [("rule", f"ord{number} ..2 {{weapon}}") for number in range(300)])
    lexicon.find(lexicon.cut("kniven"))
    gc.collect()
    before = len(gc.get_objects())
    lexicon.find(lexicon.cut(" ".join(f"ord{number} kniven" for number in range(300))))
    gc.collect()
    # One set of symbols for each word that was looked up; no pattern, no element.
    assert len(gc.get_objects()) - before <= 301


LISTED = {"weapon": ["ak 47", "3d print*"], "number": ["113", "+46"], "price": ["#2 kr"], "sure": ["100 procent"]}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("en AK 47 låg där", "weapon"),
        ("en ak-47 låg där", "weapon"),
        ("en 3D printad pistol", "weapon"),
        ("ska jag ringa 113?", "number"),
        ("ring +46 70 174 06 05", "number"),
        ("det kostar 47 kr", "price"),
        ("100 procent säker", "sure"),
    ],
)
def test_a_number_that_is_listed_is_known(text: str, name: str) -> None:
    lexicon = Lexicon(LISTED, [])
    assert take_apart(text, lexicon).classes == {name}


@pytest.mark.parametrize("text", ["ring 46 70 174", "ak 48", "47 år", "1130", "113,50", "3d"])
def test_another_number_is_not(text: str) -> None:
    assert take_apart(text, Lexicon(LISTED, [])).classes == frozenset()


def test_a_listed_number_stays_a_kind_of_number_for_what_is_learned() -> None:
    assert Lexicon(LISTED, []).cut("en ak 47").forms == ["en", "ak", "#2"]
