"""An app for the web chat that lives in memory: it greets, answers, and can be told to fail."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.intake import (
    Accepted,
    Button,
    Channel,
    Failure,
    FileEmptyError,
    FileRefusedError,
    Inbound,
    MediaKind,
    Outbound,
    Session,
    Shown,
    StagedFile,
    UnknownPayloadError,
    UnknownSessionError,
)

STARTED = datetime(2026, 11, 3, 13, 37, tzinfo=UTC)

Reply = tuple[str, tuple[Button, ...]]


@dataclass
class Conversation:
    messages: list[Shown] = field(default_factory=list)
    seqs: dict[str, int] = field(default_factory=dict)

    def add(self, sender: str, text: str, buttons: tuple[Button, ...] = ()) -> int:
        seq = len(self.messages) + 1
        self.messages.append(Shown(seq, sender, text, buttons, STARTED + timedelta(seconds=seq)))
        return seq


def no_reply(_said: str) -> list[Reply]:
    return []


class FakeApp:
    """`Intake` and `WebSessions` in one."""

    def __init__(self, replies: Callable[[str], list[Reply]] = no_reply, greeting: Reply = ("Hej!", ())) -> None:
        self.replies = replies
        self.greeting = greeting
        self.conversations: dict[str, Conversation] = {}
        self.accepted: list[Inbound] = []
        self.opened: list[tuple[str | None, str | None]] = []
        self.uploads: list[str] = []
        self.staged: dict[str, bytes] = {}

    async def open(self, language: str | None, notice: str | None, upload: str | None = None) -> Session:
        token = f"token-{len(self.opened) + 1}"
        self.opened.append((language, notice))
        if upload is not None:
            self.uploads.append(upload)
        self.conversations[token] = Conversation()
        self.conversations[token].add("bot", *self.greeting)
        return Session(token, STARTED + timedelta(days=30))

    async def history(self, token: str, after: int) -> list[Shown]:
        return [message for message in self._conversation(token).messages if message.seq > after]

    async def wait(self, token: str, after: int, wait_seconds: float) -> list[Shown]:
        """Looks again and again instead of waiting for an event, so that tests may add from another thread."""
        deadline = asyncio.get_running_loop().time() + wait_seconds
        while not (found := await self.history(token, after)) and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.01)
        return found

    async def accept(self, inbound: Inbound) -> Accepted:
        conversation = self._conversation(inbound.sender)
        if inbound.external_id in conversation.seqs:
            return Accepted(conversation.seqs[inbound.external_id], repeated=True)
        for media in inbound.media:
            del self.staged[media.file]
        files = "".join(f"📎 {media.name}" for media in inbound.media)
        said = files or inbound.text or self._title(conversation, inbound.payload)
        self.accepted.append(inbound)
        seq = conversation.add("reporter", said)
        conversation.seqs[inbound.external_id] = seq
        for text, buttons in self.replies(inbound.payload or said):
            conversation.add("bot", text, buttons)
        return Accepted(seq, repeated=False)

    async def stage(self, content: AsyncIterator[bytes]) -> StagedFile:
        whole = b"".join([piece async for piece in content])
        if not whole:
            raise FileEmptyError
        if not whole.startswith(b"\xff\xd8\xff"):
            raise FileRefusedError
        file = f"staged-{len(self.staged)}"
        self.staged[file] = whole
        return StagedFile(file, MediaKind.PICTURE, "image/jpeg", len(whole))

    async def drop(self, file: str) -> None:
        self.staged.pop(file, None)

    async def outgoing(self, channel: Channel, wait_seconds: float) -> list[Outbound]:
        return []

    async def delivered(self, outbound_id: str, channel_message_id: str | None = None) -> None: ...

    async def failed(self, outbound_id: str, failure: Failure, retry_after: float | None = None) -> None: ...

    def expire(self, token: str) -> None:
        del self.conversations[token]

    def _conversation(self, token: str) -> Conversation:
        if token not in self.conversations:
            raise UnknownSessionError
        return self.conversations[token]

    def _title(self, conversation: Conversation, payload: str | None) -> str:
        for message in conversation.messages:
            for button in message.buttons:
                if button.payload == payload:
                    return button.title
        raise UnknownPayloadError
