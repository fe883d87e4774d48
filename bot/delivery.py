"""Hands what waits in the app's outbox to a messaging service and tells the app what became of it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Protocol

from bot.intake import Channel, Failure, Intake, Outbound
from bot.status import Health, Way
from bot.workers import Backoff, Workers

WAIT_SECONDS = 25.0
# The app hands a message out again after a minute without an answer: by then nobody may still be sending it.
DEADLINE_SECONDS = 45.0
SENDING_AT_ONCE = 16
IN_HAND_AT_MOST = 64
_REMEMBERED = 1000

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sent:
    channel_message_id: str | None = None


@dataclass(frozen=True, slots=True)
class Unsent:
    """`retry_after` in seconds, where the service said. `outage`: the service or the token is at
    fault, not this message."""

    failure: Failure
    retry_after: float | None = None
    outage: bool = False


class Sender(Protocol):
    async def send(self, outbound: Outbound) -> Sent | Unsent:
        """Sends one message once. Raises nothing that the service could cause."""
        ...


class Delivery:
    """One loop: fetch what is due, send many at a time, mark each. A message whose mark did not reach
    the app comes again; it is then marked, not sent twice."""

    def __init__(self, channel: Channel, intake: Intake, sender: Sender, workers: Workers, health: Health) -> None:
        self._channel = channel
        self._intake = intake
        self._sender = sender
        self._workers = workers
        self._health = health
        self._slots = asyncio.Semaphore(SENDING_AT_ONCE)
        self._in_hand: set[str] = set()
        self._unmarked: dict[str, Sent] = {}
        self._closing = False

    async def run(self) -> None:
        backoff = Backoff()
        while True:
            while len(self._in_hand) >= IN_HAND_AT_MOST:
                await self._workers.wait_for_one()
            try:
                batch = await self._intake.outgoing(self._channel, WAIT_SECONDS)
            except Exception as error:
                _log.error("%s: the outbox cannot be read (%s)", self._channel, type(error).__name__)
                await backoff.pause()
                continue
            backoff.reset()
            deadline = asyncio.get_running_loop().time() + DEADLINE_SECONDS
            for outbound in batch:
                if outbound.id not in self._in_hand:
                    self._in_hand.add(outbound.id)
                    self._workers.work(self._hand_over(outbound, deadline))
            if not batch:
                await asyncio.sleep(0.01)

    def close(self) -> None:
        """What has not begun to be sent goes back to the app instead of out."""
        self._closing = True

    async def _hand_over(self, outbound: Outbound, deadline: float) -> None:
        try:
            async with self._slots:
                outcome = await self._outcome(outbound, deadline)
            await self._mark(outbound.id, outcome)
        except Exception as error:
            _log.error("%s: a delivery could not be marked (%s)", self._channel, type(error).__name__)
        finally:
            self._in_hand.discard(outbound.id)

    async def _outcome(self, outbound: Outbound, deadline: float) -> Sent | Unsent:
        if (sent := self._unmarked.get(outbound.id)) is not None:
            return sent
        if self._closing or asyncio.get_running_loop().time() >= deadline:
            return Unsent(Failure.LATER, retry_after=0.0)
        try:
            async with asyncio.timeout_at(deadline):
                return await self._sender.send(outbound)
        except Exception as error:
            _log.error("%s: sending failed (%s)", self._channel, type(error).__name__)
            return Unsent(Failure.LATER, outage=isinstance(error, TimeoutError))

    async def _mark(self, outbound_id: str, outcome: Sent | Unsent) -> None:
        if isinstance(outcome, Sent):
            self._health.worked(Way.OUT)
            self._remember(outbound_id, outcome)
            await self._intake.delivered(outbound_id, outcome.channel_message_id)
            del self._unmarked[outbound_id]
            return
        if outcome.outage:
            self._health.failed(Way.OUT)
        elif outcome.failure is not Failure.LATER:
            self._health.worked(Way.OUT)
        await self._intake.failed(outbound_id, outcome.failure, outcome.retry_after)

    def _remember(self, outbound_id: str, sent: Sent) -> None:
        self._unmarked[outbound_id] = sent
        if len(self._unmarked) > _REMEMBERED:
            del self._unmarked[next(iter(self._unmarked))]
