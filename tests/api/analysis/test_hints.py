"""Hints: the word classes and fields of a text, as the dialogue's model reads them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from api.analysis.findings import Finding, Findings, Mention, Source
from api.analysis.guard.matcher import Lexicon
from api.analysis.guard.source import ClassNamedTwiceError, read_source, read_vocabulary
from api.analysis.hints import HintReader
from api.settings import ROOT

MATTERS = {"theft": ["stulen", "snodde", "blev av ..1 med"], "moped": ["moppe*"]}
LEXICON = Lexicon({**MATTERS, "now": ["nu"]}, ())


def nothing(text: str, at: datetime) -> Findings:
    return Findings("sv")


def a_bike(text: str, at: datetime) -> Findings:
    found = {
        name: Finding(name, value, text, 0, len(text), Source.LIST)
        for name, value in (("item_kind", "min gamla cykel"), ("plate", "ABC123"))
    }
    return Findings("sv", found, (Mention("item"),))


def test_known_words_are_named_and_stand_as_their_class_in_the_shape() -> None:
    hints = HintReader(LEXICON, MATTERS, nothing)("Nån snodde moppen nu!")
    assert hints.names == ("class:moped", "class:now", "class:theft", "language:sv")
    # The guard's classes are hints too, but only the dialogue's own stand in the shape.
    assert hints.shape == "nan @theft @moped nu !"


def test_words_that_no_line_holds_read_like_those_that_one_does() -> None:
    read = HintReader(LEXICON, MATTERS, nothing)
    one, other = read("stulen moppe"), read("snodde moppen")
    assert (one.names, one.shape) == (other.names, other.shape)


def test_a_phrase_is_found_with_its_gap() -> None:
    assert "class:theft" in HintReader(LEXICON, MATTERS, nothing)("blev jag av med den? jag blev av helt med den").names


def test_fields_are_named_but_only_some_with_their_value() -> None:
    names = HintReader(LEXICON, MATTERS, a_bike)("min gamla cykel ABC123").names
    assert {"field:plate", "field:item_kind", "item_kind=min_gamla_cykel", "mention:item"} <= set(names)
    assert not any("ABC123" in name for name in names)


@given(st.text())
def test_any_text_is_read_and_no_hint_holds_a_space(text: str) -> None:
    hints = HintReader(LEXICON, MATTERS, nothing)(text)
    assert all(name and len(name.split()) == 1 for name in hints.names)


def test_the_shipped_classes_are_read_and_know_everyday_words() -> None:
    words = read_vocabulary(ROOT / "nlu_data" / "guard")
    read = HintReader(words.lexicon, words.matters, nothing)
    assert "class:two_wheels" in read("min moppe e borta").names
    assert "class:fraud_word" in read("jag blev blåst av en bluffsida").names
    assert "class:everyday" in read("hur bakar man pannkakor").names


def test_every_shipped_entry_is_a_word_or_a_phrase_that_can_match() -> None:
    for item in read_source(ROOT / "nlu_data" / "guard")["matters"].values():
        for entry in [*item.get("words", "").split(), *item.get("phrases", ())]:
            inner = [part.strip("*=") for word in entry.split() for part in word.split("|")]
            assert not any("*" in part for part in inner), entry


def test_one_name_for_two_classes_is_refused(tmp_path: Path) -> None:
    for place, name in (("guard/classes.yml", "home"), ("classes/one.yml", "home")):
        (tmp_path / place).parent.mkdir()
        (tmp_path / place).write_text(yaml.safe_dump({name: {"words": "hus"}}), encoding="utf-8")
    with pytest.raises(ClassNamedTwiceError):
        read_source(tmp_path / "guard")
