"""Rates with their uncertainty: Wilson intervals, and precision, recall and F1 of counted classes."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

NORMAL_95: Final = 1.959963984540054  # two-sided 95 % of the normal distribution
DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Rate:
    """`hits` of `n`."""

    hits: int
    n: int

    @property
    def value(self) -> float | None:
        """0…1, or None of nothing."""
        return round(self.hits / self.n, DIGITS) if self.n else None

    @property
    def interval(self) -> list[float] | None:
        """The 95 % Wilson score interval [low, high], or None of nothing."""
        if not self.n:
            return None
        share, z2 = self.hits / self.n, NORMAL_95**2
        centre = (share + z2 / (2 * self.n)) / (1 + z2 / self.n)
        half = NORMAL_95 / (1 + z2 / self.n) * math.sqrt(share * (1 - share) / self.n + z2 / (4 * self.n**2))
        return [round(max(0.0, centre - half), DIGITS), round(min(1.0, centre + half), DIGITS)]

    def as_json(self, name: str) -> dict[str, Any]:
        """The rate under `name`, its interval under `name`_interval."""
        return {name: self.value, f"{name}_interval": self.interval}


@dataclass(frozen=True, slots=True)
class Score:
    """How often something was rightly found, wrongly found and missed."""

    right: int = 0
    made_up: int = 0
    missed: int = 0

    @property
    def precision(self) -> Rate:
        return Rate(self.right, self.right + self.made_up)

    @property
    def recall(self) -> Rate:
        return Rate(self.right, self.right + self.missed)

    @property
    def f1(self) -> float | None:
        """None where there was nothing to find and nothing was found."""
        weight = 2 * self.right + self.made_up + self.missed
        return round(2 * self.right / weight, DIGITS) if weight else None

    def as_json(self) -> dict[str, Any]:
        return {
            **self.precision.as_json("precision"),
            **self.recall.as_json("recall"),
            "f1": self.f1,
            "count": self.right + self.missed,
        }


def classification(pairs: Iterable[tuple[str | None, str | None]]) -> dict[str, Any]:
    """Accuracy, macro-F1 and the score per class, of (true, said) pairs.

    A pair whose truth is None has no class of its own: it counts as wrongly found for the class that was
    said, and neither for accuracy nor for macro-F1, which is the mean over the classes that occur.
    """
    counted = Counter(pairs)
    classes = sorted({name for pair in counted for name in pair if name is not None})
    scores = {name: _score(counted, name) for name in classes}
    right = sum(times for (true, said), times in counted.items() if true is not None and true == said)
    n = sum(times for (true, _), times in counted.items() if true is not None)
    f1s = [score.f1 or 0.0 for score in scores.values() if score.right + score.missed]
    return {
        "n": n,
        **Rate(right, n).as_json("accuracy"),
        "macro_f1": round(sum(f1s) / len(f1s), DIGITS) if f1s else None,
        "per_class": {name: score.as_json() for name, score in scores.items()},
    }


def _score(counted: Counter[tuple[str | None, str | None]], name: str) -> Score:
    right = counted[name, name]
    said = sum(times for (_, answer), times in counted.items() if answer == name)
    true = sum(times for (truth, _), times in counted.items() if truth == name)
    return Score(right=right, made_up=said - right, missed=true - right)
