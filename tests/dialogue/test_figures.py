"""No figure of understanding falls by more than its interval, on the frozen evaluation set and the real app.

After a change for the better, `UPDATE_FIGURES=1 pytest tests/dialogue/test_figures.py` keeps the new ones.
"""

from __future__ import annotations

import os
from pathlib import Path

import httpx
import pytest

from api.evaluation.lines import read_lines
from api.evaluation.report import build_report
from tests.dialogue.figures import Figure, figures_of, keep, kept_figures
from tests.real_app import RealApp

OWN_SET = Path(__file__).resolve().parents[1] / "data" / "evaluation"


@pytest.fixture(scope="module")
def found(real_app: RealApp) -> dict[str, Figure]:
    lines = read_lines(OWN_SET)
    with httpx.Client(base_url=real_app.url, headers=real_app.token("integration"), timeout=30) as client:
        answers = [
            client.post(
                "/v1/interpret",
                json={"text": line.text} | ({"sent_at": line.sent_at.isoformat()} if line.sent_at else {}),
            )
            .raise_for_status()
            .json()
            for line in lines
        ]
    figures = {one.name: one for one in figures_of(build_report(lines, answers))}
    if os.environ.get("UPDATE_FIGURES") == "1":
        keep(figures)
    return figures


@pytest.mark.parametrize("name", sorted(kept_figures()))
def test_no_figure_falls_by_more_than_its_interval(found: dict[str, Figure], name: str) -> None:
    kept = kept_figures()[name]
    assert not found[name].falls_behind(kept), f"{found[name].share:.3f}, kept {kept.share:.3f} {kept.interval}"


def test_every_figure_is_kept(found: dict[str, Figure]) -> None:
    assert set(found) == set(kept_figures())


def test_a_figure_that_falls_out_of_its_interval_is_seen() -> None:
    kept, calm = Figure("act", 0.9, 1000), Figure("ordinary at_once", 0.02, 700)
    assert Figure("act", 0.87, 1000).falls_behind(kept) and not Figure("act", 0.89, 1000).falls_behind(kept)
    assert Figure("ordinary at_once", 0.05, 700).falls_behind(calm)
    assert not Figure("ordinary at_once", 0.0, 700).falls_behind(calm)
