"""Understanding one text, for those who ask; nothing is stored."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from api import clock
from api.analysis.findings import Findings
from api.analysis.guard.verdict import Level, Verdict
from api.analysis.safely import safely
from api.commands import command_of
from api.interpret.meaning import CONTROLS, meaning, of_intent
from api.rasa.client import Matter, RasaFailedError, RasaUnavailableError, Understood


class Reader(Protocol):
    def read(self, text: str) -> Verdict: ...


class Understand(Protocol):
    async def understand(self, text: str) -> Understood: ...


def matter_of(matter: Matter) -> dict[str, Any]:
    """One of several matters of a message, in the contract's words."""
    means = of_intent(matter.intent)
    return {
        "intent": matter.intent, "act": means.act, "topic": means.topic, "category": means.category,
        "confidence": round(matter.confidence, 4), "start": matter.start, "end": matter.end,
    }  # fmt: skip


class InterpretService:
    """Guard and fields always; intent, act and category when Rasa is ready."""

    def __init__(
        self,
        guard: Reader,
        analyse: Callable[[str, datetime], Findings],
        rasa: Understand,
        rasa_ready: Callable[[], bool],
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._guard = guard
        self._analyse = safely(analyse)
        self._rasa = rasa
        self._rasa_ready = rasa_ready
        self._now = now

    async def interpret(self, text: str, sent_at: datetime | None, language: str | None) -> dict[str, Any]:
        verdict = self._verdict(text)
        rasa = asyncio.create_task(self._understood(text)) if self._rasa_ready() and text.strip() else None
        findings = await asyncio.to_thread(self._analyse, text, sent_at or self._now())
        understood = await rasa if rasa else None
        answer: dict[str, Any] = {
            "language": language or findings.language,
            "act": None, "topic": None, "intent": None, "confidence": None, "category": None,
            "emergency": {
                "level": str(verdict.level),
                "kind": str(verdict.kind) if verdict.kind else None,
                "score": round(verdict.score, 4),
                "words": [text[start:end] for start, end in verdict.words],
            },
            "fields": {name: finding.as_json() for name, finding in findings.fields.items()},
            "mentions": [mention.as_json() for mention in findings.mentions],
            "matters": [],
            "engine": "guard_only",
        }  # fmt: skip
        if understood is not None:
            level, kind = answer["emergency"]["level"], answer["emergency"]["kind"]
            means = meaning(understood.intent, understood.confidence, verdict.telling, level, kind, understood.ranking)
            answer |= {
                "act": means.act, "topic": means.topic, "category": means.category, "engine": "rasa",
                "intent": understood.intent, "confidence": round(understood.confidence, 4),
                "matters": [matter_of(one) for one in understood.matters],
            }  # fmt: skip
        return answer

    def _verdict(self, text: str) -> Verdict:
        try:
            return self._guard.read(text)
        except Exception:  # noqa: BLE001  as at intake: a guard that breaks must not say "none"
            return Verdict(Level.ASK, None, 0.5, 1.0)

    async def _understood(self, text: str) -> Understood | None:
        if (command := command_of(text)) in CONTROLS:
            return Understood(command, 1.0)
        try:
            return await self._rasa.understand(text[:4_000].encode("utf-8", "replace").decode())
        except (RasaUnavailableError, RasaFailedError):
            return None
