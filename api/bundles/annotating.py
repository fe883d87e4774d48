"""The training lines of the dialogue with their hints, as Rasa reads them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from api.analysis.hints import Hints
from api.analysis.tagging.lines import unmarked
from api.wording import FASTEST

# Rasa reads example metadata a hundred times slower than lines, so the hints of a training line stand behind it.
# What is read later comes with its hints apart from it: no text of a reporter can pretend to any.
SEPARATOR = "␟"


def annotate(source: Path, target: Path, hints: Callable[[str], Hints]) -> int:
    """Writes a copy of each `*.yml` of `source` into `target`, each line with its hints; returns how many lines.

    A line is `text U+241F names, parted by spaces U+241F shape`. Raises OSError, and KeyError or
    ValueError for broken YAML.
    """
    target.mkdir(parents=True, mode=0o700)
    total = 0
    for path in sorted(source.glob("*.yml")):
        # JSON is YAML too; only the keys by which Rasa tells what a file holds need lines of their own.
        content = 'version: "3.1"\nnlu:\n'
        for intent, texts in lines_of(path):
            examples = "".join(f"- {annotated(text, hints(text))}\n" for text in texts)
            content += f"- {json.dumps({'intent': intent, 'examples': examples}, ensure_ascii=False)}\n"
            total += len(texts)
        (target / path.name).write_text(content, encoding="utf-8")
    return total


def annotated(text: str, hints: Hints) -> str:
    return SEPARATOR.join((text.replace(SEPARATOR, " "), " ".join(hints.names), hints.shape))


def lines_of(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Each intent of a file of `nlu_data/nlu` with its lines, as people typed them: without marks."""
    with path.open(encoding="utf-8") as file:
        document = yaml.load(file, Loader=FASTEST)  # noqa: S506  a safe loader
    for block in document["nlu"]:
        lines = (unmarked(line.removeprefix("- ").strip()) for line in block["examples"].splitlines())
        yield str(block["intent"]), [line for line in lines if line]
