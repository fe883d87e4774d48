"""The Messenger channel: receives by webhook, sends what waits in the outbox."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from fastapi import APIRouter

from bot.delivery import Delivery
from bot.intake import Channel, Files, Inbound, Intake
from bot.messenger.parse import Parser
from bot.messenger.routes import messenger_router
from bot.messenger.send import GraphClient, MessengerSender
from bot.messenger.settings import MessengerSettings
from bot.ordering import OnePerKey, grouped
from bot.status import Health, Status, Way
from bot.workers import Backoff, Workers

GRACE_SECONDS = 1.0

_log = logging.getLogger(__name__)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class MessengerAdapter:
    """Mount `router` once; `start` and `stop` may be called again after one another. The webhook takes
    messages as soon as it is mounted, also while the Graph API cannot be reached."""

    def __init__(
        self,
        settings: MessengerSettings,
        intake: Intake,
        files: Files | None = None,
        *,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._settings = settings
        self._intake = intake
        self._files = files
        self._now = now
        self._senders = OnePerKey()
        self._workers = Workers()
        self._health = Health()
        self._graph: GraphClient | None = None
        self._delivery: Delivery | None = None
        self._parser = Parser(settings.get_started_payload)
        self._router = messenger_router(settings, self._parse, self._take_all)

    @property
    def router(self) -> APIRouter:
        return self._router

    @property
    def status(self) -> Status:
        return self._health.status

    async def start(self) -> None:
        """Returns at once and never raises; reaching the Graph API goes on in the background."""
        if not self._settings.enabled or self.status is not Status.OFF:
            return
        # Its addresses hold no token, but they need not fill the log either.
        logging.getLogger("httpx").setLevel(max(logging.WARNING, logging.getLogger("httpx").level))
        self._health.started()
        self._graph = GraphClient(self._settings)
        sender = MessengerSender(self._graph, self._now)
        self._delivery = Delivery(Channel.MESSENGER, self._intake, sender, self._workers, self._health)
        self._workers.loop(self._delivery.run())
        self._workers.loop(self._reach(self._graph))

    async def stop(self) -> None:
        """Within two seconds: what is being sent is marked, the rest is given back to the app or comes
        again."""
        if self._delivery is not None:
            self._delivery.close()
        await self._workers.stop(GRACE_SECONDS)
        self._health.stopped()
        graph, self._graph, self._delivery = self._graph, None, None
        if graph is not None:
            await graph.close()

    async def _reach(self, graph: GraphClient) -> None:
        backoff = Backoff()
        while not await graph.is_reachable():
            _log.warning("messenger: the Graph API is not reached, or refuses the token")
            self._health.failed(Way.IN)
            await backoff.pause()
        self._health.worked(Way.IN)

    def _parse(self, body: Mapping[str, object]) -> list[Inbound]:
        return self._parser.parse(body, self._now())

    async def _take_all(self, messages: list[Inbound]) -> bool:
        """Whether all are stored; each is tried, whatever became of the others."""
        results = await asyncio.gather(*map(self._take_sender, grouped(messages, lambda each: each.sender)))
        return all(results)

    async def _take_sender(self, messages: list[Inbound]) -> bool:
        stored = True
        async with self._senders.turn(messages[0].sender):
            for message in messages:
                try:
                    await self._intake.accept(message)
                except Exception as error:
                    # The next one is tried all the same: Meta gives up repeating, and then it would be lost too.
                    _log.error("messenger: a message could not be stored (%s)", type(error).__name__)
                    stored = False
        return stored
