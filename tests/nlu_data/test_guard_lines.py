"""The guard's hand-written lines: no two say nearly the same, enough of each group and kind, and what they may hold."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Any

import pytest

from api.analysis.guard.verdict import Kind
from tests.nlu_data.test_nlu_lines import MAX_WORD_OVERLAP, MIN_WORDS_FOR_NEARNESS, overlap, squeeze
from tests.nlu_data.wording import NLU_DATA

LEAST = {"emergency": 3000, "look_alike": 3500, "ordinary": 1500}
LEAST_OF_A_KIND = 90
OTHER_LANGUAGES = {"ar", "fi", "so", "pl", "fa", "uk", "no", "da", "ti", "es", "de", "tr", "bs"}


@cache
def guard_lines() -> list[dict[str, Any]]:
    return [
        json.loads(row)
        for path in sorted((NLU_DATA / "guard").glob("*.jsonl"))
        for row in path.read_text(encoding="utf-8").splitlines()
        if row.strip()
    ]


def near_pairs(lines: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs of lines of five words or more whose word sets overlap too far, found by the words that they share."""
    sets = [frozenset(squeeze(line).split()) for line in lines]
    long_enough = [number for number, line in enumerate(lines) if len(squeeze(line).split()) >= MIN_WORDS_FOR_NEARNESS]
    holding: dict[str, list[int]] = defaultdict(list)
    pairs = []
    for number in long_enough:
        shared = Counter(other for word in sets[number] for other in holding[word])
        # Only one that shares most of the words can overlap that far.
        likely = (other for other, count in shared.items() if count >= MAX_WORD_OVERLAP * len(sets[number]))
        pairs += [
            (lines[other], lines[number]) for other in likely if overlap(sets[other], sets[number]) > MAX_WORD_OVERLAP
        ]
        for word in sets[number]:
            holding[word].append(number)
    return pairs


def test_no_two_lines_say_nearly_the_same() -> None:
    assert near_pairs([line["text"] for line in guard_lines()]) == []


def test_a_line_that_differs_by_a_word_is_found() -> None:
    one, other = "det står en man med kniv utanför porten nu", "Det står en man med kniv utanför porten NU!!"
    assert near_pairs([one, "något helt annat som ingen annan har sagt", other]) == [(one, other)]


@pytest.mark.parametrize(("group", "least"), LEAST.items())
def test_a_group_has_enough_lines(group: str, least: int) -> None:
    assert sum(line["group"] == group for line in guard_lines()) >= least


@pytest.mark.parametrize("kind", list(Kind))
def test_a_kind_of_emergency_has_enough_lines(kind: Kind) -> None:
    assert sum(line.get("kind") == kind for line in guard_lines()) >= LEAST_OF_A_KIND


@pytest.mark.parametrize("language", sorted(OTHER_LANGUAGES))
def test_there_are_emergencies_in_the_languages_most_spoken_besides(language: str) -> None:
    assert sum(line["lang"] == language and line["emergency"] for line in guard_lines()) >= 20


def test_most_lines_are_swedish_and_many_are_english() -> None:
    languages = Counter(line["lang"] for line in guard_lines())
    assert 0.7 <= languages["sv"] / languages.total() <= 0.85 and languages["en"] / languages.total() >= 0.12
