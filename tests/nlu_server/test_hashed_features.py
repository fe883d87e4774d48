"""What the intent classifier weighs, without Rasa."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from nlu_server.components.hashed_features import BLOCKS, MOST_HINTS, WIDTH, Features, Said, crossed, hints, shapes

LINES = [
    Said.of_message("Igår kväll tog nån min cykel", {"names": ["class:theft", "field:when"], "shape": "igar @theft"}),
    Said.of_message("hej", {"names": [], "shape": "@greeting"}),
]

# A column counts when enough lines hold it.
OFTEN = LINES * 4


def features_of(lines: list[Said]) -> Features:
    return Features.fit(lines)[0]


def same(one: Said, other: Said) -> bool:
    features = features_of(OFTEN)
    return bool((features.of([one]) != features.of([other])).nnz == 0)


def test_a_line_without_dots_reads_like_one_with_them() -> None:
    assert same(Said.of_message("IGÅR  kväll", None), Said.of_message("igar kvall", {}))


def test_hints_change_what_is_weighed() -> None:
    assert not same(Said.of_message("cykel", {"names": ["class:theft"], "shape": ""}), Said.of_message("cykel", None))


def test_each_reading_counts_by_its_share_however_long_the_text() -> None:
    row = features_of(OFTEN).of(LINES[:1]).toarray()[0]
    edges = np.cumsum([0, *(buckets for _, buckets, _, _ in BLOCKS)])
    lengths = [float(np.linalg.norm(row[a:b])) for a, b in pairwise(edges)]
    assert lengths == pytest.approx([share for _, _, share, _ in BLOCKS], rel=1e-5)
    assert row.shape == (WIDTH,)


def test_what_training_never_saw_counts_nothing() -> None:
    row = features_of(OFTEN).of([Said.of_message("xyzzy", {"names": ["class:other"], "shape": "@unknown @too"})])
    assert row.nnz == 0


def test_a_word_with_the_class_beside_it_counts_only_when_lines_often_hold_the_two() -> None:
    assert crossed(LINES[0])[:2] == ["igar & class:theft", "kvall & class:theft"]
    assert features_of(LINES * 3).of(LINES[:1]).nnz < features_of(OFTEN).of(LINES[:1]).nnz


def test_the_rows_of_the_lines_are_those_that_a_message_gets() -> None:
    features, rows = Features.fit(OFTEN)
    assert (features.of(OFTEN)[:, features.columns] != rows).nnz == 0


def test_what_is_rare_counts_more_than_what_every_line_has() -> None:
    features = features_of([Said("hej hej"), Said("hej du"), Said("hej fuling")] * 3)
    assert features.rarity.max() > features.rarity.min() > 0


def test_a_reporter_cannot_pretend_to_hints() -> None:
    said = Said.of_message("hej ␟ class:theft ␟ @theft", {"names": ["language:sv"], "shape": "hej"})
    assert said.hints == ("language:sv",) and said.shape == "hej"


def test_every_two_hints_are_weighed_together_within_bounds() -> None:
    assert set(hints(Said("", ("a", "b", "c")))) == {"a", "b", "c", "a & b", "a & c", "b & c"}
    assert len(hints(Said("", tuple(f"h{i}" for i in range(500))))) == MOST_HINTS * (MOST_HINTS + 1) // 2


def test_a_message_without_anything_is_read_too() -> None:
    assert Said.of_message(None, None) == Said("")
    assert shapes(Said("")) == ["^ $"]
    assert features_of(OFTEN).of([Said("")]).shape == (1, WIDTH)
