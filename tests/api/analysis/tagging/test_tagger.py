"""The tagger learns from marked lines and says what the rules cannot know."""

from __future__ import annotations

from dataclasses import replace

import pytest

from api.analysis.findings import Finding, Findings, Source
from api.analysis.hints import READ_AT
from api.analysis.pipeline import Analyser
from api.analysis.tagging.tagger import NOTHING, Tagger
from tests.api.analysis.tagging.conftest import LEXICON


@pytest.fixture(scope="session")
def learned(analyser: Analyser, tagger: Tagger) -> Analyser:
    return replace(analyser, tagger=tagger)


def read(analyser: Analyser, text: str) -> Findings:
    return analyser.analyse(text, READ_AT)


def test_a_thing_that_no_list_knows_is_found_by_its_place_in_the_sentence(learned: Analyser) -> None:
    found = read(learned, "min plåtgubbe är borta från verandan").fields["item_kind"]
    assert (found.value, found.text, found.source) == ("plåtgubbe", "plåtgubbe", Source.MODEL)


def test_offsets_count_the_text_as_it_was_given(learned: Analyser) -> None:
    text = "min plåtgubbe är borta från verandan"
    decomposed = text.replace("å", "a\u030a").replace("ä", "a\u0308")
    found = read(learned, decomposed).fields["item_kind"]
    assert decomposed[found.start : found.end] == found.text


def test_how_the_reporter_knows_is_read_from_the_whole_message(learned: Analyser) -> None:
    assert read(learned, "min spegel är borta från trappan").fields["basis"].value == "own_loss"
    assert read(learned, "jag såg en spegel ligga vid trappan").fields["basis"].value == "seen"


def test_talk_says_nothing_of_how_anything_is_known(learned: Analyser) -> None:
    assert "basis" not in read(learned, "är du en robot").fields


def test_a_status_is_given_only_where_an_animal_is_named(analyser: Analyser, tagger: Tagger) -> None:
    reading, found = analyser.read("min spegel försvann vid trappan", READ_AT)
    assert tagger.read(reading, found).dog_status == (NOTHING, 1.0)
    reading, found = analyser.read("min tax försvann vid trappan", READ_AT)
    assert tagger.read(reading, found).dog_status[0] == "lost"


def test_what_rules_find_by_pattern_is_never_dropped(learned: Analyser) -> None:
    assert read(learned, "hej hej 070-174 06 05").fields["phone"].value == "+46701740605"


def test_it_is_made_of_bytes_alone_and_says_the_same_again(
    analyser: Analyser, parts: dict[str, bytes], tagger: Tagger
) -> None:
    reading, found = analyser.read("min hink är borta från boden", READ_AT)
    assert Tagger(parts, LEXICON).read(reading, found) == tagger.read(reading, found)


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", "👍" * 3000, "a" * 20_000, "[x](item) (y)[z]", "\n" * 50])
def test_no_text_makes_it_fail(learned: Analyser, text: str) -> None:
    for finding in read(learned, text).fields.values():
        assert isinstance(finding, Finding)


def test_a_broken_part_is_refused(parts: dict[str, bytes]) -> None:
    with pytest.raises((ValueError, KeyError)):
        Tagger({**parts, "words.crf": b"nonsense"}, LEXICON)
