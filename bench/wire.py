"""HTTP as a load generator needs it: bytes in, status and body out, on kept-alive connections.

A client library would cost more than what is measured; this one costs some 40 µs a request.
"""

from __future__ import annotations

import asyncio
import json
import math
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

EVENT = re.compile(rb"id: (\d+)\ndata: (\{.*\})\n\n")
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


def request(method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> bytes:
    """A whole request; `body` is sent as JSON."""
    content = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{k}: {v}" for k, v in (headers or {}).items())]
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


class Connection(asyncio.Protocol):
    """One request at a time; answers must say their length, as all of the app's do except streams."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._waiting: asyncio.Future[Answer] | None = None

    @classmethod
    async def open(cls, port: int) -> Connection:
        _, connection = await asyncio.get_running_loop().create_connection(cls, "127.0.0.1", port)
        return connection

    async def send(self, raw: bytes) -> Answer:
        """Raises ConnectionError when the other side closes."""
        assert self._transport is not None
        self._waiting = asyncio.get_running_loop().create_future()
        self._transport.write(raw)
        return await self._waiting

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are no subclass of asyncio's.
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0 or self._waiting is None:
            return
        length = LENGTH.search(self._buffer, 0, end + 2)
        size = int(length[1]) if length else 0
        if len(self._buffer) < end + 4 + size:
            return
        answer = Answer(int(self._buffer[9:12]), bytes(self._buffer[end + 4 : end + 4 + size]))
        del self._buffer[: end + 4 + size]
        waiting, self._waiting = self._waiting, None
        if not waiting.done():
            waiting.set_result(answer)

    def connection_lost(self, error: Exception | None) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(ConnectionResetError())


class Pool:
    """Some connections; a request takes one that is idle."""

    def __init__(self) -> None:
        self._idle: asyncio.Queue[Connection] = asyncio.Queue()

    @classmethod
    async def open(cls, port: int, size: int = 8) -> Pool:
        pool = cls()
        for _ in range(size):
            pool._idle.put_nowait(await Connection.open(port))
        return pool

    async def send(self, raw: bytes) -> Answer:
        answer = await self.send_before(raw, math.inf)
        assert answer is not None
        return answer

    async def send_before(self, raw: bytes, end: float) -> Answer | None:
        """None, and nothing sent, when no connection is idle before `end`, as `time.monotonic` counts."""
        connection = await self._idle.get()
        try:
            return await connection.send(raw) if time.monotonic() < end else None
        finally:
            self._idle.put_nowait(connection)


class Stream(asyncio.Protocol):
    """A conversation's server-sent events; each is handed on with the moment at which it arrived."""

    def __init__(self, on_event: Callable[[int, dict[str, Any], float], None]) -> None:
        self._on_event = on_event
        self._transport: asyncio.Transport | None = None
        self._buffer = b""
        self._opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @classmethod
    async def open(cls, port: int, token: str, on_event: Callable[[int, dict[str, Any], float], None]) -> Stream:
        """Returns when the stream has begun."""
        loop = asyncio.get_running_loop()
        transport, stream = await loop.create_connection(lambda: cls(on_event), "127.0.0.1", port)
        transport.write(request("GET", "/chat/api/events", headers=bearer(token)))
        await stream._opened
        return stream

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are no subclass of asyncio's.
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        at = time.monotonic()
        if not self._opened.done():
            self._opened.set_result(None)
        self._buffer += data
        # Each event is a chunk of its own; the lines that give chunks' sizes lie between events.
        end = 0
        for event in EVENT.finditer(self._buffer):
            end = event.end()
            self._on_event(int(event[1]), json.loads(event[2]), at)
        self._buffer = self._buffer[end:]

    def connection_lost(self, error: Exception | None) -> None:
        if not self._opened.done():
            self._opened.set_exception(ConnectionResetError())
