"""Durable intake in the web chat: messages acknowledged after their commit, the guard included."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from bench.app import App, load
from bench.bench import Bench
from bench.figure import Better, Measure, MeasuringFailedError, median, percentile
from bench.lines import mixed
from bench.peers import running, syncs_per_second
from bench.processes import Neighbours, processor_seconds

CONNECTIONS, SECONDS, TIMES, CONVERSATIONS = 16, 10, 3, 800
LONGEST_DRAIN = 600.0
WAITING = 'tipline_messages{state="waiting"}'


@dataclass(slots=True)
class Rounds:
    """What the rounds of one kind of burst showed, each beside its peers."""

    bench: Bench
    bursts: list[dict[str, Any]] = field(default_factory=list)
    disks: list[float] = field(default_factory=list)
    empties: list[float] = field(default_factory=list)
    others: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    drain: float = 0.0

    def pour(self, app: App, **spec: Any) -> list[Any]:
        """One burst into a ready app; its acknowledgements."""
        self.bench.quiet()
        self.bench.say("the disk and an empty route")
        self.disks.append(syncs_per_second(self.bench.folder))
        self.empties.append(empty_route())
        others, used = Neighbours(), processor_seconds(app.pid)
        self.bench.say(f"burst {len(self.bursts) + 1} of {TIMES}")
        burst = app.load("burst", **shape(), **spec)
        self.others.append(others.share)
        self.processor.append((processor_seconds(app.pid) - used) / max(1, len(burst["acks"])) * 1000)
        self.bursts.append(burst)
        if len(self.bursts) == TIMES:
            self.drain = drained(self.bench, app)
        return list(burst["acks"])

    def figures(self, where: str, goal: float) -> list[Measure]:
        refused = sum(len(one["milliseconds"]) - len(one["acks"]) for one in self.bursts)
        rate = median([len(one["acks"]) / one["seconds"] for one in self.bursts])
        taken = [median([percentile(one["milliseconds"], share) for one in self.bursts]) for share in (0.5, 0.99)]
        beside = f"{CONNECTIONS} connections, {SECONDS} s, median of {TIMES}; beside it {median(self.disks):.0f} "
        beside += f"fdatasync/s and {median(self.empties):.0f} requests/s to an empty route"
        busy = f"others used {median(self.others):.0%} of the processors"
        stored = len(self.bursts[-1]["acks"])
        return [
            Measure(f"durable intake, {where}", rate, "/s", goal, Better.MORE, f"{beside}; {busy}"),
            Measure(f"durable intake, {where}, p50", taken[0], "ms"),
            Measure(f"durable intake, {where}, p99", taken[1], "ms"),
            Measure(f"the app's processor time a message, {where}", median(self.processor), "ms"),
            Measure(f"not acknowledged, {where}", refused, "", 0),
            Measure(f"until none is without its turn, {where}", self.drain, "s", beside=f"after {stored} messages"),
            Measure(f"acknowledged but not found afterwards, {where}", 0, "", 0, beside="every ack looked up"),
        ]


def run(bench: Bench) -> list[Measure]:
    rounds = Rounds(bench)
    for number in range(TIMES):
        with bench.app() as app:
            bench.say(f"waiting for Rasa, {number + 1} of {TIMES}")
            app.wait_ready()
            tokens = app.load("sessions", count=CONVERSATIONS)["tokens"]
            acks = rounds.pour(app, kind="chat", tokens=tokens)
            if missing := app.load("histories", acks=acks)["missing"]:
                raise MeasuringFailedError(f"{missing} acknowledged messages are not in their history")
    return rounds.figures("web chat", 500)


def shape() -> dict[str, Any]:
    return {"connections": CONNECTIONS, "seconds": SECONDS, "texts": mixed()}


def empty_route() -> float:
    """Requests a second that a route which stores nothing answers to the same load."""
    with running("empty") as port:
        found = load("burst", port=port, kind="empty", tokens=["none"], **{**shape(), "seconds": 3})
    return len(found["milliseconds"]) / float(found["seconds"])


def drained(bench: Bench, app: App) -> float:
    """Seconds until no message waits for its turn."""
    began = time.monotonic()
    while (since := time.monotonic() - began) < LONGEST_DRAIN:
        left = app.gauges().get(WAITING, 0)
        if left == 0:
            return since
        bench.say(f"{left:.0f} messages wait for their turn")
        time.sleep(1.0)
    raise MeasuringFailedError(f"messages still waited for their turn after {LONGEST_DRAIN:.0f} s")
