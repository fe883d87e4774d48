"""`POST /v1/interpret`, one at a time: `{"port", "token", "texts"}` → `{"milliseconds": […], "engines": {…}}`."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

from bench.wire import Connection, bearer, request


async def run(spec: dict[str, Any]) -> dict[str, Any]:
    connection = await Connection.open(spec["port"])
    milliseconds, engines = [], Counter[str]()
    for text in spec["texts"]:
        raw = request("POST", "/v1/interpret", {"text": text}, bearer(spec["token"]))
        began = time.monotonic()
        answer = await connection.send(raw)
        milliseconds.append((time.monotonic() - began) * 1000)
        engines[answer.json().get("engine", str(answer.status))] += 1
    connection.close()
    return {"milliseconds": milliseconds, "engines": engines}
