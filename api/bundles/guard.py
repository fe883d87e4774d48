"""Training the guard: `python -m api.bundles.guard OUT_FOLDER FIGURES_FILE`, a process of its own that gives its memory back."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from api.analysis.guard import training
from api.analysis.guard.lines import GuardLine, load_lines
from api.bundles.annotating import lines_of
from api.settings import ROOT

NLU_DATA = ROOT / "nlu_data"
TELLING_INTENTS = ("report_", "inform")


def train(out: Path) -> dict[str, Any]:
    """Trains into the folder `out` from the guard's own lines and those of the dialogue; returns its figures."""
    out.mkdir(parents=True, mode=0o700)
    own = [line for path in sorted((NLU_DATA / "guard").glob("*.jsonl")) for line in load_lines(path)]
    figures = training.train(own, NLU_DATA / "guard", out, unlabelled=list(dialogue_lines()))
    return {
        name: getattr(figures, name) for name in figures.__slots__ if isinstance(getattr(figures, name), int | float)
    }


def dialogue_lines() -> Iterator[GuardLine]:
    """The lines of nlu_data/nlu as ordinary lines that tell something, or do not."""
    for path in sorted((NLU_DATA / "nlu").glob("*.yml")):
        for intent, texts in lines_of(path):
            telling = intent.startswith(TELLING_INTENTS)
            for text in texts:
                yield GuardLine(text, False, None, telling, "ordinary")


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 2:
        print("usage: python -m api.bundles.guard OUT_FOLDER FIGURES_FILE", file=sys.stderr)
        return 2
    figures = train(Path(arguments[0]))
    Path(arguments[1]).write_text(json.dumps(figures), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
