"""The Messenger channel: receives by webhook, sends what waits in the outbox."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from fastapi import APIRouter

from bot.adapter import Capabilities
from bot.delivery import Delivery
from bot.fetching import Fetcher
from bot.intake import Channel, Failure, Files, Inbound, Intake
from bot.messenger.files import MessengerFiles
from bot.messenger.parse import Parser
from bot.messenger.profile import profile
from bot.messenger.render import PAYLOAD_LIMIT, QUICK_REPLIES, TEXT_LIMIT, TITLE_LIMIT
from bot.messenger.routes import messenger_router
from bot.messenger.send import OFFICER_WINDOW, REPLY_WINDOW, GraphClient, MessengerSender
from bot.messenger.settings import MessengerSettings
from bot.ordering import OnePerKey, grouped
from bot.status import Health, Status, Way
from bot.workers import Backoff, Workers

GRACE_SECONDS = 1.0
CAPABILITIES = Capabilities(
    text=TEXT_LIMIT,
    buttons=QUICK_REPLIES,
    title=TITLE_LIMIT,
    payload=PAYLOAD_LIMIT,
    file=None,
    edits=True,
    live_places=False,
    window=REPLY_WINDOW,
    officer_window=OFFICER_WINDOW,
)

_log = logging.getLogger(__name__)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class MessengerAdapter:
    """Mount `router` once; `start` and `stop` may be called again after one another. The webhook takes
    messages as soon as it is mounted, also while the Graph API cannot be reached. Without `files` no file is
    fetched."""

    channel = Channel.MESSENGER
    capabilities = CAPABILITIES

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
        self._source: MessengerFiles | None = None
        self._delivery: Delivery | None = None
        self._fetcher: Fetcher | None = None
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
        if self._files is not None:
            self._source = MessengerFiles(self._settings.graph_url)
            self._fetcher = Fetcher(Channel.MESSENGER, self._files, self._source, self._workers)
            self._workers.loop(self._fetcher.run())
        self._workers.loop(self._reach(self._graph))

    async def stop(self) -> None:
        """Within two seconds: what is being sent is marked, the rest is given back to the app or comes
        again."""
        for part in (self._delivery, self._fetcher):
            if part is not None:
                part.close()
        await self._workers.stop(GRACE_SECONDS)
        self._health.stopped()
        graph, self._graph, self._delivery = self._graph, None, None
        source, self._source, self._fetcher = self._source, None, None
        for calls in (graph, source):
            if calls is not None:
                await calls.close()

    async def _reach(self, graph: GraphClient) -> None:
        backoff = Backoff()
        while not await graph.is_reachable():
            _log.warning("messenger: the Graph API is not reached, or refuses the token")
            self._health.failed(Way.IN)
            await backoff.pause()
        self._health.worked(Way.IN)
        await self._set_profile(graph)

    async def _set_profile(self, graph: GraphClient) -> None:
        """Messages come and go without it, so a refusal is no fault of the channel."""
        backoff = Backoff()
        while (refusal := await graph.set_profile(profile(self._settings.get_started_payload))) is not None:
            _log.warning("messenger: the page's menu could not be set (%s)", refusal.failure)
            if refusal.failure is not Failure.LATER:
                return
            await backoff.pause(refusal.retry_after or 0.0)

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
