"""What a figure yields: measured values, each with its goal and whether it is met."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Better(StrEnum):
    LESS = "less"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Measure:
    """One value with its unit. `beside` says what it has to be read against, and over how much it was taken."""

    name: str
    value: float
    unit: str
    goal: float | None = None
    better: Better = Better.LESS
    beside: str = ""

    @property
    def met(self) -> bool | None:
        """None where there is no goal."""
        if self.goal is None:
            return None
        return self.value <= self.goal if self.better is Better.LESS else self.value >= self.goal

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "value": rounded(self.value),
            "unit": self.unit,
            "goal": self.goal,
            "better": str(self.better),
            "met": self.met,
            "beside": self.beside,
        }


class MeasuringFailedError(Exception):
    """The app did not do what was to be measured; the text says what."""


def rounded(value: float) -> float:
    """Three significant digits; whole numbers from 100 on."""
    if value == 0 or not math.isfinite(value):
        return value
    return round(value, max(0, 2 - math.floor(math.log10(abs(value)))))


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile (`share` 0…1). Raises ValueError without values."""
    if not values:
        raise ValueError("no values were measured")
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def median(values: Sequence[float]) -> float:
    return statistics.median(values)
