from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from api.bundles.training import understands


@pytest.mark.parametrize(("component", "whole"), [("LinearIntentClassifier1", True), ("RulePolicy0", False)])
def test_a_model_without_an_intent_classifier_is_no_model(tmp_path: Path, component: str, whole: bool) -> None:
    part = tmp_path / f"train_{component}"
    part.mkdir()
    with tarfile.open(tmp_path / "model.tar.gz", "w:gz") as archive:
        archive.add(part, f"components/{part.name}")
    assert understands(tmp_path / "model.tar.gz") is whole


def test_a_model_that_was_never_written_is_none(tmp_path: Path) -> None:
    assert not understands(tmp_path / "model.tar.gz")
