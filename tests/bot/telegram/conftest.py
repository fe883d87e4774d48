from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.telegram.settings import TelegramSettings
from tests.bot.fake_intake import FakeIntake
from tests.bot.http_server import served
from tests.bot.telegram.fake_bot_api import TOKEN, FakeBotApi


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def intake() -> FakeIntake:
    return FakeIntake()


@pytest.fixture
async def api() -> AsyncIterator[tuple[FakeBotApi, str]]:
    """The fake and its address."""
    fake = FakeBotApi()
    async with served(fake.app) as address:
        yield fake, address
        await fake.release()


@pytest.fixture
def settings(api: tuple[FakeBotApi, str]) -> TelegramSettings:
    """Long polling against the fake."""
    return TelegramSettings(token=TOKEN, base_url=f"{api[1]}/bot", base_file_url=f"{api[1]}/file/bot")
