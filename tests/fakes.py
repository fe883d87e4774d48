"""Stand-ins for what is slow or learned: the guard, the analysis, Rasa's dialogue, and the clock."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from api.analysis.findings import Finding, Findings, Source
from api.analysis.guard.verdict import Context, Kind, Level, Verdict
from api.analysis.language import detect
from api.conversations.shapes import Draft
from api.rasa.client import RasaUnavailableError, TurnAnswer, Understood

TELLING = 0.9


class FakeClock:
    """Stands still until it is told otherwise; called for the present instant."""

    def __init__(self, at: datetime = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def advance(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class GuardBrokenError(Exception):
    """What the guard raises when it is told to fail."""


def call_112(kind: Kind | None = Kind.FIRE) -> Verdict:
    return Verdict(Level.CALL_112, kind, 0.99, TELLING)


def ask() -> Verdict:
    return Verdict(Level.ASK, Kind.VIOLENCE, 0.4, TELLING)


def telling() -> Verdict:
    return Verdict(Level.NONE, None, 0.01, TELLING)


def nothing_told() -> Verdict:
    return Verdict(Level.NONE, None, 0.01, 0.05)


class FakeGuard:
    """`verdicts` by the exact text; a text that is not in it tells something and is no emergency."""

    def __init__(self, **verdicts: Verdict) -> None:
        self.verdicts: dict[str, Verdict] = dict(verdicts)
        self.contexts: list[Context] = []
        self.evaded: set[str] = set()
        """Texts that are no emergency by themselves, and no answer to an open question either."""
        self.fails = False

    def read(self, text: str, context: Context = Context()) -> Verdict:
        self.contexts.append(context)
        if self.fails:
            raise GuardBrokenError(text)
        if context.ask_open and text in self.evaded:
            return ask()
        return self.verdicts.get(text, telling())


class FakeAnalysis:
    """`found`: words that are looked for, with the fields that they give. The language is detected for real."""

    def __init__(self) -> None:
        self.found: dict[str, dict[str, Any]] = {}
        self.broken_by: str | None = None

    def __call__(self, text: str, sent_at: datetime) -> Findings:
        if self.broken_by is not None and self.broken_by in text:
            raise ValueError(text)
        fields: dict[str, Finding] = {}
        for words, values in self.found.items():
            start = text.find(words)
            if start < 0:
                continue
            for name, value in values.items():
                fields[name] = Finding(name, value, words, start, start + len(words), Source.LIST)
        return Findings(detect(text), fields)


class Asked:
    """One turn that the dialogue was asked for."""

    def __init__(self, text: str, draft: Draft, telling: float, intent: str | None, slots: dict[str, Any]) -> None:
        self.text = text
        self.draft = draft
        self.telling = telling
        self.intent = intent
        self.slots = slots
        self.began = time.monotonic()


def answer(
    *responses: str,
    intent: str = "inform",
    confidence: float = 0.95,
    changes: tuple[dict[str, Any], ...] = (),
    asks: str | None = None,
    slots: dict[str, Any] | None = None,
) -> TurnAnswer:
    """What Rasa would say: response names, changes, and the question that is open then."""
    draft = Draft(slots or {"tip_state": "open"}, "tip_form" if asks else None, asks)
    return TurnAnswer(Understood(intent, confidence), tuple((name, {}) for name in responses), changes, draft)


def opens(category: str = "stolen_vehicle", asks: str | None = "when", *, new: bool = False) -> TurnAnswer:
    """A report: a tip is opened, and a first question put."""
    changes = ({"change": "new_tip"},) if new else ()
    said = ("utter_tip_started", *((f"utter_ask_{asks}",) if asks else ()))
    return answer(
        *said, intent=f"report_{category}", changes=(*changes, {"change": "category", "value": category}), asks=asks
    )


def sends() -> TurnAnswer:
    return answer("utter_tip_sent", intent="send", changes=({"change": "submit"},), slots={"tip_state": "sent"})


Script = Callable[[Asked], TurnAnswer | Awaitable[TurnAnswer]]


class FakeDialogue:
    """Rasa, as a turn needs it: gives the scripted answers in order, then `otherwise`.

    An exception in the script is raised. `hold` makes every turn wait until it is released.
    """

    def __init__(self, *script: TurnAnswer | Exception, otherwise: TurnAnswer | Exception | None = None) -> None:
        self.script: list[TurnAnswer | Exception] = list(script)
        self.otherwise: TurnAnswer | Exception = otherwise or opens()
        self.asked: list[Asked] = []
        self.held: asyncio.Event | None = None
        self.entered = asyncio.Event()

    async def turn(
        self, text: str, draft: Draft, telling: float, intent: str | None = None, slots: dict[str, Any] | None = None
    ) -> TurnAnswer:
        self.asked.append(Asked(text, draft, telling, intent, slots or {}))
        self.entered.set()
        chosen = self.script.pop(0) if self.script else self.otherwise
        if self.held is not None:
            await self.held.wait()
        if isinstance(chosen, Exception):
            raise chosen
        return chosen

    def hold(self) -> None:
        self.held = asyncio.Event()
        self.entered = asyncio.Event()

    def release(self) -> None:
        if self.held is not None:
            self.held.set()

    @property
    def texts(self) -> list[str]:
        return [one.text for one in self.asked]


class HangingDialogue:
    """A Rasa that takes the connection and never answers: gives up at `deadline` seconds, like the real client."""

    def __init__(self, deadline: float) -> None:
        self.deadline = deadline

    async def turn(
        self, text: str, draft: Draft, telling: float, intent: str | None = None, slots: dict[str, Any] | None = None
    ) -> TurnAnswer:
        await asyncio.sleep(self.deadline)
        raise RasaUnavailableError
