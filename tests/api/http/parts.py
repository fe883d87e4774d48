"""Stand-ins for what is slow in a running app, and its HTTP as each role sees it."""

from __future__ import annotations

import secrets
import shutil
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api.rasa.client import RasaUnavailableError, Understood
from api.runtime import Rasa, Runtime, Understanding
from api.settings import Settings
from api.store.base import Base
from api.store.store import Store, Write
from api.tokens.models import Role
from bot.intake import Accepted, Channel, Inbound, InboundKind
from tests.fakes import FakeAnalysis, FakeClock, FakeDialogue, FakeGuard, call_112

BASE = "http://tipline.test"
FIRE = "det brinner i trapphuset"
NOON = FakeClock().at
on_both_engines = pytest.mark.parametrize("site", ["on_sqlite", "on_postgresql"], indirect=True)


class LoadedAnalysis(FakeAnalysis):
    """The analysis as the app starts it."""

    ready = True

    def load(self) -> None:
        """There is nothing to load."""


class Dialogue(FakeDialogue):
    """Rasa's dialogue, and its reading of one text."""

    def __init__(self) -> None:
        super().__init__()
        self.understood: Understood | None = Understood("report_stolen_vehicle", 0.97)

    async def understand(self, text: str) -> Understood:
        if self.understood is None:
            raise RasaUnavailableError
        return self.understood


class FakeRasa:
    """Rasa's process."""

    actions_token = "actions"

    def __init__(self) -> None:
        self.ready = True
        self.client = Dialogue()

    def start(self) -> None:
        """It is always there."""

    async def stop(self) -> None:
        """It keeps nothing."""


class Parts:
    """The stand-ins of one app."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.guard = FakeGuard()
        self.analysis = LoadedAnalysis()
        self.rasa = FakeRasa()
        self.as_new()

    def as_new(self) -> None:
        """Forget what a test told them."""
        self.clock.at = NOON
        self.guard.verdicts, self.guard.fails = {FIRE: call_112()}, False
        self.analysis.found = {
            "blå Volvo": {"colour": ["blue"], "vehicle_make": "Volvo"},
            "ABC123": {"plate": "ABC123"},
        }
        self.analysis.broken_by, self.analysis.ready = None, True
        self.rasa.ready = True
        vars(self.rasa.client).update(vars(Dialogue()))

    def runtime(self, settings: Settings, store: Store) -> Runtime:
        def rasa(_: object) -> Rasa:
            return self.rasa

        return Runtime(settings, store, Understanding(self.guard, self.analysis, rasa), self.clock)


Client = httpx.AsyncClient


class Site:
    """An app over HTTP in this process, with a token of each role."""

    def __init__(self, runtime: Runtime, app: FastAPI, parts: Parts) -> None:
        self.runtime = runtime
        self.app = app
        self.parts = parts
        self._tokens: dict[tuple[Role, str], tuple[str, str]] = {}
        self._said = 0

    def as_new(self) -> None:
        """Empty every table: quicker than another app."""

        def empty(write: Write) -> None:
            for table in reversed(Base.metadata.sorted_tables):
                write.connection.execute(table.delete())

        self.runtime.store.write_now(empty)
        shutil.rmtree(self.runtime.settings.attachments, ignore_errors=True)
        self.runtime.events.closing.clear()
        self.runtime.closing.clear()
        self.parts.as_new()
        self._tokens.clear()

    def issue(self, role: Role, name: str = "") -> tuple[str, str]:
        """(id, token)."""
        key = (role, name or f"the {role}")
        if key not in self._tokens:
            self._tokens[key] = self.runtime.store.write_now(
                lambda write: self.runtime.tokens.issue(write, key[1], role)
            )
        return self._tokens[key]

    def client(self, role: Role | None = None, name: str = "", *, raises: bool = True) -> Client:
        """As one role, or as nobody. `raises`: what the app did not catch fails the test, with its traceback."""
        headers = {"Authorization": f"Bearer {self.issue(role, name)[1]}"} if role else {}
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=raises)
        return httpx.AsyncClient(transport=transport, base_url=BASE, headers=headers)

    async def say(self, text: str, sender: str = "4711") -> Accepted:
        """A reporter writes on Telegram."""
        self._said += 1
        inbound = Inbound(Channel.TELEGRAM, f"m{self._said}", sender, InboundKind.TEXT, self.parts.clock(), text=text)
        return await self.runtime.intake.accept(inbound)


async def told(client: Client, narrative: str = "En blå Volvo stod vid stationen", **more: Any) -> dict[str, Any]:
    """A new tip."""
    key = more.pop("key", None) or secrets.token_hex(8)
    answer = await client.post("/v1/tips", json={"narrative": narrative, **more}, headers={"Idempotency-Key": key})
    assert answer.status_code == 201, answer.text
    tip: dict[str, Any] = answer.json()
    return tip


def is_problem(answer: httpx.Response, status: int) -> bool:
    """RFC 9457, and nothing but it."""
    body = answer.json()
    return (
        answer.status_code == status
        and answer.headers["content-type"] == "application/problem+json"
        and body["status"] == status
        and bool(body["type"])
        and bool(body["title"])
    )
