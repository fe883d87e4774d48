"""Leaves chats of many: what is told there, others read."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from typing import Protocol

_log = logging.getLogger(__name__)

_REMEMBERED = 1000
# What waited in a lively group comes all at once, and one farewell is enough for it.
_AGAIN_AFTER_SECONDS = 60.0


class GroupCalls(Protocol):
    """The two calls that it takes."""

    async def refuse_group(self, chat: int) -> None: ...
    async def leave_chat(self, chat: int) -> object: ...


class Groups:
    """Tells a group once that tips are taken in private, and leaves it however often it comes. Only ids of groups
    are kept, and those in memory."""

    def __init__(self) -> None:
        self._left: dict[str, float] = {}

    async def leave(self, client: GroupCalls, group: str) -> None:
        """Raises nothing: whether the farewell arrived changes nothing."""
        now = asyncio.get_running_loop().time()
        before = self._left.pop(group, None)
        self._left[group] = now
        if len(self._left) > _REMEMBERED:
            del self._left[next(iter(self._left))]
        if before is not None and now - before < _AGAIN_AFTER_SECONDS:
            return
        if before is None:
            await self._quietly("told", client.refuse_group(int(group)))
        await self._quietly("left", client.leave_chat(int(group)))

    async def _quietly(self, done: str, call: Awaitable[object]) -> None:
        try:
            await call
        except Exception as error:
            _log.info("telegram: a group could not be %s (%s)", done, type(error).__name__)
