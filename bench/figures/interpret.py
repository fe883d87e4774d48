"""`POST /v1/interpret`, Rasa included, one request at a time on a kept connection."""

from __future__ import annotations

from api.tokens.models import Role
from bench.bench import Bench
from bench.figure import Measure, MeasuringFailedError, percentile
from bench.lines import mixed
from bench.processes import Neighbours

TEXTS, WARM = 300, 20


def run(bench: Bench) -> list[Measure]:
    app = bench.app()
    token = app.token(Role.INTEGRATION)
    with app:
        bench.say("waiting for Rasa")
        app.wait_ready()
        bench.quiet()
        others = Neighbours()
        bench.say(f"{TEXTS} texts")
        found = app.load("readings", token=token, texts=mixed(TEXTS + WARM))
        beside = f"{TEXTS} texts; others used {others.share:.0%} of the processors"
    if found["engines"] != {"rasa": TEXTS + WARM}:
        raise MeasuringFailedError("not every text was read by Rasa")
    taken = found["milliseconds"][WARM:]
    return [
        Measure("POST /v1/interpret, p50", percentile(taken, 0.5), "ms", beside=beside),
        Measure("POST /v1/interpret, p95", percentile(taken, 0.95), "ms", 40, beside=beside),
    ]
