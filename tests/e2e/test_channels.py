"""Telegram and Messenger through the whole app: the real adapters, intake, Rasa and outbox; only the
services of Telegram and Meta are fakes, over HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from tests.bot.http_server import served
from tests.bot.messenger import fake_graph as graph
from tests.bot.telegram.fake_bot_api import TOKEN, FakeBotApi, message, press
from tests.real_app import RealApp, running, tip_told

pytestmark = pytest.mark.anyio
SECRET = "a-secret-of-this-test"


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@asynccontextmanager
async def app_with(trained: Path, folder: Path, settings: dict[str, str]) -> AsyncIterator[RealApp]:
    context = running(trained, folder, settings)
    app = await asyncio.to_thread(context.__enter__)
    try:
        yield app
    finally:
        await asyncio.to_thread(context.__exit__, None, None, None)


def texts(fake: FakeBotApi) -> list[str]:
    return [str(call.params["text"]) for call in fake.called("sendMessage")]


async def test_a_telegram_reporter_is_led_through_a_tip_and_pointed_to_112(trained: Path, tmp_path: Path) -> None:
    fake = FakeBotApi()
    async with served(fake.app) as address:
        settings = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_BASE_URL": f"{address}/bot"}
        async with app_with(trained, tmp_path / "data", settings) as app:
            await fake.send(message("/start", id=1))
            await fake.until(lambda f: len(texts(f)) >= 1)
            greeting = texts(fake)[0]
            assert "112" in greeting and "114 14" in greeting and "automatisk" in greeting.lower()
            await fake.send(message("Jag såg en gul epatraktor med reg FLO 771 vid macken i Hedemora igår kväll", id=2))
            await fake.until(lambda f: len(texts(f)) >= 2)
            assert "FLO" not in texts(fake)[1]
            await fake.send(press("/deny", id=3), kind="callback_query")
            await fake.until(lambda f: len(texts(f)) >= 3)
            await fake.send(message("hjälp han har en kniv och slår henne nu", id=4))
            await fake.until(lambda f: any(t.startswith("Ring 112") for t in texts(f)))
            headers = await asyncio.to_thread(app.token, "investigator")
            tip = await asyncio.to_thread(tip_told, app, headers, "FLO 771")
            assert tip["channel"] == "telegram"
            assert tip["fields"]["plate"]["value"] == "FLO771"
            await fake.release()


async def test_telegrams_webhook_wants_its_secret_and_takes_a_repeat_once(trained: Path, tmp_path: Path) -> None:
    fake = FakeBotApi()
    async with served(fake.app) as address:
        settings = {
            "TELEGRAM_TOKEN": TOKEN, "TELEGRAM_BASE_URL": f"{address}/bot", "TELEGRAM_WEBHOOK_SECRET": SECRET,
            "PUBLIC_URL": "https://tips.example",
        }  # fmt: skip
        async with app_with(trained, tmp_path / "data", settings) as app, httpx.AsyncClient(base_url=app.url) as http:
            update = {"update_id": 1, "message": message("Såg en stulen husvagn i Sveg med plåten HUS111 i fredags")}
            assert (await http.post("/webhooks/telegram", json=update)).status_code == 403
            headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
            for _ in range(3):
                assert (await http.post("/webhooks/telegram", json=update, headers=headers)).status_code == 200
            investigator = await asyncio.to_thread(app.token, "investigator")
            tip = await asyncio.to_thread(tip_told, app, investigator, "HUS111")
            assert len(tip["messages"]) == 1
            assert len((await http.get("/v1/tips", headers=investigator)).json()["items"]) == 1
            await fake.release()


async def test_a_messenger_reporter_is_answered_and_a_forged_call_is_refused(trained: Path, tmp_path: Path) -> None:
    fake = graph.FakeGraph()
    async with served(fake.app) as address:
        settings = {
            "MESSENGER_APP_SECRET": graph.APP_SECRET, "MESSENGER_PAGE_TOKEN": graph.PAGE_TOKEN,
            "MESSENGER_VERIFY_TOKEN": SECRET, "MESSENGER_GRAPH_URL": f"{address}/v25.0",
        }  # fmt: skip
        async with app_with(trained, tmp_path / "data", settings) as app, httpx.AsyncClient(base_url=app.url) as http:
            query = {"hub.mode": "subscribe", "hub.verify_token": SECRET, "hub.challenge": "1158201444"}
            assert (await http.get("/webhooks/messenger", params=query)).text == "1158201444"
            raw = graph.as_meta_writes(
                graph.webhook([graph.said("m1", "Min båtmotor, en Yamaha, blev stulen i Öregrund 😡")])
            )
            forged = {"X-Hub-Signature-256": "sha256=" + "0" * 64}
            assert (await http.post("/webhooks/messenger", content=raw, headers=forged)).status_code == 403
            assert (await http.post("/webhooks/messenger", content=raw)).status_code == 403
            for _ in range(2):
                answer = await http.post("/webhooks/messenger", content=raw, headers=graph.signature(raw))
                assert answer.status_code == 200
            for _ in range(100):
                if len(fake.sent) >= 2:
                    break
                await asyncio.sleep(0.1)
            said = json.dumps(fake.sent, ensure_ascii=False)
            assert "112" in said and "114 14" in said and "Yamaha" not in said
            investigator = await asyncio.to_thread(app.token, "investigator")
            tip = await asyncio.to_thread(tip_told, app, investigator, "Yamaha")
            assert tip["channel"] == "messenger"
            assert len(tip["messages"]) == 1
