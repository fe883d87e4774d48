"""How fast messages come in: while they pour, storing them goes before answering them."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

MANY = 40
WITHIN = 0.4


class Inflow:
    """Remembers when the last `MANY` messages came; kept by the intake, read by whoever gives way to it."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        """`monotonic` gives seconds."""
        self._monotonic = monotonic
        self._came: deque[float] = deque(maxlen=MANY)

    def came(self) -> None:
        """A message came."""
        self._came.append(self._monotonic())

    def pours(self) -> bool:
        """Have `MANY` messages come within the last `WITHIN` seconds?"""
        return len(self._came) == MANY and self._monotonic() - self._came[0] < WITHIN
