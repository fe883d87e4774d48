from __future__ import annotations

import asyncio

import pytest

from bot.telegram import pace
from bot.telegram.pace import Pace

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def seconds(limits: Pace, chat: str, count: int) -> float:
    began = asyncio.get_running_loop().time()
    for _ in range(count):
        await limits.wait(chat)
    return asyncio.get_running_loop().time() - began


async def test_a_few_go_out_at_once_and_the_rest_at_the_services_pace() -> None:
    limits = Pace(at_once=3, per_second=20.0)

    assert await seconds(limits, "a", 3) < 0.03
    assert await seconds(limits, "a", 4) > 0.15


async def test_chats_do_not_wait_for_one_another() -> None:
    limits = Pace(at_once=1, per_second=0.01)
    await limits.wait("busy")

    assert await seconds(limits, "calm", 1) < 0.05


async def test_chats_that_rest_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "_CHATS", 5)
    limits = Pace(at_once=1, per_second=1000.0)
    for n in range(20):
        await limits.wait(str(n))
        await asyncio.sleep(0.002)

    assert len(limits._chats) <= 6
