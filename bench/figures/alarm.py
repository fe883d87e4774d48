"""An emergency in the web chat: from the message to the words on 112 in the reporter's stream."""

from __future__ import annotations

from bench.bench import Bench
from bench.figure import Measure, MeasuringFailedError, median, percentile
from bench.lines import DANGER
from bench.processes import Neighbours

RATE, SECONDS, TIMES, CONVERSATIONS = 20, 15, 3, 40


def run(bench: Bench) -> list[Measure]:
    rounds: list[list[float]] = []
    busy: list[float] = []
    with bench.app() as app:
        bench.say("waiting for Rasa")
        app.wait_ready()
        for number in range(TIMES):
            bench.quiet()
            others = Neighbours()
            bench.say(f"{RATE} emergencies a second, {number + 1} of {TIMES}")
            tokens = app.load("sessions", count=CONVERSATIONS)["tokens"]
            found = app.load("alarms", rate=RATE, seconds=SECONDS, tokens=tokens, texts=DANGER)
            busy.append(others.share)
            if found["unanswered"]:
                raise MeasuringFailedError(f"{found['unanswered']} emergencies were not answered with 112")
            rounds.append(found["milliseconds"])
    beside = f"{RATE}/s over {CONVERSATIONS} open streams; median of {TIMES} rounds of {RATE * SECONDS}; others used {median(busy):.0%} of the processors"
    return [
        Measure(
            f"112 in the web chat, p{share * 100:.0f}",
            median([percentile(one, share) for one in rounds]),
            "ms",
            goal,
            beside=beside,
        )
        for share, goal in ((0.5, None), (0.99, 50))
    ]
