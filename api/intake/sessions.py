"""Web chat sessions: the bearer token is the account's only name, found through its keyed hash."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from api import clock
from api.conversations import repository
from api.conversations.shapes import Said
from api.signals import Signals
from api.store.store import Read, Store, Write
from api.wording import DEFAULT, LANGUAGES, Wording
from bot.intake import Button, Channel, Session, Shown, UnknownSessionError

LIFETIME = timedelta(days=30)
# A wake-up may be missed when another process took the message; then this is the delay.
LOOK_EVERY = 2.0


class WebChatSessions:
    """What the web chat needs besides intake: opening, and reading its own history."""

    def __init__(
        self, store: Store, wording: Wording, signals: Signals, now: Callable[[], datetime] = clock.now
    ) -> None:
        self._store = store
        self._wording = wording
        self._signals = signals
        self._now = now

    async def open(self, language: str | None, notice: str | None) -> Session:
        """A new conversation, its greeting already in the history."""
        token = secrets.token_urlsafe(32)
        at = self._now()
        spoken = language if language in LANGUAGES else DEFAULT

        def begin(write: Write) -> None:
            row = repository.add(write, Channel.WEBCHAT, token, spoken, notice, at + LIFETIME)
            words = self._wording.render("utter_greeting", spoken, Channel.WEBCHAT)
            repository.say(write, row, 1, words, at, response="utter_greeting")
            repository.change(write, row.id, last_seq=1)

        await self._store.write(begin)
        return Session(token, at + LIFETIME)

    async def history(self, token: str, after: int) -> list[Shown]:
        return (await self._store.read(lambda read: self._history(read, token, after)))[1]

    async def wait(self, token: str, after: int, wait_seconds: float) -> list[Shown]:
        """As `history`; waits for the first new message. Raises `UnknownSessionError`."""
        conversation = await self._store.read(lambda read: self._find(read, token).id)
        topic = f"conversation:{conversation}"
        waiter = self._signals.waiter(topic)
        shown = await self.history(token, after)
        if not shown:
            await self._signals.wait(waiter, topic, min(wait_seconds, LOOK_EVERY))
            shown = await self.history(token, after)
        return shown

    def _find(self, read: Read, token: str) -> Row[Any]:
        row = repository.find_by_sender(read, Channel.WEBCHAT, token)
        if row is None or row.expires_at < self._now():
            raise UnknownSessionError
        return row

    def _history(self, read: Read, token: str, after: int) -> tuple[str, list[Shown]]:
        row = self._find(read, token)
        return row.id, [shown(one) for one in repository.history(read, row.id, after)]


def shown(said: Said) -> Shown:
    """A message as its reporter sees it."""
    text = said.text
    buttons = tuple(Button(title, payload) for title, payload in said.buttons)
    if not text and said.payload:
        text = said.payload
    return Shown(said.seq, said.origin, text, buttons, said.at)
