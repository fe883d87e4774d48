"""What intake needs of others."""

from __future__ import annotations

from typing import Protocol

from api.analysis.guard.verdict import Context, Verdict


class GuardReader(Protocol):
    def read(self, text: str, context: Context = ...) -> Verdict: ...


class Signals(Protocol):
    """Wakes up those who wait for a conversation, or for work."""

    def conversation(self, conversation: str) -> None: ...
    def work(self) -> None: ...
    def outbox(self, channel: str) -> None: ...
    def events(self) -> None: ...
    def files(self) -> None: ...
