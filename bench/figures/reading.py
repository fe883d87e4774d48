"""Guard and analysis by themselves, in this process, over the lines that the guard learned from."""

from __future__ import annotations

import time
from collections.abc import Callable

from api import clock
from bench.bench import Bench
from bench.figure import Measure, percentile
from bench.lines import mixed

TEXTS = 1_000


def run(bench: Bench) -> list[Measure]:
    texts = mixed(TEXTS)
    bench.say("the guard")
    guard = seconds_each(bench.guard().read, texts)
    bench.say("the analysis")
    analyse, now = bench.analysis(), clock.now()
    analysis = seconds_each(lambda text: analyse(text, now), texts)
    beside = f"{TEXTS} texts, {sum(map(len, texts)) // TEXTS} characters on average; the processor's time"
    return [
        Measure("the guard alone, p50", percentile(guard, 0.5) * 1e6, "µs", beside=beside),
        Measure("the guard alone, p95", percentile(guard, 0.95) * 1e6, "µs", 1000, beside=beside),
        Measure("the guard alone, p99", percentile(guard, 0.99) * 1e6, "µs", beside=beside),
        Measure("the analysis alone, p50", percentile(analysis, 0.5) * 1e3, "ms", beside=beside),
        Measure("the analysis alone, p95", percentile(analysis, 0.95) * 1e3, "ms", 5, beside=beside),
        Measure("the analysis alone, p99", percentile(analysis, 0.99) * 1e3, "ms", beside=beside),
    ]


def seconds_each(read: Callable[[str], object], texts: list[str]) -> list[float]:
    for text in texts[:50]:
        read(text)
    taken = []
    for text in texts:
        began = time.thread_time()
        read(text)
        taken.append(time.thread_time() - began)
    return taken
