"""The load's own HTTP against a real server: what it measures must be what was answered."""

from __future__ import annotations

import asyncio
import itertools
import json
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, StreamingResponse
from starlette.routing import Route

from bench.loads import burst
from bench.wire import Connection, Pool, Stream, bearer, request
from tests.live import LiveServer

pytestmark = pytest.mark.anyio


async def echo(call: Request) -> JSONResponse:
    body = await call.body()
    return JSONResponse({"said": json.loads(body), "token": call.headers.get("authorization")}, 202)


async def follow(_: Request) -> StreamingResponse:
    async def told() -> Any:
        yield "retry: 3000\n\n"
        for seq in (1, 2):
            yield f'id: {seq}\ndata: {{"text": "två rader\\nmed å"}}\n\n'
        yield ": still here\n\n"

    return StreamingResponse(told(), media_type="text/event-stream")


def make(_: asyncio.Event) -> Starlette:
    return Starlette(
        routes=[Route("/chat/api/messages", echo, methods=["POST"]), Route("/chat/api/events", follow, methods=["GET"])]
    )


def port_of(server: LiveServer) -> int:
    return int(server.url.rpartition(":")[2])


async def test_one_connection_carries_one_request_after_the_other() -> None:
    with LiveServer(make) as server:
        connection = await Connection.open(port_of(server))
        answers = [
            await connection.send(request("POST", "/chat/api/messages", {"text": text}, bearer("t")))
            for text in ("hej", "å" * 5000)
        ]
        connection.close()
    assert [(one.status, one.json()["token"]) for one in answers] == [(202, "Bearer t")] * 2
    assert [len(one.json()["said"]["text"]) for one in answers] == [3, 5000]


async def test_a_pool_answers_more_requests_than_it_has_connections() -> None:
    with LiveServer(make) as server:
        pool = await Pool.open(port_of(server), 2)
        raw = request("POST", "/chat/api/messages", {"text": "hej"})
        answers = await asyncio.gather(*(pool.send(raw) for _ in range(7)))
    assert [one.status for one in answers] == [202] * 7


async def test_a_stream_hands_on_each_event_with_its_seq() -> None:
    heard: list[tuple[int, str]] = []
    with LiveServer(make) as server:
        stream = await Stream.open(port_of(server), "t", lambda seq, item, at: heard.append((seq, item["text"])))
        async with asyncio.timeout(5):
            while len(heard) < 2:
                await asyncio.sleep(0.01)
        stream.close()
    assert heard == [(1, "två rader\nmed å"), (2, "två rader\nmed å")]


def test_every_telegram_message_of_a_burst_comes_from_somebody_else() -> None:
    spec = {"kind": "telegram", "texts": ["ett", "två"], "secret": "s"}
    acks = [ack for _, ack in itertools.islice(burst.telegram(spec), 5)]
    assert len({ack[0] for ack in acks}) == len({ack[2] for ack in acks}) == 5
