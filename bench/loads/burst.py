"""As many messages as go in, for some seconds, on some connections.

Orders: `{"port", "kind", "connections", "seconds", "texts", "tokens"?, "secret"?}`; `kind` is `chat` (a
conversation after the other), `telegram` (each message from a sender of its own) or `empty` (the same bytes to
a route that stores nothing). Answer: `{"seconds", "milliseconds": […], "statuses": {…}, "acks": […]}`, where an
ack is `[token, seq, text]` in the web chat and `[chat, message, update, text]` on Telegram.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bench.wire import Answer, Connection, bearer, request

FIRST_CHAT = 7_000_000
FIRST_UPDATE = 90_000_000
TAKEN = {"chat": 202, "empty": 202, "telegram": 200}
Message = tuple[bytes, list[Any]]


async def run(spec: dict[str, Any]) -> dict[str, Any]:
    messages = telegram(spec) if spec["kind"] == "telegram" else chat(spec)
    connections = [await Connection.open(spec["port"]) for _ in range(spec["connections"])]
    burst = Burst(messages, spec["kind"])
    began = time.monotonic()
    await asyncio.gather(*(burst.pour(one, began + spec["seconds"]) for one in connections))
    seconds = time.monotonic() - began
    for one in connections:
        one.close()
    return {
        "seconds": seconds,
        "milliseconds": burst.milliseconds,
        "statuses": burst.statuses,
        "acks": burst.acks,
    }


class Burst:
    def __init__(self, messages: Iterator[Message], kind: str) -> None:
        self._messages = messages
        self._kind = kind
        self.milliseconds: list[float] = []
        self.statuses: Counter[int] = Counter()
        self.acks: list[list[Any]] = []

    async def pour(self, connection: Connection, end: float) -> None:
        while (began := time.monotonic()) < end:
            raw, ack = next(self._messages)
            answer = await connection.send(raw)
            self.milliseconds.append((time.monotonic() - began) * 1000)
            self.statuses[answer.status] += 1
            if answer.status == TAKEN[self._kind]:
                self.acks.append(self._told(ack, answer))

    def _told(self, ack: list[Any], answer: Answer) -> list[Any]:
        return [ack[0], answer.json()["seq"], ack[1]] if self._kind == "chat" else ack


def chat(spec: dict[str, Any]) -> Iterator[Message]:
    tokens, texts = itertools.cycle(spec["tokens"]), itertools.cycle(spec["texts"])
    for number in itertools.count():
        token, text = next(tokens), next(texts)
        body = {"text": text, "client_message_id": f"m-{number}"}
        yield request("POST", "/chat/api/messages", body, bearer(token)), [token, text]


def telegram(spec: dict[str, Any]) -> Iterator[Message]:
    texts = itertools.cycle(spec["texts"])
    for number in itertools.count():
        person, update, text = FIRST_CHAT + number, FIRST_UPDATE + number, next(texts)
        yield webhook(person, update, text, spec["secret"]), [str(person), "1", str(update), text]


def webhook(person: int, update: int, text: str, secret: str, message: int = 1) -> bytes:
    """Telegram's call for one text message in a private chat."""
    who = {"id": person, "is_bot": False, "first_name": "Kim", "language_code": "sv"}
    content = {
        "message_id": message,
        "from": who,
        "chat": {"id": person, "first_name": "Kim", "type": "private"},
        "date": int(time.time()),
        "text": text,
    }
    body = {"update_id": update, "message": content}
    return request("POST", "/webhooks/telegram", body, {"X-Telegram-Bot-Api-Secret-Token": secret})
