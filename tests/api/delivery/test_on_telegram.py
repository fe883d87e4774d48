"""The real outbox and the real adapter together, against a fake Bot API."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import select

from api.runtime import EmbeddedIntake
from api.store.store import Store
from bot.telegram.adapter import TelegramAdapter
from bot.telegram.settings import TelegramSettings
from tests.api.world import World, outbox, words
from tests.bot.http_server import served
from tests.bot.telegram.fake_bot_api import TOKEN, FakeBotApi, message
from tests.fakes import FakeClock

pytestmark = pytest.mark.anyio


async def until(reached: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(8):
        while not await reached():
            await asyncio.sleep(0.02)


async def test_who_blocked_the_bot_is_unreachable_and_gets_what_was_given_up_once_back(
    store: Store, clock: FakeClock
) -> None:
    world, fake = World(store, clock), FakeBotApi()

    async def dead() -> list[str]:
        return [row.id for row in await world.rows(select(outbox.c.id).where(outbox.c.state == "dead"))]

    async def blocked() -> bool:
        return len(await dead()) == 1

    async def heard() -> bool:
        return (await world.conversation("4711")).unreachable_at is None

    async with served(fake.app) as address:
        settings = TelegramSettings(token=TOKEN, base_url=f"{address}/bot")
        adapter = TelegramAdapter(settings, EmbeddedIntake(world.intake, world.delivery), now=clock)
        await adapter.start()
        fake.blocked_by.add(4711)
        await fake.send(message("/start"))
        await until(blocked)
        assert not await heard()

        fake.blocked_by.clear()
        await fake.send(message(sticker={"file_id": "x"}, id=2))
        await until(heard)
        await world.delivery.retry((await dead())[0])
        await fake.until(lambda it: len(it.called("sendMessage")) >= 3)
        said = [call.params["text"] for call in fake.called("sendMessage")]
        await adapter.stop()
        await fake.release()
    assert set(said) == {words("utter_greeting"), words("utter_unsupported")}
