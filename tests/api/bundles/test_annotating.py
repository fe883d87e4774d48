from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from api.analysis.hints import Hints
from api.bundles.annotating import annotate, lines_of
from nlu_server.components.hashed_features import Said

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
    return Hints(("class:x", f"field:{len(text)}"), f"{text.split()[0]} @x")


@pytest.fixture
def annotated(tmp_path: Path) -> Path:
    (tmp_path / "nlu").mkdir()
    (tmp_path / "nlu" / "one.yml").write_text(YML, encoding="utf-8")
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "a.jsonl").write_text(GUARD, encoding="utf-8")
    assert annotate(tmp_path, tmp_path / "out", hints) == 4
    return tmp_path / "out" / "one.yml"


def test_each_line_keeps_its_intent_and_text_and_gets_its_hints(annotated: Path) -> None:
    found = {intent: [Said.of_line(line) for line in lines] for intent, lines in lines_of(annotated)}
    assert found == {
        "report_dog": [
            Said("katt borta, svart vit", ("class:x", "field:23"), "katt @x"),
            Said('en "orm" \\ i: tvattstugan', ("class:x", "field:25"), "en @x"),
        ],
        "greet": [Said("hej", ("class:x", "field:3"), "hej @x")],
    }


def test_rasa_can_tell_what_the_file_holds(annotated: Path) -> None:
    # Rasa looks for the key at the beginning of a row; without it, it trains a model that understands nothing.
    text = annotated.read_text(encoding="utf-8")
    assert "\nnlu:\n" in text and yaml.safe_load(text)["version"] == "3.1"


def test_a_line_of_the_guard_with_an_intent_teaches_the_dialogue_too(annotated: Path) -> None:
    ((intent, (line,)),) = lines_of(annotated.with_name("guard_a.yml"))
    assert (intent, Said.of_line(line).text) == ("report_event", "det brann i maj")
