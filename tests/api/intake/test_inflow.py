"""While messages pour in, storing them goes before answering them."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from api.intake.inflow import MANY, WITHIN, Inflow
from api.turns import worker
from api.turns.worker import Workers
from tests.api.world import World
from tests.fakes import FakeClock, FakeDialogue

pytestmark = pytest.mark.anyio


class Watch:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def poured(watch: Watch, every: float, count: int = MANY) -> Inflow:
    inflow = Inflow(watch)
    for _ in range(count):
        watch.seconds += every
        inflow.came()
    return inflow


def test_many_messages_in_a_moment_pour() -> None:
    assert poured(Watch(), WITHIN / MANY / 2).pours()


def test_a_busy_evening_of_twenty_messages_a_second_does_not_pour() -> None:
    assert not poured(Watch(), 1 / 20).pours()


def test_a_few_messages_at_once_do_not_pour() -> None:
    assert not poured(Watch(), 0.0, MANY - 1).pours()


def test_what_poured_is_over_a_moment_later() -> None:
    watch = Watch()
    inflow = poured(watch, 0.001)
    watch.seconds += WITHIN
    assert not inflow.pours()


async def test_turns_wait_while_messages_pour_but_not_for_ever(
    world: World, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "GIVE_WAY_SECONDS", 0.02)
    watch, dialogue = Watch(), FakeDialogue()
    pouring = World(world.store, clock, dialogue, workers=1)
    asked_while_waiting = []

    def pours() -> bool:
        asked_while_waiting.append(len(dialogue.asked))
        return poured(watch, 0.0).pours()

    workers = Workers(pouring.store, pouring.turns, pouring.signals, timedelta(900), pours, 1, clock)
    await pouring.say("Jag såg en blå bil")
    clock.advance(1)
    workers.start()
    try:
        async with asyncio.timeout(20):
            while not dialogue.asked:
                await asyncio.sleep(0.01)
    finally:
        await workers.stop()
    assert asked_while_waiting[: worker.GIVE_WAY_AT_MOST] == [0] * worker.GIVE_WAY_AT_MOST
