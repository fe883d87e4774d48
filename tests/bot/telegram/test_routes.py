from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest
from fastapi import FastAPI

from bot.intake import Inbound
from bot.telegram.adapter import TelegramAdapter
from bot.telegram.settings import TelegramSettings
from tests.bot.fake_intake import FakeIntake
from tests.bot.telegram.fake_bot_api import TOKEN, message

pytestmark = pytest.mark.anyio

SECRET = "s3cret-for_tests"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
PATH = "/webhooks/telegram"


@pytest.fixture
async def http(intake: FakeIntake) -> AsyncIterator[httpx.AsyncClient]:
    async with client(intake, TelegramSettings(token=TOKEN, webhook_secret=SECRET)) as http:
        yield http


def client(intake: FakeIntake, settings: TelegramSettings) -> httpx.AsyncClient:
    app = FastAPI()
    app.include_router(TelegramAdapter(settings, intake, now=lambda: datetime(2026, 11, 22, tzinfo=UTC)).router)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app")


def update(number: int, text: str, chat: int = 4711) -> dict[str, object]:
    return {"update_id": number, "message": message(text, chat=chat, id=number)}


async def test_an_update_is_answered_200_once_it_is_stored(http: httpx.AsyncClient, intake: FakeIntake) -> None:
    intake.commit_takes = lambda _: 0.05

    response = await http.post(PATH, json=update(1, "inbrott på Storgatan"), headers=HEADERS)

    assert (response.status_code, intake.texts) == (200, ["inbrott på Storgatan"])


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", "s\xe9cret"])
async def test_a_stranger_is_refused_before_anything_is_read(
    http: httpx.AsyncClient, intake: FakeIntake, secret: str | None
) -> None:
    headers = {} if secret is None else {b"X-Telegram-Bot-Api-Secret-Token": secret.encode("latin-1")}

    response = await http.post(PATH, content=b"not even json", headers=headers)

    assert (response.status_code, response.content, intake.deliveries) == (403, b"", [])


async def test_without_a_secret_of_our_own_everybody_is_a_stranger(intake: FakeIntake) -> None:
    async with client(intake, TelegramSettings(token=TOKEN)) as http:
        for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": ""}):
            assert (await http.post(PATH, json=update(1, "hej"), headers=headers)).status_code == 403
    assert intake.deliveries == []


async def test_a_channel_without_a_token_takes_nothing(intake: FakeIntake) -> None:
    async with client(intake, TelegramSettings(webhook_secret=SECRET)) as http:
        assert (await http.post(PATH, json=update(1, "hej"), headers=HEADERS)).status_code == 403
    assert intake.deliveries == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"hej"', b"\xff\xfe", b'{"message": {}}', b"[" * 60_000])
async def test_what_is_no_update_is_malformed(http: httpx.AsyncClient, intake: FakeIntake, body: bytes) -> None:
    response = await http.post(PATH, content=body, headers=HEADERS)

    assert (response.status_code, response.content, intake.deliveries) == (400, b"", [])


async def test_a_body_over_the_limit_is_cut_off_while_it_streams(http: httpx.AsyncClient, intake: FakeIntake) -> None:
    given = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal given
        while given < 1000:
            given += 1
            yield b"x" * 16 * 1024

    response = await http.post(PATH, content=endless(), headers=HEADERS)

    assert (response.status_code, intake.deliveries) == (413, [])
    assert given <= 6


async def test_a_declared_length_over_the_limit_is_refused_unread(http: httpx.AsyncClient, intake: FakeIntake) -> None:
    response = await http.post(PATH, json=update(1, "x" * 65_536), headers=HEADERS)

    assert (response.status_code, intake.deliveries) == (413, [])


async def test_a_body_just_within_the_limit_is_taken(http: httpx.AsyncClient, intake: FakeIntake) -> None:
    body = json.dumps(update(1, "brott")).encode()

    response = await http.post(PATH, content=body.ljust(64 * 1024), headers=HEADERS)

    assert (response.status_code, intake.texts) == (200, ["brott"])


async def test_a_repeated_delivery_changes_nothing(http: httpx.AsyncClient, intake: FakeIntake) -> None:
    for _ in range(2):
        assert (await http.post(PATH, json=update(1, "inbrott"), headers=HEADERS)).status_code == 200

    assert (len(intake.deliveries), intake.texts) == (2, ["inbrott"])


async def test_what_could_not_be_stored_is_not_acknowledged(
    http: httpx.AsyncClient, intake: FakeIntake, caplog: pytest.LogCaptureFixture
) -> None:
    intake.fails_on = lambda _: True
    failed = await http.post(PATH, json=update(1, "hemligt tips"), headers=HEADERS)
    intake.fails_on = lambda _: False
    repeated = await http.post(PATH, json=update(1, "hemligt tips"), headers=HEADERS)

    assert (failed.status_code, failed.content, repeated.status_code) == (500, b"", 200)
    assert intake.texts == ["hemligt tips"]
    assert "StoreDownError" in caplog.text
    assert "hemligt" not in caplog.text and "4711" not in caplog.text


async def test_a_group_is_answered_200_and_nothing_is_stored(http: httpx.AsyncClient, intake: FakeIntake) -> None:
    group = {"update_id": 1, "message": message("hej") | {"chat": {"id": -5, "type": "group"}}}

    assert (await http.post(PATH, json=group, headers=HEADERS)).status_code == 200
    assert intake.deliveries == []


async def test_a_chat_keeps_its_order_and_chats_do_not_wait_for_one_another(
    http: httpx.AsyncClient, intake: FakeIntake
) -> None:
    def takes(inbound: Inbound) -> float:
        return 0.3 if inbound.text == "först" else 0.0

    intake.commit_takes = takes
    posts = []
    for number, (text, chat) in enumerate([("först", 1), ("sedan", 1), ("någon annan", 2)]):
        posts.append(asyncio.create_task(http.post(PATH, json=update(number, text, chat), headers=HEADERS)))
        await asyncio.sleep(0.02)
    await asyncio.gather(*posts)

    assert intake.texts == ["någon annan", "först", "sedan"]


@pytest.mark.parametrize("secret", ["with space", "å", "x" * 257])
def test_a_secret_that_telegram_would_refuse_is_refused_without_being_repeated(secret: str) -> None:
    with pytest.raises(ValueError, match="webhook secret may hold") as error:
        TelegramSettings(token=TOKEN, webhook_secret=secret)
    assert secret not in str(error.value)


def test_a_webhook_without_a_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a secret"):
        TelegramSettings(token=TOKEN, webhook_url="https://tips.example/webhooks/telegram")


def test_the_settings_do_not_show_their_secrets() -> None:
    assert TOKEN not in repr(TelegramSettings(token=TOKEN, webhook_secret=SECRET))
    assert SECRET not in repr(TelegramSettings(token=TOKEN, webhook_secret=SECRET))
