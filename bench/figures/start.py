"""From starting the process to the port, the first stored message, the guard's first answer, and Rasa."""

from __future__ import annotations

import http.client
import json
import time

from bench.app import App
from bench.bench import Bench
from bench.figure import Measure, MeasuringFailedError, median
from bench.lines import DANGER
from bench.wire import bearer, request

TIMES = 3


def run(bench: Bench) -> list[Measure]:
    taken = []
    for number in range(TIMES):
        bench.say(f"start {number + 1} of {TIMES}")
        bench.quiet()
        with bench.app() as app:
            taken.append(watch(app))
    port, stored, warned, rasa = (median([one[n] for one in taken]) for n in range(4))
    beside = f"median of {TIMES}; bundle trained, store new"
    return [
        Measure("the port answers /livez", port, "s", 3, beside=beside),
        Measure("the first message is stored, its greeting there", stored, "s", 3, beside=beside),
        Measure("the guard answers with 112", warned, "s", 6, beside=beside),
        Measure("Rasa is ready, after Rasa's own start", rasa, "s", 15, beside=beside),
    ]


def watch(app: App) -> tuple[float, float, float, float]:
    """Seconds from the process's start; Rasa's from its own."""
    port = app.wait_until("an answer on the port", lambda: app.answers("/livez"))
    stored, warned = first_words(app)
    rasa_began = app.wait_until("Rasa's start", lambda: bool(app.rasa))
    ready = app.wait_until("readiness of Rasa", lambda: app.answers("/readyz"))
    return port, stored, warned, ready - rasa_began


def first_words(app: App) -> tuple[float, float]:
    """When the first message was stored, and when its warning could be read."""
    connection = http.client.HTTPConnection("127.0.0.1", app.port, timeout=10)

    def call(raw: bytes) -> bytes:
        # The load's own requests, so that both mean the same calls.
        head, _, body = raw.partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        method, path, _ = first.split(" ")
        connection.request(method, path, body or None, dict(line.split(": ", 1) for line in lines))
        answer = connection.getresponse()
        if answer.status >= http.client.BAD_REQUEST:
            raise MeasuringFailedError(f"{path} answered {answer.status}")
        return answer.read()

    def since() -> float:
        return time.monotonic() - app.started_at

    token = json.loads(call(request("POST", "/chat/api/sessions", {"language": "sv"})))["token"]
    call(request("POST", "/chat/api/messages", {"text": DANGER[0], "client_message_id": "1"}, bearer(token)))
    stored = since()
    items = json.loads(call(request("GET", "/chat/api/messages", headers=bearer(token))))["items"]
    connection.close()
    if len(items) < 3 or "112" not in items[2]["text"]:
        raise MeasuringFailedError("the history lacks the greeting or the warning")
    return stored, since()
