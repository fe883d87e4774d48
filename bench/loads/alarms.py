"""Emergencies in the web chat at a steady rate: from the message to the words on 112 in the reporter's stream.

Orders: `{"port", "rate", "seconds", "tokens", "texts"}`. A message's time counts from when it was due, so that
waiting for a slow answer hides nothing. Answer: `{"milliseconds": […], "unanswered"}`.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from typing import Any

from bench.wire import Pool, Stream, bearer, request

LAST_WAIT = 3.0


class Reporter:
    """One conversation with its stream open."""

    def __init__(self, token: str) -> None:
        self.token = token
        self._due: dict[int, float] = {}
        self._warned: dict[int, float] = {}

    def heard(self, seq: int, item: dict[str, Any], at: float) -> None:
        if item["from"] == "bot" and "112" in item["text"]:
            self._warned[seq] = at

    def said(self, seq: int, due: float) -> None:
        self._due[seq] = due

    @property
    def milliseconds(self) -> list[float | None]:
        """The warning's place is right behind the message; None where it did not come."""
        return [(self._warned[s + 1] - due) * 1000 if s + 1 in self._warned else None for s, due in self._due.items()]


async def run(spec: dict[str, Any]) -> dict[str, Any]:
    reporters = [Reporter(token) for token in spec["tokens"]]
    streams = [await Stream.open(spec["port"], one.token, one.heard) for one in reporters]
    pool = await Pool.open(spec["port"])
    tasks, began = [], time.monotonic()
    turns = zip(itertools.count(), itertools.cycle(reporters), itertools.cycle(spec["texts"]))
    for number, reporter, text in itertools.islice(turns, int(spec["rate"] * spec["seconds"])):
        due = began + number / spec["rate"]
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        tasks.append(asyncio.create_task(say(pool, reporter, text, number, due)))
    await asyncio.gather(*tasks)
    await asyncio.sleep(LAST_WAIT)
    for stream in streams:
        stream.close()
    found = [one for reporter in reporters for one in reporter.milliseconds]
    milliseconds = [one for one in found if one is not None]
    return {"milliseconds": milliseconds, "unanswered": len(found) - len(milliseconds)}


async def say(pool: Pool, reporter: Reporter, text: str, number: int, due: float) -> None:
    body = {"text": text, "client_message_id": f"alarm-{number}"}
    answer = await pool.send(request("POST", "/chat/api/messages", body, bearer(reporter.token)))
    reporter.said(answer.json()["seq"], due)
