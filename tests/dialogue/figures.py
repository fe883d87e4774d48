"""The figures of understanding that must not fall: taken from a report, kept in `tests/data/figures.json`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.evaluation.rates import Rate

KEPT = Path(__file__).resolve().parents[1] / "data" / "figures.json"
MORE_IS_WORSE = ("look_alike", "ordinary")


@dataclass(frozen=True, slots=True)
class Figure:
    """A share of `n` cases. It `falls_behind` when it is worse than was kept by more than its interval."""

    name: str
    share: float
    n: int

    @property
    def interval(self) -> tuple[float, float]:
        low, high = Rate(round(self.share * self.n), self.n).interval or (0.0, 1.0)
        return low, high

    def falls_behind(self, kept: Figure) -> bool:
        low, high = kept.interval
        return self.share > high if self.name.startswith(MORE_IS_WORSE) else self.share < low


def figures_of(report: Mapping[str, Any]) -> Iterator[Figure]:
    """Those of a `report.json` that the language goals speak of."""
    for name in ("act", "topic", "category"):
        yield Figure(name, report[name]["accuracy"], report[name]["n"])
    for group, rates in report["emergency"].items():
        for name in ("at_once", "at_once_or_ask"):
            yield Figure(f"{group} {name}", rates[name], rates["n"])
    whole = report["fields"]["whole"]
    yield Figure("fields recall", whole["recall"], whole["count"])
    yield Figure("fields precision", whole["precision"], whole["count"])


def kept_figures() -> dict[str, Figure]:
    rows = json.loads(KEPT.read_text(encoding="utf-8"))
    return {name: Figure(name, row["share"], row["n"]) for name, row in rows.items()}


def keep(found: Mapping[str, Figure]) -> None:
    rows = {name: {"share": round(one.share, 4), "n": one.n} for name, one in found.items()}
    KEPT.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
