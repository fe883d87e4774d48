"""The Telegram channel: receives by webhook or long polling, sends what waits in the outbox."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from fastapi import APIRouter

from bot.adapter import Capabilities
from bot.delivery import Delivery
from bot.fetching import Fetcher
from bot.intake import Channel, Files, Intake
from bot.ordering import OnePerKey
from bot.status import Health, Status, Way
from bot.telegram.groups import Groups
from bot.telegram.parse import Update, parse_update
from bot.telegram.poll import Poller
from bot.telegram.render import PAYLOAD_BYTES, TEXT_LIMIT
from bot.telegram.routes import telegram_router
from bot.telegram.settings import TelegramSettings
from bot.workers import Backoff, Workers

if TYPE_CHECKING:
    from bot.telegram.client import Client
    from bot.telegram.files import TelegramFiles
    from bot.telegram.send import TelegramSender

GRACE_SECONDS = 1.0
CAPABILITIES = Capabilities(
    text=TEXT_LIMIT,
    buttons=None,
    title=None,
    payload=PAYLOAD_BYTES,
    file=20 * 1024 * 1024,
    edits=True,
    live_places=True,
    window=None,
    officer_window=None,
)

_log = logging.getLogger(__name__)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class _Library(NamedTuple):
    """What needs python-telegram-bot."""

    client: type[Client]
    sender: type[TelegramSender]
    files: type[TelegramFiles]


def _load() -> _Library:
    from bot.telegram.client import Client
    from bot.telegram.files import TelegramFiles
    from bot.telegram.send import TelegramSender

    return _Library(Client, TelegramSender, TelegramFiles)


class TelegramAdapter:
    """Mount `router` once; `start` and `stop` may be called again after one another. The webhook takes
    updates as soon as it is mounted, also while Telegram itself cannot be reached. Without `files` no file
    is fetched."""

    channel = Channel.TELEGRAM
    capabilities = CAPABILITIES

    def __init__(
        self,
        settings: TelegramSettings,
        intake: Intake,
        files: Files | None = None,
        *,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._settings = settings
        self._intake = intake
        self._files = files
        self._now = now
        self._chats = OnePerKey()
        self._groups = Groups()
        self._workers = Workers()
        self._health = Health()
        self._client: Client | None = None
        self._source: TelegramFiles | None = None
        self._delivery: Delivery | None = None
        self._fetcher: Fetcher | None = None
        self._router = telegram_router(settings, self._parse, self._take)

    @property
    def router(self) -> APIRouter:
        return self._router

    @property
    def status(self) -> Status:
        return self._health.status

    async def start(self) -> None:
        """Returns at once and never raises; reaching Telegram goes on in the background."""
        if self._settings.enabled and self.status is Status.OFF:
            self._health.started()
            self._workers.loop(self._run())

    async def stop(self) -> None:
        """Within two seconds: what was fetched is stored, what is being sent is marked, the rest is
        given back to the app or comes again."""
        for part in (self._delivery, self._fetcher):
            if part is not None:
                part.close()
        await self._workers.stop(GRACE_SECONDS)
        self._health.stopped()
        client, self._client, self._delivery = self._client, None, None
        source, self._source, self._fetcher = self._source, None, None
        try:
            async with asyncio.timeout(0.4):
                if source is not None:
                    await source.close()
                if client is not None:
                    await client.shutdown()
        except Exception as error:
            _log.warning("telegram: connections were not closed (%s)", type(error).__name__)

    async def _run(self) -> None:
        try:
            # In a thread, since the import takes a third of a second.
            library = await asyncio.to_thread(_load)
            client = self._client = library.client(self._settings)
        except Exception as error:
            _log.error("telegram: the client cannot be made (%s)", type(error).__name__)
            self._health.failed(Way.IN)
            return
        self._delivery = Delivery(Channel.TELEGRAM, self._intake, library.sender(client), self._workers, self._health)
        self._workers.loop(self._delivery.run())
        if self._files is not None:
            self._source = library.files(client)
            self._fetcher = Fetcher(Channel.TELEGRAM, self._files, self._source, self._workers)
            self._workers.loop(self._fetcher.run())
        await self._connect(client)
        if self._settings.webhook_url is None:
            await Poller(client.fetch, self._parse, self._take, self._workers, self._health).run()

    async def _connect(self, client: Client) -> None:
        backoff = Backoff()
        while True:
            try:
                await client.connect(self._settings)
            except Exception as error:
                _log.warning("telegram: not reached yet (%s)", type(error).__name__)
                self._health.failed(Way.IN)
                await backoff.pause()
            else:
                self._health.worked(Way.IN)
                return

    def _parse(self, data: object) -> Update | None:
        return parse_update(data, self._now())

    async def _take(self, update: Update) -> None:
        """Stores the update, in its chat's order. Raises what `accept` raises."""
        if update.inbound is not None:
            async with self._chats.turn(update.inbound.sender):
                await self._intake.accept(update.inbound)
        if self._client is None:
            return
        if update.callback_id is not None:
            self._workers.work(self._answer(self._client, update.callback_id))
        if update.group is not None:
            self._workers.work(self._groups.leave(self._client, update.group))

    async def _answer(self, client: Client, callback_id: str) -> None:
        try:
            await client.answer_callback_query(callback_id)
        except Exception as error:
            # Too late, or answered before: it only stops the button's spinner.
            _log.info("telegram: a callback was not answered (%s)", type(error).__name__)
