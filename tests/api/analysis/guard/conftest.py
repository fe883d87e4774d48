"""A guard trained once from the shipped lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.analysis.guard.guard import Guard
from api.analysis.guard.lines import load_lines
from api.analysis.guard.training import TrainingFigures, train

SHIPPED = Path(__file__).resolve().parents[4] / "nlu_data" / "guard"


@pytest.fixture(scope="session")
def guard_figures(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, TrainingFigures]:
    """Where the guard was written, and what its training measured."""
    folder = tmp_path_factory.mktemp("guard")
    lines = [line for path in sorted(SHIPPED.glob("*.jsonl")) for line in load_lines(path)]
    return folder, train(lines, SHIPPED, folder)


@pytest.fixture(scope="session")
def guard(guard_figures: tuple[Path, TrainingFigures]) -> Guard:
    """The trained guard, read back from its folder."""
    return Guard.load(guard_figures[0])
