"""Web chat sessions: the bearer token is the account's only name, found through its keyed hash."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from api import clock
from api.attachments import repository as attachments
from api.conversations import repository
from api.conversations.shapes import Draft, Said
from api.signals import Signals
from api.store.store import Read, Store, Write
from api.tips import growing
from api.tips import repository as tips
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

    async def open(self, language: str | None, notice: str | None, upload: str | None = None) -> Session:
        """A new conversation, its greeting already in the history. `upload`: of a link that leads to a tip."""
        token = secrets.token_urlsafe(32)
        at = self._now()
        spoken = language if language in LANGUAGES else DEFAULT

        def begin(write: Write) -> None:
            row = repository.add(write, Channel.WEBCHAT, token, spoken, notice, at + LIFETIME)
            words = self._wording.render("utter_greeting", spoken, Channel.WEBCHAT)
            repository.say(write, row, 1, words, at, response="utter_greeting")
            repository.change(write, row.id, last_seq=1)
            if upload is not None:
                self._lead_to_tip(write, row, upload, spoken, at)

        await self._store.write(begin)
        return Session(token, at + LIFETIME)

    def _lead_to_tip(self, write: Write, row: Row[Any], secret: str, language: str, at: datetime) -> None:
        """What is sent here belongs to a tip of another channel. Nothing of that tip is shown."""
        leads_to = attachments.use_link(write, secret, at)
        tip = tips.find(write, leads_to) if leads_to is not None else None
        name = "utter_upload_here" if growing.is_open(tip) else "utter_upload_gone"
        words = self._wording.render(name, language, Channel.WEBCHAT)
        repository.say(write, row, 2, words, at, response=name)
        known = {}
        if tip is not None and growing.is_open(tip):
            draft = repository.sealed_draft(write, row.id, Draft(slots={"tip_state": "open"}))
            known = {"tip": tip.id, "draft": draft}
        repository.change(write, row.id, last_seq=2, **known)

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
        spoken = row.language if row.language in LANGUAGES else DEFAULT
        return row.id, [shown(one, self._files(one, spoken)) for one in repository.history(read, row.id, after)]

    def _files(self, said: Said, language: str) -> str:
        """What stands for the files of a message."""
        kinds = [
            self._wording.render(f"title_media_{one['kind']}", language, Channel.WEBCHAT).text for one in said.media
        ]
        names = [one.get("name") or kind for one, kind in zip(said.media, kinds, strict=True)]
        return "\n".join(f"📎 {name}" for name in names)


def shown(said: Said, files: str = "") -> Shown:
    """A message as its reporter sees it."""
    text = "\n".join(part for part in (files, said.text) if part)
    buttons = tuple(Button(title, payload) for title, payload in said.buttons)
    if not text and said.payload:
        text = said.payload
    return Shown(said.seq, said.origin, text, buttons, said.at)
