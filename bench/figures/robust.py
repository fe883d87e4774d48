"""How often the guard's answer and the category change when a line loses its dots, its case, or a few letters."""

from __future__ import annotations

import random

import httpx

from api.evaluation.lines import LabelledLine, read_lines
from api.settings import ROOT
from api.tokens.models import Role
from bench.bench import Bench
from bench.figure import Measure
from bench.noise import KINDS

OWN_SET = ROOT / "tests" / "data" / "evaluation"
SEED = 7


def run(bench: Bench) -> list[Measure]:
    lines = list(read_lines(OWN_SET))
    with bench.app() as app:
        token = app.token(Role.INTEGRATION)
        bench.say("waiting for Rasa")
        app.wait_ready()
        with httpx.Client(
            base_url=f"http://127.0.0.1:{app.port}", headers={"Authorization": f"Bearer {token}"}, timeout=30
        ) as client:
            bench.say("as they are")
            plain = [said(client, line.text) for line in lines]
            measures: list[Measure] = []
            for name, change in KINDS.items():
                bench.say(name)
                chance = random.Random(SEED)
                changed = [said(client, change(line.text, chance)) for line in lines]
                measures += compared(name, lines, plain, changed)
    return measures


def said(client: httpx.Client, text: str) -> tuple[str, str | None]:
    found = client.post("/v1/interpret", json={"text": text}).raise_for_status().json()
    return found["emergency"]["level"], found["category"]


def compared(
    name: str, lines: list[LabelledLine], plain: list[tuple[str, str | None]], changed: list[tuple[str, str | None]]
) -> list[Measure]:
    other = sum(one[0] != two[0] for one, two in zip(plain, changed, strict=True)) / len(lines)
    silent = [
        two[0] == "none"
        for line, one, two in zip(lines, plain, changed, strict=True)
        if line.emergency and one[0] != "none"
    ]
    tips = [n for n, line in enumerate(lines) if line.category is not None]
    right = [sum(answers[n][1] == lines[n].category for n in tips) / len(tips) for answers in (plain, changed)]
    beside = f"{len(lines)} lines of the own evaluation set"
    return [
        Measure(f"{name}: another level of the guard", other * 100, "%", beside=beside),
        Measure(f"{name}: an emergency no longer noticed", sum(silent) / len(silent) * 100, "%", beside=beside),
        Measure(f"{name}: category of tips, points lost", (right[0] - right[1]) * 100, "", 3, beside=beside),
    ]
