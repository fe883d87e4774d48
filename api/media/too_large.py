"""What is said when a channel does not hand out a file: the message stands, and there is another way for the file."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select

from api.attachments import repository as attachments
from api.conversations import repository as conversations
from api.conversations.models import Message
from api.store.base import table_of
from api.store.store import Write
from api.tips import repository as tips
from api.wording import LANGUAGES, Wording

messages = table_of(Message)

LINK_FOR = timedelta(hours=24)
# Of an album one such answer is enough.
ONCE_IN = timedelta(minutes=2)
NAME = "utter_media_too_large"


class TooLarge:
    """Called in the commit that says so."""

    def __init__(
        self, wording: Wording, wake: Callable[[str, str], None], public_url: str | None, now: Callable[[], datetime]
    ) -> None:
        self._wording = wording
        self._wake = wake
        self._public_url = public_url
        self._now = now

    def __call__(self, write: Write, file: Row[Any]) -> None:
        found = select(messages.c.conversation).where(messages.c.id == file.message)
        row = conversations.get(write, write.connection.execute(found).scalar_one())
        if row.channel == "webchat" or self._was_said(write, row):
            return
        link = self._link(write, file)
        name = NAME if link else f"{NAME}_no_link"
        spoken = row.language if row.language in LANGUAGES else "en"
        words = self._wording.render(name, spoken, row.channel, link=link or "")
        conversations.say(write, row, row.last_seq + 1, words, self._now(), response=name)
        conversations.change(write, row.id, last_seq=row.last_seq + 1)
        write.after_commit(lambda: self._wake(row.id, row.channel))

    def _was_said(self, write: Write, row: Row[Any]) -> bool:
        said = conversations.last_said(write, row.id)
        return said is not None and said[0].startswith(NAME) and self._now() - said[1] < ONCE_IN

    def _link(self, write: Write, file: Row[Any]) -> str | None:
        """A link that lets whoever has it add to the tip, once, and read nothing."""
        found = tips.of_message(write, file.message)
        if not self._public_url or not found:
            return None
        secret = secrets.token_urlsafe(24)
        attachments.add_link(write, secret, found[-1], self._now() + LINK_FOR)
        return f"{self._public_url.rstrip('/')}/chat#upload={secret}"
