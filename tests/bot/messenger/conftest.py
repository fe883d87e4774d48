from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.messenger.settings import MessengerSettings
from tests.bot.fake_intake import FakeIntake
from tests.bot.http_server import served
from tests.bot.messenger.fake_graph import APP_SECRET, PAGE_TOKEN, VERIFY_TOKEN, FakeGraph


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def intake() -> FakeIntake:
    return FakeIntake()


@pytest.fixture
async def graph() -> AsyncIterator[tuple[FakeGraph, str]]:
    """The fake and its address."""
    fake = FakeGraph()
    async with served(fake.app) as address:
        yield fake, address


@pytest.fixture
def settings() -> MessengerSettings:
    """Without a reachable Graph API: enough for the webhook."""
    return MessengerSettings(app_secret=APP_SECRET, page_token=PAGE_TOKEN, verify_token=VERIFY_TOKEN)
