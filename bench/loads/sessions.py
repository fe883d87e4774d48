"""Opens web chat conversations: `{"port", "count"}` → `{"tokens", "seconds"}`."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from bench.wire import Connection, request

AT_ONCE = 8


async def run(spec: dict[str, Any]) -> dict[str, Any]:
    began = time.monotonic()
    share = -(-spec["count"] // AT_ONCE)
    opened = await asyncio.gather(*(open_many(spec["port"], share) for _ in range(AT_ONCE)))
    tokens = [token for many in opened for token in many][: spec["count"]]
    return {"tokens": tokens, "seconds": time.monotonic() - began}


async def open_many(port: int, count: int) -> list[str]:
    connection = await Connection.open(port)
    tokens = [await open_one(connection) for _ in range(count)]
    connection.close()
    return tokens


async def open_one(connection: Connection) -> str:
    answer = await connection.send(request("POST", "/chat/api/sessions", {"language": "sv"}))
    return str(answer.json()["token"])
