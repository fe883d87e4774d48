"""Emergencies on Telegram at a steady rate: from the webhook to the Bot API's `sendMessage` with 112 in it.

Orders: `{"port", "bot_api", "rate", "seconds", "people", "texts", "secret"}`; each of `people` has said hello
before. Answer: `{"milliseconds": […], "unanswered"}`.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from typing import Any

from bench.loads.burst import FIRST_CHAT, FIRST_UPDATE, webhook
from bench.wire import Connection, Pool, request

HELLO_RATE = 12.0
LAST_WAIT = 3.0


async def run(spec: dict[str, Any]) -> dict[str, Any]:
    people = [FIRST_CHAT + n for n in range(spec["people"])]
    updates = itertools.count(FIRST_UPDATE)
    pool = await Pool.open(spec["port"])
    for person in people:
        await pool.send(webhook(person, next(updates), "/start", spec["secret"]))
        await asyncio.sleep(1 / HELLO_RATE)
    await asyncio.sleep(LAST_WAIT)
    due: dict[int, list[float]] = {person: [] for person in people}
    tasks, began = [], time.monotonic()
    turns = zip(itertools.count(), itertools.cycle(people), itertools.cycle(spec["texts"]))
    for number, person, text in itertools.islice(turns, int(spec["rate"] * spec["seconds"])):
        at = began + number / spec["rate"]
        await asyncio.sleep(max(0.0, at - time.monotonic()))
        due[person].append(at)
        raw = webhook(person, next(updates), text, spec["secret"], message=number + 2)
        tasks.append(asyncio.create_task(pool.send(raw)))
    await asyncio.gather(*tasks)
    await asyncio.sleep(LAST_WAIT)
    return matched(due, await warnings(spec["bot_api"], began))


async def warnings(bot_api: int, since: float) -> dict[int, list[float]]:
    """When each chat was sent a text with 112 in it."""
    connection = await Connection.open(bot_api)
    sent = (await connection.send(request("GET", "/sent"))).json()
    connection.close()
    found: dict[int, list[float]] = {}
    for chat, at, text in sent:
        if at >= since and "112" in text:
            found.setdefault(chat, []).append(at)
    return found


def matched(due: dict[int, list[float]], sent: dict[int, list[float]]) -> dict[str, Any]:
    """A chat's warnings come in the order of its messages."""
    milliseconds, unanswered = [], 0
    for person, moments in due.items():
        arrived = sent.get(person, [])
        milliseconds += [(at - began) * 1000 for began, at in zip(moments, arrived, strict=False)]
        unanswered += max(0, len(moments) - len(arrived))
    return {"milliseconds": milliseconds, "unanswered": unanswered}
