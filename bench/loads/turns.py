"""Whole turns, one conversation at a time: from the message to the dialogue's answer in the stream.

Orders: `{"port", "texts", "fallback"}`: a new conversation for each text; `fallback` is what is said when Rasa
did not answer. Answer: `{"milliseconds": […], "failed"}`.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

from bench.loads.sessions import open_one
from bench.wire import Connection, Stream, bearer, request

PATIENCE = 5.0


async def run(spec: dict[str, Any]) -> dict[str, Any]:
    connection = await Connection.open(spec["port"])
    taken = [await take(connection, spec, text) for text in spec["texts"]]
    connection.close()
    milliseconds = [one for one in taken if one is not None]
    return {"milliseconds": milliseconds, "failed": len(taken) - len(milliseconds)}


async def take(connection: Connection, spec: dict[str, Any], text: str) -> float | None:
    """Milliseconds of one turn; None when nothing came, or only the fallback."""
    token = await open_one(connection)
    answers: asyncio.Queue[tuple[str, float]] = asyncio.Queue()

    def heard(seq: int, item: dict[str, Any], at: float) -> None:
        # The greeting has the first place.
        if seq > 1 and item["from"] == "bot":
            answers.put_nowait((item["text"], at))

    stream = await Stream.open(spec["port"], token, heard)
    began = time.monotonic()
    await connection.send(
        request("POST", "/chat/api/messages", {"text": text, "client_message_id": "first"}, bearer(token))
    )
    try:
        words, at = await asyncio.wait_for(answers.get(), PATIENCE)
    except TimeoutError:
        return None
    finally:
        stream.close()
    return None if words == spec["fallback"] else (at - began) * 1000
