"""Wake-ups inside one process."""

from __future__ import annotations

import asyncio

import pytest

from api.signals import Signals

pytestmark = pytest.mark.anyio


async def test_who_waits_is_woken() -> None:
    signals = Signals()
    waiter = signals.waiter("events")
    asyncio.get_running_loop().call_later(0.01, signals.events)
    await asyncio.wait_for(signals.wait(waiter, "events", 10), 1)


async def test_a_wake_up_between_looking_and_waiting_is_not_missed() -> None:
    signals = Signals()
    waiter = signals.waiter("events")
    signals.events()
    await asyncio.wait_for(signals.wait(waiter, "events", 10), 1)


async def test_who_waits_in_vain_goes_on_after_the_time() -> None:
    signals = Signals()
    await signals.wait(signals.waiter("events"), "events", 0.01)


async def test_a_cancellation_that_comes_with_a_wake_up_is_not_lost() -> None:
    signals = Signals()

    async def wait_for_ever() -> None:
        while True:
            await signals.wait(signals.waiter("work"), "work", 10)

    waiting = asyncio.create_task(wait_for_ever())
    await asyncio.sleep(0)
    signals.everybody()
    waiting.cancel()
    done, _ = await asyncio.wait([waiting], timeout=1)
    assert done == {waiting}
