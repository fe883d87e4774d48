"""A conversation's messages as server-sent events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterable
from typing import TypeVar

from bot.intake import Shown, UnknownSessionError, WebSessions
from bot.webchat.schemas import shown

HEARTBEAT_SECONDS = 15.0
RETRY_MILLISECONDS = 3000

_Result = TypeVar("_Result")


async def events(
    sessions: WebSessions,
    token: str,
    after: int,
    backlog: Iterable[Shown],
    closing: asyncio.Event,
    heartbeat_seconds: float = HEARTBEAT_SECONDS,
) -> AsyncIterator[str]:
    """The backlog, then every new message, with a comment whenever `heartbeat_seconds` pass in silence.

    Ends when `closing` is set, since a server waits for its open answers, and when the session ends: the
    next call then gets its 401.
    """
    yield f"retry: {RETRY_MILLISECONDS}\n\n"
    news = list(backlog)
    while True:
        for message in news:
            after = max(after, message.seq)
            yield f"id: {message.seq}\ndata: {shown(message).model_dump_json(by_alias=True)}\n\n"
        try:
            arrived = await _unless(closing, sessions.wait(token, after, heartbeat_seconds))
        except UnknownSessionError:
            return
        if arrived is None:
            return
        news = arrived
        if not news:
            yield ": still here\n\n"


async def _unless(closing: asyncio.Event, awaitable: Awaitable[_Result]) -> _Result | None:
    """What the awaitable gives, or None as soon as `closing` is set."""
    work = asyncio.ensure_future(awaitable)
    closed = asyncio.ensure_future(closing.wait())
    try:
        await asyncio.wait({work, closed}, return_when=asyncio.FIRST_COMPLETED)
        return None if closing.is_set() else work.result()
    finally:
        for task in (work, closed):
            task.cancel()
        await asyncio.gather(work, closed, return_exceptions=True)
