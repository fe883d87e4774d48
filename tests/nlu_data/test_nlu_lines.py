"""The hand-written training lines: every one its own, and enough of them for each intent."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
import yaml

from api.analysis.tagging.lines import unmarked

NLU_DIR = Path(__file__).resolve().parents[2] / "nlu_data" / "nlu"
MIN_LINES = 12_000
MIN_LINES_OF = {"report_": 400, "ask_": 150}
MIN_LINES_PER_INTENT = 40
MIN_LINES_BESIDE_THE_POINT = 800
BESIDE_THE_POINT = ("out_of_scope", "chitchat", "greet", "thanks", "goodbye")
MAX_LINE_CHARACTERS = 600
MIN_WORDS_FOR_NEARNESS = 5
MAX_WORD_OVERLAP = 0.8

_NOT_A_WORD = re.compile(r"[\W_]+")
_ENTITY_MARKUP = re.compile(r"\[[^\]]+\][({]")


def squeeze(line: str) -> str:
    """The line without case, punctuation and doubled spaces; a line of signs alone stays as it is."""
    words = _NOT_A_WORD.sub(" ", line.casefold()).strip()
    return words or line.strip()


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard similarity of two word sets, 0 to 1; two empty sets share nothing."""
    union = len(one | other)
    return len(one & other) / union if union else 0.0


def near_duplicates(lines: list[str]) -> list[tuple[str, str]]:
    """Pairs of lines, each of five words or more, whose word sets overlap too far."""
    word_sets = [(line, frozenset(squeeze(line).split())) for line in lines]
    long_enough = [pair for pair in word_sets if len(squeeze(pair[0]).split()) >= MIN_WORDS_FOR_NEARNESS]
    return [
        (line, other_line)
        for (line, words), (other_line, other_words) in combinations(long_enough, 2)
        if overlap(words, other_words) > MAX_WORD_OVERLAP
    ]


@cache
def lines_by_intent() -> dict[str, list[str]]:
    """Every training line under its intent, from all files; an intent may stand in several files."""
    found: dict[str, list[str]] = {}
    for path in sorted(NLU_DIR.glob("*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for block in content["nlu"]:
            if "intent" not in block:
                continue
            rows = (row.removeprefix("- ").strip() for row in block["examples"].splitlines() if row.strip())
            lines = [unmarked(row) if "metadata" in block else row for row in rows]
            found.setdefault(block["intent"], []).extend(lines)
    return found


def test_there_are_training_lines_at_all() -> None:
    assert lines_by_intent()


def test_every_row_of_a_block_is_a_list_item() -> None:
    strays = [
        (path.name, row)
        for path in sorted(NLU_DIR.glob("*.yml"))
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
        for row in block["examples"].splitlines()
        if row.strip() and not row.startswith("- ")
    ]
    assert strays == []


def test_no_line_stands_twice_in_any_file() -> None:
    counts = Counter(squeeze(line) for lines in lines_by_intent().values() for line in lines)
    assert [line for line, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("intent", sorted(lines_by_intent()))
def test_an_intent_has_no_two_lines_that_say_nearly_the_same(intent: str) -> None:
    assert near_duplicates(lines_by_intent()[intent]) == []


@pytest.mark.parametrize("intent", sorted(lines_by_intent()))
def test_an_intent_has_enough_lines(intent: str) -> None:
    least = next((least for start, least in MIN_LINES_OF.items() if intent.startswith(start)), MIN_LINES_PER_INTENT)
    assert len(lines_by_intent()[intent]) >= least


def test_there_are_enough_lines_in_all_and_of_what_is_beside_the_point() -> None:
    counts = {intent: len(lines) for intent, lines in lines_by_intent().items()}
    assert sum(counts.values()) >= MIN_LINES
    assert sum(counts[intent] for intent in BESIDE_THE_POINT) >= MIN_LINES_BESIDE_THE_POINT


def test_no_line_is_longer_than_a_message_that_a_person_types() -> None:
    too_long = [line for lines in lines_by_intent().values() for line in lines if len(line) > MAX_LINE_CHARACTERS]
    assert too_long == []


def test_no_line_is_empty_or_would_be_read_by_rasa_as_markup() -> None:
    suspicious = [
        line
        for lines in lines_by_intent().values()
        for line in lines
        if not line or line.startswith("/") or _ENTITY_MARKUP.search(line)
    ]
    assert suspicious == []


def test_lines_that_differ_by_one_word_count_as_near_duplicates() -> None:
    one = "såg den röda bilen vid macken i Hjo igår kväll"
    other = "Såg den röda bilen vid macken i Hjo, igår kväll sent!"
    assert near_duplicates([one, other, "såg en hund"]) == [(one, other)]
