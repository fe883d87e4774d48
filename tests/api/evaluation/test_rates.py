from __future__ import annotations

import pytest

from api.evaluation.rates import Rate, Score, classification


def test_the_interval_is_wilson_s() -> None:
    # Worked by hand from the score test: 8 of 10 lies between 0.4902 and 0.9433.
    assert Rate(8, 10).interval == pytest.approx([0.4902, 0.9433], abs=0.0001)


def test_the_interval_of_all_or_none_stays_within_nought_and_one() -> None:
    assert Rate(20, 20).interval == pytest.approx([0.8389, 1.0], abs=0.0001)
    assert Rate(0, 20).interval == pytest.approx([0.0, 0.1611], abs=0.0001)


def test_a_rate_of_nothing_is_not_known() -> None:
    assert Rate(0, 0).as_json("recall") == {"recall": None, "recall_interval": None}


def test_precision_recall_and_f1_come_from_the_counts() -> None:
    score = Score(right=6, made_up=2, missed=4)

    assert (score.precision.value, score.recall.value, score.f1) == (0.75, 0.6, 0.6667)
    assert score.as_json()["count"] == 10


def test_macro_f1_is_the_mean_over_the_classes_that_occur() -> None:
    measured = classification([("a", "a"), ("a", "b"), ("b", "b"), ("b", "c")])

    # a: 1 right, 1 missed → 2/3; b: 1 right, 1 made up, 1 missed → 1/2; c never occurs.
    assert measured["macro_f1"] == pytest.approx((2 / 3 + 1 / 2) / 2, abs=0.0001)
    assert measured["accuracy"] == 0.5
    assert measured["per_class"]["c"]["count"] == 0


def test_an_answer_where_there_is_none_costs_precision_and_not_accuracy() -> None:
    measured = classification([("a", "a"), (None, "a"), (None, None)])

    assert (measured["n"], measured["accuracy"]) == (1, 1.0)
    assert measured["per_class"]["a"]["precision"] == 0.5
