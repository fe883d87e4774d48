"""The event stream: what stands in it, and when it ends."""

from __future__ import annotations

import asyncio
import json
import time

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import ASGIApp

from bot.webchat.events import events
from bot.webchat.routes import router
from tests.bot.webchat.fakes import STARTED, FakeApp
from tests.live import LiveServer

pytestmark = pytest.mark.anyio


async def test_the_backlog_comes_first_then_what_is_new_then_a_sign_of_life() -> None:
    app = FakeApp()
    token = (await app.open(None, None)).token
    stream = events(app, token, 0, await app.history(token, 0), asyncio.Event(), heartbeat_seconds=0.05)
    assert await anext(stream) == "retry: 3000\n\n"
    first = await anext(stream)
    assert first.startswith("id: 1\ndata: {") and first.endswith("}\n\n")
    assert await anext(stream) == ": still here\n\n"
    app.conversations[token].add("officer", "Två\nrader")
    field, data = (await anext(stream)).strip().split("\n")
    assert field == "id: 2"
    assert json.loads(data.removeprefix("data: "))["text"] == "Två\nrader"


async def test_a_stream_ends_when_the_server_closes() -> None:
    app, closing = FakeApp(), asyncio.Event()
    token = (await app.open(None, None)).token
    stream = events(app, token, 1, [], closing)
    await anext(stream)
    asyncio.get_running_loop().call_later(0.05, closing.set)
    assert [item async for item in stream] == []


async def test_a_stream_ends_when_the_session_does() -> None:
    app = FakeApp()
    token = (await app.open(None, None)).token
    stream = events(app, token, 1, [], asyncio.Event())
    await anext(stream)
    asyncio.get_running_loop().call_later(0.05, app.expire, token)
    assert [item async for item in stream] == []


def serve(app: FakeApp) -> LiveServer:
    def make_app(closing: asyncio.Event) -> ASGIApp:
        site = FastAPI()
        site.include_router(router(app, app, now=lambda: STARTED, closing=closing))
        return site

    return LiveServer(make_app)


@pytest.mark.parametrize(
    ("headers", "query", "expected"),
    [
        ({}, "", ["id: 1", "id: 2"]),
        ({"Last-Event-ID": "1"}, "", ["id: 2"]),
        ({}, "?after=1", ["id: 2"]),
        ({"Last-Event-ID": "null"}, "", ["id: 1", "id: 2"]),
    ],
)
async def test_a_reader_goes_on_where_it_stopped(headers: dict[str, str], query: str, expected: list[str]) -> None:
    app = FakeApp()
    token = (await app.open(None, None)).token
    app.conversations[token].add("bot", "två")
    ids = []
    with serve(app) as server:
        async with (
            httpx.AsyncClient(headers={"Authorization": f"Bearer {token}", **headers}) as client,
            client.stream("GET", f"{server.url}/chat/api/events{query}") as answer,
        ):
            assert answer.headers["content-type"].startswith("text/event-stream")
            assert answer.headers["cache-control"] == "no-store"
            async for line in answer.aiter_lines():
                ids += [line] if line.startswith("id:") else []
                if ids == expected:
                    break
    assert ids == expected


async def test_an_open_stream_does_not_hold_up_the_shutdown() -> None:
    app = FakeApp()
    token = (await app.open(None, None)).token
    with serve(app) as server:
        async with (
            httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"}) as client,
            client.stream("GET", f"{server.url}/chat/api/events") as answer,
        ):
            lines = answer.aiter_lines()
            await anext(lines)
            began = time.monotonic()
            server.close_soon()
            assert [line async for line in lines if line.startswith("data")]
            assert time.monotonic() - began < 1
