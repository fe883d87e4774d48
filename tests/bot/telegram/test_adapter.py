"""Starting, stopping, and both ways of receiving."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from fastapi import FastAPI

from bot.intake import Channel, Failure
from bot.status import Status
from bot.telegram.adapter import TelegramAdapter
from bot.telegram.settings import Command, TelegramSettings
from tests.bot.fake_intake import FakeIntake, Marked, outbound
from tests.bot.http_server import served
from tests.bot.telegram.fake_bot_api import TOKEN, FakeBotApi, message

pytestmark = pytest.mark.anyio


async def test_by_webhook_an_update_is_repeated_until_it_is_stored(
    api: tuple[FakeBotApi, str], intake: FakeIntake
) -> None:
    fake, address = api
    app = FastAPI()
    async with served(app) as own:
        settings = TelegramSettings(
            token=TOKEN,
            base_url=f"{address}/bot",
            webhook_secret="s3cret",
            webhook_url=f"{own}/webhooks/telegram",
            commands=(Command("start", "Börja om"), Command("hjalp", "Hjälp", "sv")),
        )
        adapter = TelegramAdapter(settings, intake)
        app.include_router(adapter.router)
        await adapter.start()
        await fake.until(lambda it: len(it.called("setMyCommands")) == 2)
        intake.fails_on = lambda _: len(intake.deliveries) == 1

        statuses = await fake.push(await fake.send(message("inbrott")))

        assert (statuses, intake.texts) == ([500, 200], ["inbrott"])
        assert fake.webhook["allowed_updates"] == ["message", "edited_message", "callback_query", "my_chat_member"]
        assert fake.called("getUpdates") == []
        await intake.say(outbound(Channel.TELEGRAM, "Tack"))
        await intake.until(lambda it: bool(it.marked))
        assert str(adapter.status) == "ready"
        await adapter.stop()


async def test_a_telegram_that_is_down_is_reached_later(
    api: tuple[FakeBotApi, str], settings: TelegramSettings, intake: FakeIntake
) -> None:
    fake, _ = api
    fake.down = True
    adapter = TelegramAdapter(settings, intake)
    began = time.monotonic()
    await adapter.start()
    assert (time.monotonic() - began < 1, adapter.status) == (True, Status.STARTING)
    await fake.until(lambda it: len(it.called("getMe")) == 2)
    assert str(adapter.status) == "failing"

    fake.down = False
    await fake.send(message("inbrott"))
    await intake.until(lambda it: bool(it.stored))
    await fake.until(lambda it: not it.pending)

    assert str(adapter.status) == "ready"
    await adapter.stop()


async def test_a_wrong_token_fails_without_being_logged(
    api: tuple[FakeBotApi, str], intake: FakeIntake, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    fake, address = api
    wrong = "110201543:wrong-token"
    adapter = TelegramAdapter(TelegramSettings(token=wrong, base_url=f"{address}/bot"), intake)
    await adapter.start()
    await fake.until(lambda it: len(it.called("getMe")) == 2)
    await intake.say(outbound(Channel.TELEGRAM, "hemligt svar"))
    await intake.until(lambda it: bool(it.marked))

    assert (adapter.status, intake.marked) == (Status.FAILING, [Marked("o1", Failure.LATER)])
    await adapter.stop()
    assert "InvalidToken" in caplog.text
    assert "wrong-token" not in caplog.text and "hemligt" not in caplog.text and "4711" not in caplog.text


async def test_nothing_said_or_sent_is_logged(
    api: tuple[FakeBotApi, str], settings: TelegramSettings, intake: FakeIntake, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    fake, _ = api
    adapter = TelegramAdapter(settings, intake)
    await adapter.start()
    await fake.send(message("hemligt tips"))
    await intake.until(lambda it: bool(it.stored))
    fake.refuse("sendMessage", 400, "Bad Request: hemligt svar")
    await intake.say(outbound(Channel.TELEGRAM, "hemligt svar"))
    await intake.until(lambda it: bool(it.marked))
    await adapter.stop()

    for secret in (TOKEN, "hemligt", "4711"):
        assert secret not in caplog.text


async def test_stopping_is_quick_while_a_poll_is_held_and_starting_again_works(
    api: tuple[FakeBotApi, str], settings: TelegramSettings, intake: FakeIntake
) -> None:
    fake, _ = api
    adapter = TelegramAdapter(settings, intake)
    for round_ in (1, 2):
        await adapter.start()
        await adapter.start()
        await fake.send(message(f"nr {round_}", id=round_))
        await intake.until(lambda it, wanted=round_: len(it.stored) == wanted)  # type: ignore[misc]
        began = time.monotonic()
        await adapter.stop()
        assert time.monotonic() - began < 2.0
        assert str(adapter.status) == "off"


async def test_stopping_lets_what_was_fetched_be_stored(
    api: tuple[FakeBotApi, str], settings: TelegramSettings, intake: FakeIntake
) -> None:
    fake, _ = api
    intake.commit_takes = lambda _: 0.4
    adapter = TelegramAdapter(settings, intake)
    await adapter.start()
    await fake.send(message("inbrott"))
    await intake.until(lambda it: bool(it.deliveries))

    await adapter.stop()

    assert intake.texts == ["inbrott"]


async def test_without_a_token_the_channel_is_off(intake: FakeIntake) -> None:
    adapter = TelegramAdapter(TelegramSettings(), intake)
    await adapter.start()

    assert str(adapter.status) == "off"
    await adapter.stop()


def test_a_channel_that_is_off_does_not_load_the_library() -> None:
    code = "import sys, bot.telegram.adapter; sys.exit('telegram' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
