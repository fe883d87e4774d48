"""A short cut of `python -m bench hostile`: nothing that is sent makes guard or analysis fail."""

from __future__ import annotations

import gc
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.analysis.guard.guard import Guard
from api.evaluation.lines import read_lines
from bench.hostile import LONGEST, strings
from bench.lines import mixed
from bench.noise import KINDS
from tests.dialogue.test_figures import OWN_SET


def test_the_same_seed_gives_the_same_strings_and_none_is_too_long() -> None:
    one, two = (list(strings(mixed(), 200, 3)) for _ in range(2))
    assert one == two and max(map(len, one)) <= LONGEST and len(set(one)) > 150


def test_noise_leaves_most_of_a_line_as_it_is() -> None:
    line = read_lines(OWN_SET)[0].text
    for change in KINDS.values():
        assert abs(len(change(line, random.Random(1))) - len(line)) <= 1 + len(line) // 40


@pytest.mark.timeout(600)
def test_no_hostile_string_makes_guard_or_analysis_fail(trained: Path, tmp_path: Path) -> None:
    from api import installation
    from api.settings import ROOT, Settings
    from api.understanding import LazyAnalysis, load_guard

    settings = Settings(data_dir=trained)
    bundles = installation.bundles_of(settings, installation.secrets_of(settings))
    guard: Guard = load_guard(bundles, bundles.active(), tmp_path)
    analysis = LazyAnalysis(ROOT / "nlu_data" / "lists", bundles, bundles.active(), guard.words)
    analysis.load()
    assert gc.get_freeze_count() > 100_000
    for text in strings(mixed(), 2_000, 5):
        assert 0 <= guard.read(text).score <= 1
        for name, found in analysis(text, datetime(2026, 11, 29, tzinfo=UTC)).fields.items():
            assert name and 0 <= found.start <= found.end <= len(text)
