"""What every channel's adapter is to the app. docs/channel-adapter.md says how to write one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from fastapi import APIRouter

from bot.intake import Channel
from bot.status import Status


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can carry. A longer text is sent in parts, a longer title is shortened or its button left out,
    as are buttons that are too many.

    `text` and `title` in UTF-16 units, `payload` in bytes of UTF-8, `file` in bytes; None: no limit of the channel's own.
    The windows count from what the reporter said last; None: there is none.
    """

    text: int
    buttons: int | None
    title: int | None
    payload: int
    file: int | None
    edits: bool
    live_places: bool
    window: timedelta | None
    officer_window: timedelta | None


class Adapter(Protocol):
    """A channel: its webhook to mount, its life, and how it is doing."""

    channel: Channel
    capabilities: Capabilities

    @property
    def router(self) -> APIRouter: ...

    @property
    def status(self) -> Status: ...

    async def start(self) -> None:
        """Returns at once and never raises; reaching the service goes on in the background."""
        ...

    async def stop(self) -> None:
        """Within two seconds; may be started again."""
        ...
