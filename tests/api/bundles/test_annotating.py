from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from api.analysis.hints import Hints
from api.bundles.annotating import annotate

YML = """version: "3.1"
nlu:
  - intent: report_dog
    examples: |
      - katt borta, svart ␟ vit
      - en "orm" \\ i: tvättstugan
  - intent: greet
    examples: |
      - hej
"""


GUARD = """{"text": "/det brann i maj", "emergency": false, "intent": "report_event"}
{"text": "det brinner nu", "emergency": true}
"""


def hints(text: str) -> Hints:
    return Hints(("class:x", f"field:{len(text)}"), f"{text.split()[0]} @x", text)


@pytest.fixture
def annotated(tmp_path: Path) -> Path:
    (tmp_path / "nlu").mkdir()
    (tmp_path / "nlu" / "one.yml").write_text(YML, encoding="utf-8")
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "a.jsonl").write_text(GUARD, encoding="utf-8")
    assert annotate(tmp_path, tmp_path / "out", hints) == 4
    return tmp_path / "out"


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(row) for row in file.read_text(encoding="utf-8").splitlines()]


def test_each_line_keeps_its_intent_and_text_and_gets_its_hints(annotated: Path) -> None:
    told, animals = lines(annotated / "one.jsonl"), "report_dog"
    assert told == [
        {"text": "katt borta, svart ␟ vit", "intent": animals, "names": ["class:x", "field:23"], "shape": "katt @x"},
        {"text": 'en "orm" \\ i: tvättstugan', "intent": animals, "names": ["class:x", "field:25"], "shape": "en @x"},
        {"text": "hej", "intent": "greet", "names": ["class:x", "field:3"], "shape": "hej @x"},
    ]


def test_a_line_of_the_guard_with_an_intent_teaches_the_dialogue_too(annotated: Path) -> None:
    (line,) = lines(annotated / "guard_a.jsonl")
    assert (line["intent"], line["text"]) == ("report_event", "det brann i maj")
