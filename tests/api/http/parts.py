"""Stand-ins for what is slow in a running app, and its HTTP as each role sees it."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from fastapi import FastAPI

from api.analysis.findings import Finding, Findings, Mention, Source
from api.analysis.guard.verdict import Context, Kind, Level, Verdict
from api.conversations.shapes import Draft
from api.rasa.client import TurnAnswer, Understood
from api.runtime import Rasa, Runtime, Understanding
from api.settings import Settings
from api.store.base import Base
from api.store.store import Store, Write
from api.tokens.models import Role
from bot.intake import Accepted, Channel, Inbound, InboundKind

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
PLATE = re.compile(r"\b[A-Z]{3}\d{3}\b")
BURNING = re.compile(r"\bbrinner\b")
BASE = "http://tipline.test"


class FakeClock:
    """Stands still until it is told to go on."""

    at = NOON

    def __call__(self) -> datetime:
        return self.at

    def go_on(self, **by: float) -> None:
        self.at += timedelta(**by)


class FakeGuard:
    """Danger is "brinner"; everything else tells something."""

    def read(self, text: str, context: Context = Context()) -> Verdict:
        if hit := BURNING.search(text):
            return Verdict(Level.CALL_112, Kind.FIRE, 0.99, 0.9, (hit.span(),))
        return Verdict(Level.NONE, None, 0.01, 0.9)


class FakeAnalysis:
    """Finds plates; `broken` makes it raise."""

    ready = True
    broken = False

    def load(self) -> None:
        self.ready = True

    def __call__(self, text: str, sent_at: datetime) -> Findings:
        if self.broken:
            raise RuntimeError(text)
        if not (hit := PLATE.search(text)):
            return Findings("sv")
        plate = Finding("plate", hit.group(), hit.group(), hit.start(), hit.end(), Source.PATTERN)
        return Findings("sv", {"plate": plate}, (Mention("vehicle", {"plate": hit.group()}),))


class FakeDialogue:
    """Rasa's answers without Rasa: it takes everything for a stolen vehicle."""

    intent = Understood("report_stolen_vehicle", 0.97)

    async def understand(self, text: str) -> Understood:
        return self.intent

    async def turn(
        self, text: str, draft: Draft, telling: float, intent: str | None = None, slots: dict[str, Any] | None = None
    ) -> TurnAnswer:
        return TurnAnswer(self.intent, (), ({"change": "category", "value": "stolen_vehicle"},), draft)


class FakeRasa:
    ready = True
    actions_token = "actions"

    def __init__(self) -> None:
        self.client = FakeDialogue()

    def start(self) -> None:
        """It is always there."""

    async def stop(self) -> None:
        """It keeps nothing."""


class Parts:
    """The stand-ins of one app."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.guard = FakeGuard()
        self.analysis = FakeAnalysis()
        self.rasa = FakeRasa()

    def as_new(self) -> None:
        """Forget what a test told them."""
        for part in (self.clock, self.guard, self.analysis, self.rasa, self.rasa.client):
            part.__dict__ = {name: known for name, known in part.__dict__.items() if name == "client"}

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
