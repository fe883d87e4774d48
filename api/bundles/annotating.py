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
    """Writes what the dialogue learns from `source` (`nlu_data`) into `target`, each line with its hints; how many lines.

    One file for each of `nlu/*.yml` and of those `guard/*.jsonl` that name intents. A line is `text U+241F names, parted
    by spaces U+241F shape`. Raises OSError, and KeyError or ValueError for broken data.
    """
    target.mkdir(parents=True, mode=0o700)
    total = 0
    for name, blocks in dialogue_files(source):
        # JSON is YAML too; only the keys by which Rasa tells what a file holds need lines of their own.
        content = 'version: "3.1"\nnlu:\n'
        for intent, texts in blocks:
            examples = "".join(f"- {annotated(text, hints(text))}\n" for text in texts)
            content += f"- {json.dumps({'intent': intent, 'examples': examples}, ensure_ascii=False)}\n"
            total += len(texts)
        (target / f"{name}.yml").write_text(content, encoding="utf-8")
    return total


def dialogue_files(source: Path) -> Iterator[tuple[str, list[tuple[str, list[str]]]]]:
    """Each file of `nlu_data` that holds lines with an intent: a name, and the lines by intent."""
    for path in sorted((source / "nlu").glob("*.yml")):
        yield path.stem, list(lines_of(path))
    for path in sorted((source / "guard").glob("*.jsonl")):
        blocks = guard_lines_of(path)
        if blocks:
            yield f"guard_{path.stem}", blocks


def guard_lines_of(path: Path) -> list[tuple[str, list[str]]]:
    """Those lines of the guard whose intent somebody has named, by intent: what sounds like danger and is none."""
    found: dict[str, list[str]] = {}
    with path.open(encoding="utf-8") as file:
        for line in map(json.loads, file):
            if "intent" in line:
                # Rasa takes a leading slash for an intent.
                found.setdefault(line["intent"], []).append(line["text"].lstrip("/ "))
    return sorted(found.items())


def annotated(text: str, hints: Hints) -> str:
    return SEPARATOR.join((text.replace(SEPARATOR, " "), " ".join(hints.names), hints.shape))


def lines_of(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Each intent of a file of `nlu_data/nlu` with its lines, as people typed them: without marks."""
    with path.open(encoding="utf-8") as file:
        document = yaml.load(file, Loader=FASTEST)  # noqa: S506  a safe loader
    for block in document["nlu"]:
        lines = (unmarked(line.removeprefix("- ").strip()) for line in block["examples"].splitlines())
        yield str(block["intent"]), [line for line in lines if line]
