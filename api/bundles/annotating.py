"""The training lines of the dialogue with their hints, as Rasa reads them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from api.analysis.hints import Hints
from api.wording import FASTEST


def annotate(source: Path, target: Path, hints: Callable[[str], Hints]) -> int:
    """Writes a copy of each `*.yml` of `source` into `target`, each line with its hints as metadata.

    JSON is YAML too, and read and written much faster; only the keys by which Rasa tells what a file holds
    stand in lines of their own. Returns how many lines there are. Raises OSError, and
    KeyError or ValueError for broken YAML.
    """
    target.mkdir(parents=True, mode=0o700)
    total = 0
    for path in sorted(source.glob("*.yml")):
        blocks = []
        for intent, texts in lines_of(path):
            examples: list[dict[str, Any]] = [{"text": text, "metadata": hints(text).as_json()} for text in texts]
            blocks.append({"intent": intent, "examples": examples})
            total += len(examples)
        rows = [f"- {json.dumps(block, ensure_ascii=False)}\n" for block in blocks]
        (target / path.name).write_text("".join(['version: "3.1"\n', "nlu:\n", *rows]), encoding="utf-8")
    return total


def lines_of(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Each intent of a file of `nlu_data/nlu` with its lines."""
    with path.open(encoding="utf-8") as file:
        document = yaml.load(file, Loader=FASTEST)  # noqa: S506  a safe loader
    for block in document["nlu"]:
        lines = (line.removeprefix("- ").strip() for line in block["examples"].splitlines())
        yield str(block["intent"]), [line for line in lines if line]
