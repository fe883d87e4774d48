"""`make curve`: how understanding grows with the lines, on the own evaluation set. Some minutes.

Guard and intent classifier are trained on an eighth, a quarter, half and all of the lines, in this
process, without Rasa: the classifier is the one that Rasa runs.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from sklearn.svm import LinearSVC

from api.analysis.guard import training
from api.analysis.guard.guard import Guard
from api.analysis.guard.lines import GuardLine, load_lines
from api.analysis.guard.source import read_vocabulary
from api.analysis.guard.verdict import Level
from api.analysis.hints import HintReader
from api.analysis.pipeline import Analyser
from api.bundles.annotating import dialogue_files
from api.bundles.guard import NLU_DATA, dialogue_lines
from api.evaluation.lines import LabelledLine, read_lines
from api.evaluation.vocabulary import Group
from api.interpret.meaning import of_intent
from api.settings import ROOT
from nlu_server.components.hashed_features import Features, Said, plain

SHARES = (1 / 8, 1 / 4, 1 / 2, 1.0)
SEED = 20_261_129
LEAN = 0.2


@dataclass(frozen=True, slots=True)
class Point:
    """What a share of the lines gives, 0…1."""

    lines: int
    act: float
    category: float
    at_once: float
    noticed: float
    look_alikes_asked: float
    ordinary_asked: float


def main() -> int:
    own = read_lines(ROOT / "tests" / "data" / "evaluation")
    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("reading the lines", total=len(SHARES) + 1)
        words = read_vocabulary(NLU_DATA / "guard")
        hints = HintReader(words.lexicon, words.matters, Analyser.load(NLU_DATA / "lists").analyse)
        dialogue = [
            (intent, said(text, hints))
            for _, blocks in dialogue_files(NLU_DATA)
            for intent, texts in blocks
            for text in texts
        ]
        guard = [line for path in sorted((NLU_DATA / "guard").glob("*.jsonl")) for line in load_lines(path)]
        asked = [said(line.text, hints) for line in own]
        points = []
        for share in SHARES:
            progress.update(task, advance=1, description=f"training on {share:.0%}")
            points.append(point(share, dialogue, guard, own, asked))
        progress.update(task, advance=1, description="done")
    Console().print(table(points))
    return 0


def said(text: str, hints: HintReader) -> Said:
    found = hints(text)
    return Said(plain(text), found.names, found.shape)


def point(
    share: float,
    dialogue: Sequence[tuple[str, Said]],
    guard: Sequence[GuardLine],
    own: Sequence[LabelledLine],
    asked: Sequence[Said],
) -> Point:
    chance = random.Random(SEED)
    some = chance.sample(list(dialogue), round(share * len(dialogue)))
    act, category = understood(some, own, asked)
    labelled = chance.sample(list(guard), round(share * len(guard)))
    unlabelled = list(dialogue_lines())
    rates = guarded(labelled, chance.sample(unlabelled, round(share * len(unlabelled))), own)
    return Point(len(some) + len(labelled), act, category, *rates)


def understood(
    lines: Sequence[tuple[str, Said]], own: Sequence[LabelledLine], asked: Sequence[Said]
) -> tuple[float, float]:
    features, known = Features.fit([one for _, one in lines])
    found = LinearSVC(C=0.6, class_weight="balanced", random_state=7).fit(known, [intent for intent, _ in lines])
    scores = found.decision_function(features.of(asked)[:, features.columns])
    scores += LEAN * (found.classes_ == "out_of_scope")
    means = [of_intent(str(found.classes_[row.argmax()])) for row in scores]
    calm = [n for n, line in enumerate(own) if not line.emergency]
    tips = [n for n in calm if own[n].category is not None]
    return (
        float(np.mean([means[n].act == own[n].act for n in calm])),
        float(np.mean([means[n].category == own[n].category for n in tips])),
    )


def guarded(
    labelled: Sequence[GuardLine], unlabelled: Sequence[GuardLine], own: Sequence[LabelledLine]
) -> tuple[float, float, float, float]:
    with tempfile.TemporaryDirectory(prefix="tipline-curve-") as folder:
        training.train(labelled, NLU_DATA / "guard", Path(folder), unlabelled=unlabelled)
        guard = Guard.load(Path(folder))
    levels = {group: [guard.read(line.text).level for line in own if line.group is group] for group in Group}

    def share(group: Group, *wanted: Level) -> float:
        return float(np.mean([level in wanted for level in levels[group]]))

    both = (Level.CALL_112, Level.ASK)
    return (
        share(Group.EMERGENCY, Level.CALL_112),
        share(Group.EMERGENCY, *both),
        share(Group.LOOK_ALIKE, *both),
        share(Group.ORDINARY, *both),
    )


def table(points: Sequence[Point]) -> Table:
    shown = Table(title="How understanding grows with the lines (own evaluation set)")
    names = ("lines", "act", "category", "at once", "noticed", "look-alikes asked", "ordinary asked")
    for name in names:
        shown.add_column(name, justify="right")
    for one in points:
        values = (one.act, one.category, one.at_once, one.noticed, one.look_alikes_asked, one.ordinary_asked)
        shown.add_row(f"{one.lines:,}", *(f"{value:.3f}" for value in values))
    return shown


if __name__ == "__main__":
    sys.exit(main())
