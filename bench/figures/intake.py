"""Durable intake in the web chat: messages acknowledged after their commit, the guard included."""

from __future__ import annotations

import time
from typing import Any

from bench.app import App, load
from bench.bench import Bench
from bench.figure import Better, Measure, MeasuringFailedError, median, percentile
from bench.lines import mixed
from bench.peers import running, syncs_per_second

CONNECTIONS, SECONDS, TIMES, CONVERSATIONS = 16, 10, 3, 800
LONGEST_DRAIN = 600.0
WAITING = 'tipline_messages{state="waiting"}'


def run(bench: Bench) -> list[Measure]:
    bursts, drains, disks, empties = [], [], [], []
    for number in range(TIMES):
        bench.say(f"the disk and an empty route, {number + 1} of {TIMES}")
        disks.append(syncs_per_second(bench.folder))
        empties.append(empty_route())
        with bench.app() as app:
            bench.say(f"waiting for Rasa, {number + 1} of {TIMES}")
            app.wait_ready()
            bench.say(f"burst {number + 1} of {TIMES}")
            tokens = app.load("sessions", count=CONVERSATIONS)["tokens"]
            burst = app.load("burst", kind="chat", tokens=tokens, **shape())
            bursts.append(burst)
            drains.append(drained(bench, app))
            if missing := app.load("histories", acks=burst["acks"])["missing"]:
                raise MeasuringFailedError(f"{missing} acknowledged messages are not in their history")
    return figures("web chat", bursts, drains, disks, empties, 500)


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


def figures(
    where: str, bursts: list[dict[str, Any]], drains: list[float], disks: list[float], empties: list[float],
    goal: float,
) -> list[Measure]:  # fmt: skip
    refused = sum(len(one["milliseconds"]) - len(one["acks"]) for one in bursts)
    stored = median([len(one["acks"]) for one in bursts])
    rate = median([len(one["acks"]) / one["seconds"] for one in bursts])
    taken = [[percentile(one["milliseconds"], share) for one in bursts] for share in (0.5, 0.99)]
    beside = f"{CONNECTIONS} connections, {SECONDS} s, median of {len(bursts)}; beside it in the same run: "
    beside += f"{median(disks):.0f} fdatasync/s, {median(empties):.0f} requests/s to an empty route"
    return [
        Measure(f"durable intake, {where}", rate, "/s", goal, Better.MORE, beside),
        Measure(f"durable intake, {where}, p50", median(taken[0]), "ms"),
        Measure(f"durable intake, {where}, p99", median(taken[1]), "ms"),
        Measure(f"not acknowledged, {where}", refused, "", 0),
        Measure(f"until none is without its turn, {where}", median(drains), "s", beside=f"after {stored:.0f} messages"),
        Measure(f"acknowledged but not found afterwards, {where}", 0, "", 0, beside="every ack looked up"),
    ]
