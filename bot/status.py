"""How a channel is doing, for `/readyz`."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    OFF = "off"  # it has no token, or was stopped
    STARTING = "starting"  # it has not reached its service yet
    READY = "ready"
    FAILING = "failing"  # the last try to receive or to send failed; it goes on trying


class Way(StrEnum):
    IN = "in"
    OUT = "out"


class Health:
    """What the two ways of a channel last met. Only failures of the service or the token count, not
    those of a single message."""

    def __init__(self) -> None:
        self._running = False
        self._reached = False
        self._failing: set[Way] = set()

    @property
    def status(self) -> Status:
        if not self._running:
            return Status.OFF
        if self._failing:
            return Status.FAILING
        return Status.READY if self._reached else Status.STARTING

    def started(self) -> None:
        self._running, self._reached = True, False
        self._failing.clear()

    def stopped(self) -> None:
        self._running = False

    def worked(self, way: Way) -> None:
        self._reached = self._reached or way is Way.IN
        self._failing.discard(way)

    def failed(self, way: Way) -> None:
        self._failing.add(way)
