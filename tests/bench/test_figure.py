"""What the bench says of its values: ranks, goals, digits."""

from __future__ import annotations

import pytest

from bench.figure import Better, Measure, percentile, rounded


def test_the_median_and_the_tail_are_values_that_were_measured() -> None:
    values = [float(n) for n in range(1, 101)]
    assert (percentile(values, 0.5), percentile(values, 0.99), percentile(values, 1.0)) == (50.0, 99.0, 100.0)


def test_the_tail_of_a_few_values_is_the_worst_of_them() -> None:
    assert percentile([3.0, 1.0, 2.0], 0.99) == 3.0


def test_nothing_measured_is_an_error_and_no_zero() -> None:
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)


@pytest.mark.parametrize(
    ("value", "better", "met"),
    [
        (3.0, Better.LESS, True),
        (3.1, Better.LESS, False),
        (3.0, Better.MORE, True),
        (2.9, Better.MORE, False),
    ],
)
def test_a_goal_is_met_on_its_own_side(value: float, better: Better, met: bool) -> None:
    assert Measure("a figure", value, "s", 3.0, better).met is met


def test_without_a_goal_nothing_is_met_or_missed() -> None:
    assert Measure("a figure", 3.0, "s").met is None


def test_three_digits_are_kept_and_no_false_ones_added() -> None:
    assert [rounded(value) for value in (0.012345, 1.2345, 123.45, 0.0)] == [0.0123, 1.23, 123.0, 0.0]
