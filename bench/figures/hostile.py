"""Random and hostile strings: none may crash guard or analysis, or take long."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime

from bench.bench import Bench
from bench.figure import Measure, percentile
from bench.hostile import strings
from bench.lines import mixed

COUNT = int(os.environ.get("HOSTILE", "100000"))
SEED = 20_261_129
READ_AT = datetime(2026, 11, 29, 12, tzinfo=UTC)


def run(bench: Bench) -> list[Measure]:
    guard, analysis = bench.guard(), bench.analysis()
    readers: dict[str, Callable[[str], object]] = {
        "guard": guard.read,
        "analysis": lambda text: analysis(text, READ_AT),
    }
    taken: dict[str, list[float]] = {name: [] for name in readers}
    for number, text in enumerate(strings(mixed(), COUNT, SEED)):
        if number % 1000 == 0:
            bench.say(f"{number} of {COUNT}")
        for name, read in readers.items():
            began = time.thread_time()
            read(text)
            taken[name].append((time.thread_time() - began) * 1000)
    beside = f"{COUNT} strings of up to 6,000 characters; the processor's time; a crash would end the figure"
    return [
        Measure(f"hostile strings, {name}, {label}", value, "ms", goal, beside=beside)
        for name, times in taken.items()
        for label, value, goal in (("p99", percentile(times, 0.99), None), ("longest", max(times), 100))
    ]
