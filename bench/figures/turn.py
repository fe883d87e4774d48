"""A whole turn, Rasa included: from the message to the dialogue's answer, one conversation at a time."""

from __future__ import annotations

from api.settings import ROOT
from api.wording import Wording
from bench.bench import Bench
from bench.figure import Measure, MeasuringFailedError, percentile
from bench.lines import calm
from bench.processes import Neighbours

TURNS, WARM = 60, 5


def run(bench: Bench) -> list[Measure]:
    texts = calm(bench.guard(), TURNS + WARM)
    fallback = Wording(ROOT / "nlu_data" / "responses").render("utter_received", "sv", "webchat").text
    with bench.app() as app:
        bench.say("waiting for Rasa")
        app.wait_ready()
        bench.quiet()
        others = Neighbours()
        bench.say(f"{TURNS} turns")
        found = app.load("turns", texts=texts, fallback=fallback)
        busy = others.share
    if found["failed"]:
        raise MeasuringFailedError(f"{found['failed']} turns had no answer of the dialogue")
    taken = found["milliseconds"][WARM:]
    beside = f"{TURNS} new conversations, six words and more; others used {busy:.0%} of the processors"
    return [
        Measure("a turn with Rasa, p50", percentile(taken, 0.5), "ms", beside=beside),
        Measure("a turn with Rasa, p95", percentile(taken, 0.95), "ms", 250, beside=beside),
    ]
