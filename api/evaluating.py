"""`make evaluate`: the real guard, analysis and Rasa of the active bundle over labelled lines."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track

from api import installation
from api.analysis.hints import HintReader
from api.evaluation.lines import LabelledLine, read_lines
from api.evaluation.report import build_report
from api.evaluation.table import print_report
from api.interpret.service import InterpretService
from api.rasa.process import RasaProcess
from api.settings import ROOT, Settings
from api.understanding import LazyAnalysis, load_guard

OWN_SET = ROOT / "tests" / "data" / "evaluation"
PATIENCE = 90.0


class EvaluationFailedError(Exception):
    """The engine did not come up; the text says which part."""


def evaluate(settings: Settings, source: Path, target: Path) -> dict[str, Any]:
    """Evaluate on `source`, write the report to `target` and print it as a table.

    Raises `EvaluationFailedError`, `LabelledLineInvalidError`, `OSError`.
    """
    lines = read_lines(source)
    report = build_report(lines, asyncio.run(predictions(settings, lines)))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
    print_report(report, Console())
    return report


async def predictions(settings: Settings, lines: Sequence[LabelledLine]) -> list[Mapping[str, Any]]:
    """What `POST /v1/interpret` would answer to each line."""
    bundles = installation.bundles_of(settings, installation.secrets_of(settings))
    bundle = await asyncio.to_thread(installation.active_bundle, settings, bundles)
    ready = asyncio.Event()

    async def on_ready() -> None:
        ready.set()

    run = settings.data / "run" / "evaluating"
    guard = load_guard(bundles, bundle, run)
    analysis = LazyAnalysis(ROOT / "nlu_data" / "lists", bundles, bundle, guard.words)
    hints = HintReader(guard.words.lexicon, guard.words.matters, analysis.by_rules)
    rasa = RasaProcess(settings, bundles, bundle, on_ready, folder=run / "rasa", hints=hints)
    service = InterpretService(guard, analysis, rasa.client, lambda: rasa.ready)
    rasa.start()
    try:
        await asyncio.to_thread(analysis.load)
        try:
            await asyncio.wait_for(ready.wait(), PATIENCE)
        except TimeoutError:
            raise EvaluationFailedError("Rasa did not become ready; see logs/rasa.log in DATA_DIR") from None
        shown = track(lines, "evaluating", console=Console(stderr=True))
        return [await service.interpret(line.text, line.sent_at, None) for line in shown]
    finally:
        await rasa.stop()
