"""Who writes thousands of words or marks keeps nobody waiting, and who has much to tell is read to the end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from types import FrameType
from typing import Any

import pytest

from api.analysis.findings import Finding, Findings
from api.analysis.identifiers import MOST_PHONES
from api.analysis.pipeline import MOST_WORDS, Analyser
from api.analysis.reading import Reading, Spans, prepare
from api.analysis.tagging.tagger import NOTHING, Tagged, Tagger, Tags
from api.analysis.tokens import tokenize
from api.analysis.wordlists import MOST_HITS

from .conftest import SENT_AT

Read = Callable[[str], Findings]

PROSE = (
    "Jag gick hem från jobbet och såg hur en granne bar ut kartonger till en släpvagn, det var sent och "
    "ganska mörkt på gården så jag tänkte inte mer på det just då. "
)


def steps(read: Read, text: str) -> int:
    """How many lines of this program were gone through."""
    taken = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal taken
        taken += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        read(text)
    finally:
        sys.settrace(before)
    return taken


@pytest.mark.parametrize(
    "said",
    [
        "röd och blå ", "svart jacka, ", "inte röd hon ", "grå volvo v70 ", "en volvo. en saab. ", "s-90, ", "han hon personen ",
        "den andra var lång ", "två män 25 år ", "1 m 80 ", "min tax rött halsband ", "a@b.se ", "www.x.se ", "min cykel och klocka ",
        "ICA i Malmö ", "igår kl 22 ", "mellan 10 och 12 ", "}", "./", "\n",
    ],
)  # fmt: skip
def test_twice_the_words_are_at_most_a_little_more_than_twice_the_work(read: Read, said: str) -> None:
    words = len(Reading.of(said).words)
    read(said)
    once, twice = (steps(read, said * (count // words)) for count in (150, 300))
    assert twice < 2.5 * once


def test_a_long_tip_is_read_to_its_end(read: Read) -> None:
    end = "Bilen var en röd Volvo med ABC123, ring 070-174 06 05."
    text = PROSE * ((4000 - len(end)) // len(PROSE)) + end
    assert len(text) > 3800
    found = read(text).fields
    assert (found["plate"].value, found["phone"].value, found["colour"].value) == ("ABC123", "+46701740605", ["red"])


def test_words_beyond_what_anybody_tells_are_not_read() -> None:
    assert len(Reading.of(prepare("}" * 5000, 5000, MOST_WORDS).text).words) == MOST_WORDS
    assert prepare("ord " * 10, 5000, MOST_WORDS).text == "ord " * 10


def test_one_endless_word_has_no_endless_row_of_tokens() -> None:
    assert len(tokenize("a1" * 2500)) <= 2000


def test_no_list_is_hit_without_end(analyser: Analyser) -> None:
    assert len(analyser.lists.read("röd " * 1000).of_list("colour")) == MOST_HITS


def test_no_more_numbers_are_looked_at_than_anybody_has(read: Read, analyser: Analyser) -> None:
    text = " ".join(f"070-174 0{number // 10} {number:02d}," for number in range(100))
    found = [one for one in analyser.read(text, SENT_AT)[1] if one.name == "phone"]
    assert 0 < len(found) <= MOST_PHONES


def test_what_is_taken_is_not_taken_twice() -> None:
    taken = Spans()
    assert [taken.take(*span) for span in ((4, 8), (0, 4), (7, 9), (3, 5), (0, 20), (8, 9))] == [
        True, True, False, False, False, True,
    ]  # fmt: skip
    assert list(taken) == [(0, 4), (4, 8), (8, 9)]


class TaggerOfLineBreaks(Tagger):
    """Takes each line break for a thing and a model."""

    def __init__(self) -> None:
        pass

    def read(self, reading: Reading, found: Sequence[Finding]) -> Tags:
        breaks = [at for at, word in enumerate(reading.words) if word == "\n"]
        spans = tuple(Tagged(label, at, at + 1, 0.9) for at in breaks for label in ("item", "model"))
        return Tags(spans, {}, (NOTHING, 1.0), (NOTHING, 1.0))


def test_a_line_break_is_neither_a_thing_nor_a_model(analyser: Analyser) -> None:
    found = replace(analyser, tagger=TaggerOfLineBreaks()).analyse("plats:\nnej\n", SENT_AT).fields
    assert "item_kind" not in found and "vehicle_model" not in found
