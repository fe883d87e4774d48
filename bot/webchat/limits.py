"""How many files one conversation may send: kept in memory, and forgotten with it."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable

AT_MOST, WITHIN = 40, 600.0
CONVERSATIONS = 10_000


class Limits:
    def __init__(
        self, at_most: int = AT_MOST, within: float = WITHIN, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        """`at_most` files `within` seconds."""
        self._at_most = at_most
        self._within = within
        self._monotonic = monotonic
        self._sent: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, token: str) -> float | None:
        """Counts one more. The seconds until it may be sent; None when it may now."""
        at = self._monotonic()
        sent = self._sent.setdefault(token, deque(maxlen=self._at_most))
        self._sent.move_to_end(token)
        if len(self._sent) > CONVERSATIONS:
            self._sent.popitem(last=False)
        if len(sent) == self._at_most and at - sent[0] < self._within:
            return self._within - (at - sent[0])
        sent.append(at)
        return None
