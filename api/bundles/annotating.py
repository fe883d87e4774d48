"""The training lines of the dialogue with their hints, as Rasa gets them: `python -m api.bundles.annotating OUT_FOLDER`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import yaml

from api.analysis.guard.source import read_vocabulary
from api.analysis.hints import HintReader, Hints
from api.analysis.tagging.lines import unmarked
from api.settings import ROOT
from api.wording import FASTEST


def annotate(source: Path, target: Path, hints: Callable[[str], Hints]) -> int:
    """Writes what the dialogue learns from `source` (`nlu_data`) into `target`, each line with its hints; how many lines.

    One file for each of `nlu/*.yml` and of those `guard/*.jsonl` that name intents. A line is `{"text", "intent", "names",
    "shape"}`, for nlu_server/importer.py. Raises OSError, and KeyError or ValueError for broken data.
    """
    target.mkdir(parents=True, mode=0o700)
    files = list(dialogue_files(source))
    # Reading tens of thousands of lines takes most of a minute. A fork has the classes and lists at once.
    with ProcessPoolExecutor(WORKERS, get_context("fork"), _remember, (hints,)) as workers:
        written = workers.map(_annotated_file, ((target / f"{name}.jsonl", blocks) for name, blocks in files))
        return sum(written)


WORKERS = 2
_hints: Callable[[str], Hints] | None = None


def _remember(hints: Callable[[str], Hints]) -> None:
    global _hints
    _hints = hints


def _annotated_file(order: tuple[Path, list[tuple[str, list[str]]]]) -> int:
    """In a worker: writes one file; how many lines it holds."""
    path, blocks = order
    assert _hints is not None
    with path.open("w", encoding="utf-8") as file:
        for intent, texts in blocks:
            for text in texts:
                hints = _hints(text)
                line = {"text": hints.text, "intent": intent, **hints.as_json()}
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return sum(len(texts) for _, texts in blocks)


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


def lines_of(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Each intent of a file of `nlu_data/nlu` with its lines, as people typed them: without marks."""
    with path.open(encoding="utf-8") as file:
        document = yaml.load(file, Loader=FASTEST)  # noqa: S506  a safe loader
    for block in document["nlu"]:
        lines = (unmarked(line.removeprefix("- ").strip()) for line in block["examples"].splitlines())
        yield str(block["intent"]), [line for line in lines if line]


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1:
        print("usage: python -m api.bundles.annotating OUT_FOLDER", file=sys.stderr)
        return 2
    # spaCy takes a second to import, and those who only want the lines need not wait for it.
    from api.analysis.pipeline import Analyser

    data = ROOT / "nlu_data"
    words = read_vocabulary(data / "guard")
    read = HintReader(words.lexicon, words.matters, Analyser.load(data / "lists").analyse)
    print(annotate(data, Path(arguments[0]), read), "lines")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
