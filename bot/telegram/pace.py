"""Telegram's own speed limit for one chat: about a message a second, a few at once now and then."""

from __future__ import annotations

from aiolimiter import AsyncLimiter

PER_SECOND = 1.0
AT_ONCE = 3
_CHATS = 1000


class Pace:
    """Lets the words on 112 and what follows them out at once, and a flood of replies one a second. The limit
    over all chats is the client's."""

    def __init__(self, at_once: int = AT_ONCE, per_second: float = PER_SECOND) -> None:
        self._at_once = at_once
        self._seconds = at_once / per_second
        self._chats: dict[str, AsyncLimiter] = {}

    async def wait(self, chat: str) -> None:
        """Until the next message may go to this chat."""
        limiter = self._chats.get(chat)
        if limiter is None:
            if len(self._chats) >= _CHATS:
                self._chats = {key: each for key, each in self._chats.items() if not each.has_capacity(self._at_once)}
            limiter = self._chats[chat] = AsyncLimiter(self._at_once, self._seconds)
        await limiter.acquire()
