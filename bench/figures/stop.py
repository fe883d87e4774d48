"""From SIGTERM until the app and Rasa are gone, with a stream of events open."""

from __future__ import annotations

import http.client
import json

from bench.app import App
from bench.bench import Bench
from bench.figure import Measure, median
from bench.wire import bearer

TIMES = 3


def run(bench: Bench) -> list[Measure]:
    taken = []
    for number in range(TIMES):
        with bench.app() as app:
            bench.say(f"waiting for Rasa, {number + 1} of {TIMES}")
            app.wait_ready()
            stream = open_stream(app)
            taken.append(app.stop())
            stream.close()
    return [Measure("SIGTERM to gone, Rasa too", median(taken), "s", 5, beside=f"one stream open; median of {TIMES}")]


def open_stream(app: App) -> http.client.HTTPConnection:
    """A conversation's stream, its greeting read."""
    connection = http.client.HTTPConnection("127.0.0.1", app.port, timeout=10)
    connection.request("POST", "/chat/api/sessions", b"{}", {"Content-Type": "application/json"})
    token = json.loads(connection.getresponse().read())["token"]
    connection.request("GET", "/chat/api/events", headers=bearer(token))
    connection.getresponse().read1(100)
    return connection
