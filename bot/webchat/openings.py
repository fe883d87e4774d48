"""Opens one conversation for a form that is sent twice before it has a token."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from bot.intake import Session

_REMEMBERED = 1000


class Openings:
    """Remembers the last thousand, in this process: with several of them a double press may open two."""

    def __init__(self) -> None:
        self._opened: OrderedDict[str, asyncio.Future[Session]] = OrderedDict()

    async def once(self, form_id: str, begin: Callable[[], Awaitable[Session]]) -> Session:
        """The session of the form with this id. Raises what `begin` raises, and then forgets it."""
        if form_id not in self._opened:
            self._opened[form_id] = asyncio.ensure_future(begin())
            while len(self._opened) > _REMEMBERED:
                self._opened.popitem(last=False)
        try:
            return await asyncio.shield(self._opened[form_id])
        except Exception:
            self._opened.pop(form_id, None)
            raise
