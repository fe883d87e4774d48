"""The component as Rasa runs it, in Rasa's own environment."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from api.settings import ROOT
from tests.real_app import RASA

LINES = {
    "report_stolen_vehicle": [
        "min bil är stulen",
        "nån tog bilen",
        "volvon är borta",
        "de snodde min saab",
        "bil stulen",
    ],
    "greet": ["hej", "hejsan", "god morgon", "tjena", "hallå där"],
    "out_of_scope": ["hur kokar man ägg", "vem vann matchen", "vad är klockan i japan", "skriv en dikt", "laga mat"],
}
NAMED = {"report_stolen_vehicle": "class:car class:theft", "greet": "class:greeting", "out_of_scope": "class:everyday"}

PROGRAM = """
import json, sys, time
from pathlib import Path
from contextlib import contextmanager
from rasa.shared.nlu.training_data.message import Message
from nlu_server.importer import LineImporter
from nlu_server.components.linear_intent import LinearIntentClassifier as Classifier

class Storage:
    def __init__(self, folder):
        self.folder = folder
    @contextmanager
    def write_to(self, resource):
        self.folder.mkdir()
        yield self.folder
    @contextmanager
    def read_from(self, resource):
        yield self.folder

given = json.loads(sys.stdin.read())
importer = LineImporter(None, None, [given["folder"] + "/lines"])
lines = importer.get_nlu_data().merge(importer.get_nlu_data())
config = Classifier.get_default_config()

def trained(name):
    folder = Path(given["folder"]) / name
    made = Classifier.create(config, Storage(folder), None, None)
    made.train(lines)
    return made, Classifier.load(config, Storage(folder), None, None)

def read(classifier):
    asked = [Message({"text": text, "metadata": metadata}) for text, metadata in given["asked"]]
    return [[m.get("intent"), m.get("intent_ranking")] for m in classifier.process(asked)]

fresh, loaded = trained("one")
_, again = trained("two")
began = time.perf_counter()
for _ in range(50):
    read(loaded)
ms = (time.perf_counter() - began) * 1000 / 50 / len(given["asked"])
print("ANSWER" + json.dumps({"fresh": read(fresh), "loaded": read(loaded), "again": read(again), "ms": ms, "lines": len(lines.intent_examples)}))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def answer(folder: Path) -> dict[str, Any]:
    if not RASA.exists():
        pytest.skip("Rasa's environment is missing")
    lines = [
        {"text": text, "intent": intent, "names": NAMED[intent].split(), "shape": text}
        for intent, texts in LINES.items()
        for text in texts
        # A column counts when enough lines hold it; Rasa itself drops a line that it has had.
        for text in (text, f"{text} nu", f"{text} då", f"{text} ja")
    ]
    (folder / "lines").mkdir()
    (folder / "lines" / "one.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
    asked = [
        ["min bil är stulen", {"names": ["class:car", "class:theft"], "shape": "min bil"}],
        ["xyzzy plugh", {"names": ["class:car", "class:theft"], "shape": ""}],
        ["xyzzy plugh", {"names": ["class:greeting"], "shape": ""}],
        ["hej", None],
        ["", None],
        ["\ud800 🙂 " * 3000, {}],
    ]
    given = json.dumps({"folder": str(folder), "asked": asked})
    done = subprocess.run(
        [RASA, "-W", "ignore", "-c", PROGRAM], cwd=ROOT, input=given, capture_output=True, text=True, timeout=200
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout.split("ANSWER")[1])
    return found


def names(readings: list[Any]) -> list[str]:
    return [intent["name"] for intent, _ in readings]


def test_it_learns_its_lines(answer: dict[str, Any]) -> None:
    assert names(answer["loaded"])[0] == "report_stolen_vehicle"
    assert names(answer["loaded"])[3] == "greet"


def test_rasa_gets_each_line_once_however_often_it_asks(answer: dict[str, Any]) -> None:
    assert answer["lines"] == 4 * sum(map(len, LINES.values()))


def test_words_that_it_never_saw_are_read_by_their_hints(answer: dict[str, Any]) -> None:
    assert names(answer["loaded"])[1:3] == ["report_stolen_vehicle", "greet"]


def test_a_stored_model_answers_like_the_one_that_was_trained(answer: dict[str, Any]) -> None:
    assert answer["loaded"] == answer["fresh"]


def test_the_same_lines_give_the_same_model(answer: dict[str, Any], folder: Path) -> None:
    assert answer["again"] == answer["loaded"]
    assert (folder / "one" / "weights.npz").read_bytes() == (folder / "two" / "weights.npz").read_bytes()


def test_confidences_are_shares_of_one_with_the_best_first(answer: dict[str, Any]) -> None:
    for intent, ranking in answer["loaded"]:
        shares = [each["confidence"] for each in ranking]
        assert sum(shares) == pytest.approx(1.0) and shares == sorted(shares, reverse=True)
        assert ranking[0] == intent


def test_no_word_of_a_line_is_stored(answer: dict[str, Any], folder: Path) -> None:
    files = sorted((folder / "one").iterdir())
    assert [file.name for file in files] == ["intents.json", "weights.npz"]
    assert json.loads(files[0].read_text()) == sorted(LINES)


def test_a_message_is_read_in_a_few_milliseconds(answer: dict[str, Any]) -> None:
    assert answer["ms"] < 20
