"""The stream of events over a real connection: at once, from where one was, and never a word of a tip."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from api.app import build
from api.runtime import Runtime
from api.tokens.models import Role
from tests.api.http.parts import Parts, Site, told
from tests.live import LiveServer
from tests.places import sqlite_place

CANARY = "Kanariefågeln"


class Live:
    """The app behind a real uvicorn, started as in life."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self._loop: asyncio.AbstractEventLoop | None = None
        self.server = LiveServer(self._app)
        _, token = runtime.store.write_now(lambda write: runtime.tokens.issue(write, "system", Role.INTEGRATION))
        self.http = httpx.Client(headers={"Authorization": f"Bearer {token}"}, timeout=5, trust_env=False)
        self._sent = 0

    def _app(self, _: asyncio.Event) -> ASGIApp:
        self._loop = asyncio.get_running_loop()
        return build(self.runtime)

    def tell(self, narrative: str = CANARY) -> str:
        self._sent += 1
        answer = self.http.post(
            f"{self.server.url}/v1/tips",
            json={"narrative": narrative},
            headers={"Idempotency-Key": f"{self._sent}"},
        )
        assert answer.status_code == 201
        return str(answer.json()["id"])

    def close_streams(self) -> None:
        """What the process does at SIGTERM."""
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self.runtime.close_streams)

    @contextmanager
    def events(self, last: str | None = None) -> Iterator[Iterator[Event]]:
        headers = {"Last-Event-ID": last} if last is not None else {}
        with self.http.stream("GET", f"{self.server.url}/v1/events", headers=headers) as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            lines = answer.iter_lines()
            assert next(lines).startswith("retry:")
            yield events(lines)


@dataclass(frozen=True, slots=True)
class Event:
    id: str
    type: str
    data: dict[str, Any]
    raw: str


def events(lines: Iterator[str]) -> Iterator[Event]:
    """Blocks for each."""
    known: dict[str, str] = {}
    for line in lines:
        if line:
            name, _, value = line.partition(": ")
            known[name] = value
        elif known:
            yield Event(known["id"], known["event"], json.loads(known["data"]), str(known))
            known = {}


@pytest.fixture
def live(tmp_path: Path, migrated: Path) -> Iterator[Live]:
    place = sqlite_place(tmp_path, migrated)
    running = Live(Parts().runtime(place.settings, place.open()))
    with running.server:
        yield running
        running.close_streams()


def test_a_new_tip_is_told_within_a_second(live: Live) -> None:
    with live.events() as heard:
        began = time.monotonic()
        tip = live.tell()
        event = next(heard)
        assert time.monotonic() - began < 1
        assert (event.type, event.data) == ("tip.created", {"type": "tip.created", "id": tip})


def test_who_comes_back_hears_what_was_missed_and_goes_on_from_there(live: Live) -> None:
    first = live.tell()
    with live.events("0") as heard:
        seen = next(heard)
        assert seen.data["id"] == first
    missed = [live.tell(), live.tell()]
    with live.events(seen.id) as heard:
        assert [next(heard).data["id"], next(heard).data["id"]] == missed
        later = live.tell()
        assert next(heard).data["id"] == later


@pytest.mark.parametrize("last", ["x", "-1", "²", ""])
def test_an_id_that_is_none_means_from_now_on(live: Live, last: str) -> None:
    live.tell()
    headers = [(b"Last-Event-ID", last.encode())]
    with live.http.stream("GET", f"{live.server.url}/v1/events", headers=headers) as answer:
        assert answer.status_code == 200
        lines = answer.iter_lines()
        next(lines)
        tip = live.tell()
        assert next(events(lines)).data["id"] == tip


def test_the_stream_holds_ids_and_types_and_no_tip_text(live: Live) -> None:
    with live.events("0") as heard:
        tip = live.tell(f"{CANARY} med ABC123")
        event = next(heard)
        assert set(event.data) == {"type", "id"} and event.data["id"] == tip
        assert CANARY not in event.raw and "ABC123" not in event.raw


def test_the_stream_ends_when_the_app_is_told_to_stop(live: Live) -> None:
    with live.events() as heard:
        began = time.monotonic()
        live.close_streams()
        assert list(heard) == []
        assert time.monotonic() - began < 2


def test_a_stop_with_open_streams_is_quick(tmp_path: Path, migrated: Path) -> None:
    place = sqlite_place(tmp_path, migrated)
    running = Live(Parts().runtime(place.settings, place.open()))
    running.server.start()
    with running.events() as heard:
        began = time.monotonic()
        running.close_streams()
        running.server.stop()
        assert list(heard) == []
        assert time.monotonic() - began < 1.5


@pytest.mark.anyio
async def test_old_events_are_forgotten_and_numbers_never_begin_anew(site: Site) -> None:
    integration = site.client(Role.INTEGRATION)
    for _ in range(3):
        await told(integration)
    newest = await site.runtime.events.newest()
    site.parts.clock.advance(8 * 24 * 3600)
    assert await site.runtime.events.forget_old() == 2
    tip = await told(integration)
    assert [(e.number > newest, e.subject) for e in await site.runtime.events.after(newest)] == [(True, tip["id"])]
