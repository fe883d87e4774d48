"""People who write as usual in the web chat, and on wish one Telegram sender who pours beside them.

Orders: `{"port", "seconds", "alarmed", "telling", "every", "danger", "tips", "flood"?}`: `alarmed` and `telling` are tokens
of conversations, each of which says something every `every` seconds; `flood` is `{"rate", "chat", "first", "texts",
"secret"}`. Answer: `{"warned": [ms…], "answered": [ms…], "silent", "said", "acks": [[chat, message, update, text]…],
"refused"}`: from when a message was due to the words on 112, or to the dialogue's answer, in the reporter's stream.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from typing import Any

from bench.loads.burst import FIRST_UPDATE, webhook
from bench.wire import Pool, Stream, bearer, request

LAST_WAIT = 5.0
# As many connections as Telegram opens to a webhook.
CONNECTIONS = 40
TAKEN, LEFT = 200, 0


class Person:
    """One conversation with its stream open."""

    def __init__(self, token: str, texts: list[str], first: int) -> None:
        self.token = token
        self.texts = itertools.islice(itertools.cycle(texts), first, None)
        self.due: dict[int, float] = {}
        self.heard: dict[int, tuple[str, float]] = {}

    def hear(self, seq: int, item: dict[str, Any], at: float) -> None:
        if item["from"] == "bot":
            self.heard[seq] = (item["text"], at)

    def milliseconds(self, *, warned: bool) -> list[float | None]:
        """The first words after each message, or the first with 112 in them; None where none came before the next."""
        found: list[float | None] = []
        for seq, end in itertools.pairwise([*sorted(self.due), 10**9]):
            after = [self.heard[at] for at in sorted(self.heard) if seq < at < end]
            answers = [at for text, at in after if "112" in text or not warned]
            found.append((answers[0] - self.due[seq]) * 1000 if answers else None)
        return found


async def run(spec: dict[str, Any]) -> dict[str, Any]:
    alarmed = [Person(token, spec["danger"], n) for n, token in enumerate(spec["alarmed"])]
    telling = [Person(token, spec["tips"], n * 7) for n, token in enumerate(spec["telling"])]
    people = [one for pair in itertools.zip_longest(alarmed, telling) for one in pair if one is not None]
    streams = [await Stream.open(spec["port"], one.token, one.hear) for one in people]
    pool, began = await Pool.open(spec["port"]), time.monotonic()
    flood = asyncio.create_task(pour(spec, began))
    await asyncio.gather(*(write(pool, one, n / len(people), spec, began) for n, one in enumerate(people)))
    acks, refused = await flood
    await asyncio.sleep(LAST_WAIT)
    for stream in streams:
        stream.close()
    warned = [one for person in alarmed for one in person.milliseconds(warned=True)]
    answered = [one for person in telling for one in person.milliseconds(warned=False)]
    return {
        "warned": [one for one in warned if one is not None],
        "answered": [one for one in answered if one is not None],
        "silent": [warned.count(None), answered.count(None)],
        "said": len(warned) + len(answered),
        "acks": acks,
        "refused": refused,
    }


async def write(pool: Pool, person: Person, share: float, spec: dict[str, Any], began: float) -> None:
    """At a steady pace; a message's time counts from when it was due."""
    for number in itertools.count():
        due = began + (number + share) * spec["every"]
        if due - began > spec["seconds"]:
            return
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        body = {"text": next(person.texts), "client_message_id": f"{began}-{number}"}
        answer = await pool.send(request("POST", "/chat/api/messages", body, bearer(person.token)))
        person.due[answer.json()["seq"]] = due


async def pour(spec: dict[str, Any], began: float) -> tuple[list[list[str]], int]:
    """One sender's messages, each when it is due, whether those before were taken or not."""
    if spec.get("flood") is None:
        return [], 0
    flood = spec["flood"]
    pool = await Pool.open(spec["port"], CONNECTIONS)
    texts, tasks = itertools.cycle(flood["texts"]), []
    end = began + spec["seconds"]
    for number in range(flood["first"], flood["first"] + int(flood["rate"] * spec["seconds"])):
        await asyncio.sleep(max(0.0, began + (number - flood["first"]) / flood["rate"] - time.monotonic()))
        update, text = FIRST_UPDATE + number, next(texts)
        raw = webhook(flood["chat"], update, text, flood["secret"], message=number)
        ack = [str(flood["chat"]), str(number), str(update), text]
        tasks.append(asyncio.create_task(delivered(pool, raw, ack, end)))
    statuses = await asyncio.gather(*tasks)
    acks = [ack for ack, status in statuses if status == TAKEN]
    return acks, sum(status not in (TAKEN, LEFT) for _, status in statuses)


async def delivered(pool: Pool, raw: bytes, ack: list[str], end: float) -> tuple[list[str], int]:
    """What finds no free connection before `end` stays with Telegram."""
    answer = await pool.send_before(raw, end)
    return ack, LEFT if answer is None else answer.status
