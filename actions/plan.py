"""Which question comes next: only what is missing and worth asking, five at most (nlu_data/questions.yml)."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

import yaml

PLAN = Path(__file__).resolve().parent.parent / "nlu_data" / "questions.yml"


@cache
def plan() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(PLAN.read_text(encoding="utf-8"))
    return content


def details(category: str | None) -> frozenset[str]:
    """The fields that answer the question for details of such a tip."""
    return frozenset(of(category).get("detail", ()))


def of(category: str | None) -> dict[str, Any]:
    found: dict[str, Any] = plan()["categories"].get(category or "", {})
    return found


def still_to_ask(category: str | None, answered: Collection[str], put: Collection[str]) -> list[str]:
    """The questions left to put, in order. `put`: those that were put already, which count to the five."""
    own = of(category)
    never = {*own.get("never", ()), *(() if own.get("detail") else ("detail",))}
    left = [question for question in plan()["order"] if question not in answered and question not in never]
    room = plan()["most"] - len(set(put) - set(left))
    for question in own.get("least_worth", plan()["least_worth"]):
        if len(left) > room and question in left and question not in put:
            left.remove(question)
    # The last words before the tip is sent are how to reach the reporter.
    return left if len(left) <= room else [*left[: max(room - 1, 0)], left[-1]][: max(room, 0)]
