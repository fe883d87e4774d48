"""A flood from one Telegram sender, 10,000 messages a minute: what the others in the web chat notice of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from api import installation
from api.conversations.models import Message
from api.settings import Settings
from api.store.base import table_of
from bench.app import App
from bench.bench import Bench
from bench.figure import Better, Measure, MeasuringFailedError, percentile
from bench.figures.telegram import SECRET, telegram_app
from bench.figures.webhook import not_stored
from bench.lines import DANGER, mixed, tips
from bench.peers import running
from bench.processes import Neighbours

A_MINUTE, SECONDS, TIMES = 10_000, 60, 2
# Twenty people, each of whom says something every four seconds.
ALARMED, TELLING, EVERY = 10, 10, 4.0
FLOODER = 6_000_000

messages = table_of(Message)


@dataclass(slots=True)
class Found:
    """What one kind of round showed: with the flood, or as usual."""

    warned: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    acks: list[list[str]] = field(default_factory=list)
    refused: int = 0
    said: int = 0

    def add(self, one: dict[str, Any]) -> None:
        if one["silent"][0]:
            raise MeasuringFailedError(f"{one['silent'][0]} emergencies were not answered with 112")
        self.warned += one["warned"]
        self.answered += one["answered"]
        self.acks += one["acks"]
        self.refused += one["refused"]
        self.said += one["said"]


def run(bench: Bench) -> list[Measure]:
    usual, flooded, calm = Found(), Found(), tips(bench.guard())
    with running("bot_api") as bot_api, telegram_app(bench, bot_api) as app:
        bench.say("waiting for Rasa")
        app.wait_ready()
        bench.quiet()
        others = Neighbours()
        for number in range(TIMES):
            usual.add(one_round(bench, app, f"as usual, {number + 1} of {TIMES}", calm))
            pouring: dict[str, Any] = {
                "rate": A_MINUTE / 60,
                "chat": FLOODER,
                "first": number * A_MINUTE + 1,
                "secret": SECRET,
            }
            pouring["texts"] = mixed()
            flooded.add(one_round(bench, app, f"the flood, {number + 1} of {TIMES}", calm, pouring))
        busy = others.share
        app.stop()
        lost = not_stored(app, flooded.acks)
        stored, aside = counts(app)
    if stored != usual.said + flooded.said + len(flooded.acks):
        raise MeasuringFailedError(f"{stored} messages are in the store, others were acknowledged")
    beside = f"20 others, {usual.said} messages as usual and {flooded.said} beside the flood; others used {busy:.0%}"
    return [
        *noticed("112 in the web chat", usual.warned, flooded.warned, beside),
        *noticed("an answer in the web chat", usual.answered, flooded.answered, beside),
        Measure(
            "taken of the flood",
            len(flooded.acks) / TIMES,
            "/min",
            None,
            Better.MORE,
            "the rest stays with Telegram",
        ),
        Measure("set aside of the flood", aside / len(flooded.acks) * 100, "%"),
        Measure("refused of the flood", flooded.refused, "", 0),
        Measure("acknowledged but not in the store", lost, "", 0, beside="every ack looked up, and all counted"),
    ]


def one_round(
    bench: Bench, app: App, what: str, calm: list[str], flood: dict[str, Any] | None = None
) -> dict[str, Any]:
    bench.say(what)
    tokens = app.load("sessions", count=ALARMED + TELLING)["tokens"]
    people = {"alarmed": tokens[:ALARMED], "telling": tokens[ALARMED:], "every": EVERY}
    found: dict[str, Any] = app.load("flood", **people, seconds=SECONDS, danger=DANGER, tips=calm, flood=flood)
    return found


def noticed(what: str, usual: list[float], flooded: list[float], beside: str) -> list[Measure]:
    before, during = percentile(usual, 0.99), percentile(flooded, 0.99)
    return [
        Measure(f"{what} beside a flood, p99 to the usual p99", during / before, "×", 2, beside=beside),
        Measure(f"{what}, p99 as usual", before, "ms"),
        Measure(f"{what}, p99 beside a flood", during, "ms"),
        Measure(f"{what}, p50 beside a flood", percentile(flooded, 0.5), "ms", beside=f"{percentile(usual, 0.5):.0f} ms as usual"),
    ]  # fmt: skip


def counts(app: App) -> tuple[int, int]:
    """How many messages of reporters the stopped app's store has, and how many of them are set aside."""
    settings = Settings(data_dir=app.data)
    store = installation.open_store(settings, installation.secrets_of(settings))
    count = select(func.count()).where(messages.c.origin == "reporter")
    try:
        return store.read_now(
            lambda read: (
                read.connection.execute(count).scalar_one(),
                read.connection.execute(count.where(messages.c.aside)).scalar_one(),
            )
        )
    finally:
        store.close()
