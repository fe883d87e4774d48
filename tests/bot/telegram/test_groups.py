"""Chats of many are left with one friendly word, and nothing of them is stored."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.telegram.adapter import TelegramAdapter
from bot.telegram.settings import TelegramSettings
from bot.telegram.wording import group_refusal
from tests.bot.fake_intake import FakeIntake
from tests.bot.telegram.fake_bot_api import FakeBotApi, message

pytestmark = pytest.mark.anyio

GROUP = {"chat": {"id": -100123, "type": "supergroup", "title": "Grannsamverkan"}}
ADDED = {**GROUP, "from": {"id": 1}, "new_chat_member": {"status": "member", "user": {"id": 110201543}}}


@pytest.fixture
def fake(api: tuple[FakeBotApi, str]) -> FakeBotApi:
    return api[0]


@pytest.fixture
async def adapter(settings: TelegramSettings, intake: FakeIntake) -> AsyncIterator[TelegramAdapter]:
    adapter = TelegramAdapter(settings, intake)
    await adapter.start()
    yield adapter
    await adapter.stop()


async def test_who_adds_the_bot_to_a_group_is_shown_the_private_chat_and_112(
    fake: FakeBotApi, adapter: TelegramAdapter, intake: FakeIntake
) -> None:
    await fake.send(ADDED, "my_chat_member")
    await fake.until(lambda it: len(it.called("leaveChat")) == 1)

    (said,) = [call.params for call in fake.called("sendMessage")]
    assert (said["chat_id"], said["text"]) == (-100123, group_refusal("tips_bot"))
    assert "https://t.me/tips_bot" in str(said["text"]) and "112" in str(said["text"])
    assert fake.called("leaveChat")[0].params == {"chat_id": -100123}
    assert intake.deliveries == []


async def test_a_lively_group_is_told_once_and_left_once(
    fake: FakeBotApi, adapter: TelegramAdapter, intake: FakeIntake
) -> None:
    for n in range(20):
        await fake.send(message(f"hemligt {n}", id=n) | GROUP)
    await fake.send(message("inbrott"))
    await fake.until(lambda it: not it.pending and len(it.called("leaveChat")) == 1)

    assert len(fake.called("sendMessage")) == 1
    assert intake.texts == ["inbrott"]


async def test_who_adds_it_again_later_is_left_without_a_word(
    fake: FakeBotApi, adapter: TelegramAdapter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.groups._AGAIN_AFTER_SECONDS", 0.0)
    await fake.send(ADDED, "my_chat_member")
    await fake.until(lambda it: len(it.called("leaveChat")) == 1)
    await fake.send(ADDED, "my_chat_member")
    await fake.until(lambda it: len(it.called("leaveChat")) == 2)

    assert len(fake.called("sendMessage")) == 1


async def test_a_channel_that_the_bot_may_not_write_in_is_left_all_the_same(
    fake: FakeBotApi, adapter: TelegramAdapter, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    fake.refuse("sendMessage", 403, "Forbidden: need administrator rights in the channel chat")
    fake.refuse("leaveChat", 400, "Bad Request: chat not found")
    await fake.send(ADDED, "my_chat_member")
    await fake.until(lambda it: len(it.called("leaveChat")) == 1)
    await adapter.stop()

    assert "Forbidden" in caplog.text and "100123" not in caplog.text and "Grann" not in caplog.text
