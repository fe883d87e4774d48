"""The figures by name, in the order in which they are taken."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import cast

from bench.bench import Bench
from bench.figure import Measure

NAMES = (
    "start", "sealing", "reading", "hostile", "robust", "interpret", "turn", "alarm", "telegram", "intake", "webhook",
    "flood", "memory", "stop",
)  # fmt: skip
"""`NAME.py` beside this file has `run`, and as its docstring what is measured."""

Run = Callable[[Bench], list[Measure]]


def figure(name: str) -> tuple[Run, str]:
    """What takes the figure, and its first line of words."""
    module = import_module(f"bench.figures.{name}")
    return cast(Run, module.run), (module.__doc__ or "").splitlines()[0]
