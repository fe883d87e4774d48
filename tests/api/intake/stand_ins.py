"""A guard that knows danger by the first words, and a Rasa that opens, grows and sends tips."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from api.analysis.guard.verdict import Context, Verdict
from api.conversations.shapes import Draft
from api.rasa.client import TurnAnswer, Understood
from tests.fakes import FakeGuard, answer, ask, call_112, opens, sends, telling

FIRE, WORRY, SEND = "Det brinner", "Han är här", "skicka nu"


class Guard(FakeGuard):
    """Knows danger by the first words."""

    def read(self, text: str, context: Context = Context()) -> Verdict:
        return call_112() if text.startswith(FIRE) else ask() if text.startswith(WORRY) else telling()


class Dialogue:
    """A Rasa that opens a tip, adds to it, and sends it; `mood` is what the next turn meets."""

    def __init__(self) -> None:
        self.mood: Exception | None = None
        self.held: asyncio.Event | None = None
        self.entered = asyncio.Event()

    def hold(self) -> asyncio.Event:
        """The next turn waits here until it is set."""
        self.held = asyncio.Event()
        self.entered.clear()
        return self.held

    async def reached_by(self, turn: asyncio.Task[Any]) -> None:
        """Until the turn waits here, or has ended without coming so far."""
        entered = asyncio.create_task(self.entered.wait())
        await asyncio.wait({turn, entered}, return_when=asyncio.FIRST_COMPLETED)
        entered.cancel()

    async def turn(
        self, text: str, draft: Draft, telling: float, intent: str | None = None, slots: dict[str, Any] | None = None
    ) -> TurnAnswer:
        mood, self.mood = self.mood, None
        held, self.held = self.held, None
        if held is not None:
            self.entered.set()
            await held.wait()
        if mood is not None:
            raise mood
        if not text.strip():
            return answer("utter_ask_where", slots=dict(draft.slots))
        if SEND in text:
            return replace(sends(), understood=Understood("inform", 0.9))
        if draft.slots.get("tip_state") == "sent":
            return opens("fraud", new=True)
        return opens() if not draft.slots else answer("utter_ask_where", asks="where", slots=dict(draft.slots))
