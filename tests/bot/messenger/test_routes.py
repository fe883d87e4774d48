from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from bot.intake import Inbound
from bot.messenger.adapter import MessengerAdapter
from bot.messenger.settings import MessengerSettings
from tests.bot.fake_intake import FakeIntake
from tests.bot.messenger.fake_graph import (
    APP_SECRET,
    PAGE_TOKEN,
    VERIFY_TOKEN,
    as_meta_writes,
    said,
    signature,
    webhook,
)

pytestmark = pytest.mark.anyio

PATH = "/webhooks/messenger"


@pytest.fixture
async def http(intake: FakeIntake, settings: MessengerSettings) -> AsyncIterator[httpx.AsyncClient]:
    async with client(intake, settings) as http:
        yield http


def client(intake: FakeIntake, settings: MessengerSettings) -> httpx.AsyncClient:
    app = FastAPI()
    app.include_router(MessengerAdapter(settings, intake).router)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app")


async def post(http: httpx.AsyncClient, raw: bytes, headers: dict[str, str] | None = None) -> httpx.Response:
    return await http.post(PATH, content=raw, headers=signature(raw) if headers is None else headers)


def hub(**params: str) -> dict[str, str]:
    return {f"hub.{key}": value for key, value in params.items()}


async def test_the_challenge_is_answered_as_text(http: httpx.AsyncClient) -> None:
    asked = hub(mode="subscribe", verify_token=VERIFY_TOKEN, challenge="<b>1158201444</b>")

    response = await http.get(PATH, params=asked)

    assert (response.status_code, response.text) == (200, "<b>1158201444</b>")
    assert response.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    "asked",
    [
        {},
        hub(mode="subscribe", verify_token="wrong", challenge="1"),
        hub(mode="subscribe", verify_token="å", challenge="1"),
        hub(mode="subscribe", challenge="1"),
        hub(mode="unsubscribe", verify_token=VERIFY_TOKEN, challenge="1"),
        hub(mode="subscribe", verify_token=VERIFY_TOKEN),
    ],
)
async def test_a_wrong_challenge_is_refused(http: httpx.AsyncClient, asked: dict[str, str]) -> None:
    response = await http.get(PATH, params=asked)

    assert (response.status_code, response.content) == (403, b"")


async def test_without_a_verify_token_of_our_own_no_challenge_is_right(intake: FakeIntake) -> None:
    async with client(intake, MessengerSettings(app_secret=APP_SECRET, page_token=PAGE_TOKEN)) as http:
        asked = hub(mode="subscribe", verify_token="", challenge="1")
        assert (await http.get(PATH, params=asked)).status_code == 403


async def test_another_method_is_told_both_that_there_are(http: httpx.AsyncClient) -> None:
    response = await http.put(PATH)

    assert response.status_code == 405
    assert {"GET", "POST"} <= {each.strip() for each in response.headers["allow"].split(",")}


async def test_a_signed_body_with_swedish_letters_and_emoji_is_stored(
    http: httpx.AsyncClient, intake: FakeIntake
) -> None:
    intake.commit_takes = lambda _: 0.05

    response = await post(http, as_meta_writes(webhook([said("m_1", "Åke såg en blå bil på Ån 🚗👮‍♀️ och/eller")])))

    assert (response.status_code, intake.texts) == (200, ["Åke såg en blå bil på Ån 🚗👮‍♀️ och/eller"])


async def test_the_signature_is_of_the_raw_bytes_and_not_of_the_same_json_written_anew(
    http: httpx.AsyncClient, intake: FakeIntake
) -> None:
    raw = as_meta_writes(webhook([said("m_1", "Åke såg en blå bil 🚗")]))
    anew = json.dumps(json.loads(raw), ensure_ascii=False).encode()

    assert (await post(http, anew, signature(raw))).status_code == 403
    assert (await post(http, anew)).status_code == 200
    assert len(intake.deliveries) == 1


