"""Training the tagger: `python -m api.bundles.tagger OUT_FOLDER`, a process of its own beside the guard's training."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from api.analysis.guard.source import read_vocabulary
from api.analysis.hints import READ_AT
from api.analysis.pipeline import Analyser
from api.analysis.tagging import training
from api.analysis.tagging.lines import load_marked
from api.bundles.annotating import lines_of
from api.settings import ROOT

NLU_DATA = ROOT / "nlu_data"
# Enough of them to know what does not say how a thing is known; all would take half a minute to read.
QUIET_LINES = 4000
_SEED = 20_261_128


def train(out: Path) -> int:
    """Trains from `nlu_data` into the folder `out`; how many marked lines there were."""
    analyser = Analyser.load(NLU_DATA / "lists")
    lines = [line for folder in ("nlu", "tagger") for line in load_marked(NLU_DATA / folder)]
    quiet = sorted(quiet_texts())
    random.Random(_SEED).shuffle(quiet)
    parts = training.train(
        lines,
        quiet[:QUIET_LINES],
        lambda text: analyser.read(text, READ_AT),
        read_vocabulary(NLU_DATA / "guard").lexicon,
    )
    out.mkdir(parents=True, mode=0o700, exist_ok=True)
    for name, content in parts.items():
        (out / name).write_bytes(content)
    return len(lines)


def quiet_texts() -> Iterator[str]:
    """Texts that do not say how anything is known: talk, and the guard's lines that cry for help or tell nothing."""
    for path in (NLU_DATA / "nlu").glob("*.yml"):
        for intent, texts in lines_of(path):
            if not intent.startswith("report_"):
                yield from texts
    for path in (NLU_DATA / "guard").glob("*.jsonl"):
        with path.open(encoding="utf-8") as file:
            for line in map(json.loads, file):
                if line["emergency"] or line.get("telling") is False:
                    yield line["text"]


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1:
        print("usage: python -m api.bundles.tagger OUT_FOLDER", file=sys.stderr)
        return 2
    train(Path(arguments[0]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