async def test_unsigned_and_forged_bodies_are_refused_before_they_are_read(
    http: httpx.AsyncClient, intake: FakeIntake
) -> None:
    raw = as_meta_writes(webhook([said("m_1", "hej")]))
    good = signature(raw)["X-Hub-Signature-256"]
    forged = ["", "sha256=", good.removeprefix("sha256="), good[:-1], good[:-1] + ("0" if good[-1] != "0" else "1")]
    forged += [signature(raw, "another secret")["X-Hub-Signature-256"], good.replace("sha256", "sha1")]

    for headers in [{}, *({"X-Hub-Signature-256": each} for each in forged)]:
        for body in (raw, b"not json"):
            response = await post(http, body, headers)
            assert (response.status_code, response.content) == (403, b"")
    assert intake.deliveries == []


@pytest.mark.parametrize("settings_", [MessengerSettings(), MessengerSettings(page_token=PAGE_TOKEN)])
async def test_a_channel_without_its_secret_takes_nothing(intake: FakeIntake, settings_: MessengerSettings) -> None:
    raw = as_meta_writes(webhook([said("m_1", "hej")]))
    async with client(intake, settings_) as http:
        assert (await post(http, raw, signature(raw, ""))).status_code == 403
    assert intake.deliveries == []


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"{}", b'{"entry": 1}', b"\xff"])
async def test_a_signed_body_that_is_no_webhook_is_malformed(
    http: httpx.AsyncClient, intake: FakeIntake, raw: bytes
) -> None:
    response = await post(http, raw)

    assert (response.status_code, response.content, intake.deliveries) == (400, b"", [])


async def test_a_body_over_the_limit_is_refused_however_it_comes(http: httpx.AsyncClient, intake: FakeIntake) -> None:
    raw = as_meta_writes(webhook([said("m_1", "x" * 65_536)]))

    async def streamed() -> AsyncIterator[bytes]:
        for start in range(0, len(raw), 1000):
            yield raw[start : start + 1000]

    assert (await post(http, raw)).status_code == 413
    assert (await http.post(PATH, content=streamed(), headers=signature(raw))).status_code == 413
    assert intake.deliveries == []


async def test_a_repeated_delivery_changes_nothing(http: httpx.AsyncClient, intake: FakeIntake) -> None:
    raw = as_meta_writes(webhook([said("m_1", "ett"), said("m_2", "två")]))

    assert [(await post(http, raw)).status_code for _ in range(3)] == [200, 200, 200]
    assert (len(intake.deliveries), intake.texts) == (6, ["ett", "två"])


async def test_one_message_that_cannot_be_stored_loses_no_other_and_all_come_again(
    http: httpx.AsyncClient, intake: FakeIntake, caplog: pytest.LogCaptureFixture
) -> None:
    raw = as_meta_writes(webhook([said("m_1", "hemligt ett"), said("m_2", "två")], [said("m_3", "tre", sender="99")]))
    intake.fails_on = lambda inbound: inbound.external_id.endswith("m_1")
    assert (await post(http, raw)).status_code == 500
    assert sorted(map(str, intake.texts)) == ["tre", "två"]

    intake.fails_on = lambda _: False
    assert (await post(http, raw)).status_code == 200
    assert sorted(map(str, intake.texts)) == ["hemligt ett", "tre", "två"]
    assert "StoreDownError" in caplog.text and "hemligt" not in caplog.text


async def test_a_reporter_keeps_the_order_also_over_two_deliveries(http: httpx.AsyncClient, intake: FakeIntake) -> None:
    def takes(inbound: Inbound) -> float:
        return 0.3 if inbound.text == "ett" else 0.0

    intake.commit_takes = takes
    first = as_meta_writes(webhook([said("m_1", "ett"), said("m_2", "två"), said("m_9", "annan", sender="99")]))
    slow = asyncio.create_task(post(http, first))
    await asyncio.sleep(0.05)
    await post(http, as_meta_writes(webhook([said("m_3", "tre")])))
    await slow

    assert intake.texts == ["annan", "ett", "två", "tre"]


def test_the_settings_do_not_show_their_secrets(settings: MessengerSettings) -> None:
    for secret in (APP_SECRET, PAGE_TOKEN, VERIFY_TOKEN):
        assert secret not in repr(settings)
