"""The parts of a running app, and their life: what starts when, and ends in which order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from actions.webhook import ActionEndpoint, new_executor
from api import clock
from api.accounts.service import AccountService
from api.accounts.shapes import Account
from api.analysis.findings import Findings
from api.analysis.hints import HintReader
from api.analysis.language import detect
from api.aside.service import AsideService
from api.attachments.service import FileService
from api.attachments.staging import Staging
from api.attachments.vault import Vault
from api.attachments.worker import Examiner
from api.bundles.bundle import Bundle, Bundles
from api.delivery.service import Delivery
from api.events.service import EventService
from api.followup.service import FollowUp
from api.intake.flood import Flood, Limits
from api.intake.inflow import Inflow
from api.intake.ports import GuardReader
from api.intake.service import IntakeService
from api.intake.sessions import WebChatSessions
from api.interpret.service import InterpretService, Reader, Understand
from api.media.offering import Offering
from api.media.service import MediaService
from api.media.too_large import TooLarge
from api.pages.answering import Answers
from api.pages.layer import PageLayer
from api.pages.prevention import Prevention
from api.pages.service import PageService
from api.queue.service import QueueService
from api.rasa.process import RasaProcess
from api.receipts import codes
from api.receipts.service import Receipts
from api.replies import repository as replies
from api.settings import ROOT, Settings
from api.signals import Signals
from api.store.store import Store
from api.surveys.service import SurveyService
from api.tips.service import TipService
from api.tokens.auth import Auth
from api.tokens.service import TokenService
from api.turns import repository as turns
from api.turns.service import Dialogue, TurnService
from api.turns.worker import Workers
from api.unanswered.service import UnansweredService
from api.understanding import LazyAnalysis, load_guard
from api.wording import Wording
from bot.intake import Accepted, Channel, Failure, Inbound, Outbound
from bot.messenger.adapter import MessengerAdapter
from bot.messenger.settings import MessengerSettings
from bot.telegram.adapter import TelegramAdapter
from bot.telegram.settings import TelegramSettings
from bot.telegram.wording import commands

logger = logging.getLogger(__name__)

SWEEP_SECONDS = 2.0
FORGET_SECONDS = 3600.0
STOP_SECONDS = 2.0
DATABASE_SECONDS = 1.0


class Guarding(GuardReader, Reader, Protocol):
    """The guard, as intake and interpreters need it."""


class Analysing(Protocol):
    """The analysis; `load` is called once, in a thread, after the port is open."""

    @property
    def ready(self) -> bool: ...
    def load(self) -> None: ...
    def __call__(self, text: str, sent_at: datetime) -> Findings: ...


class Conversing(Dialogue, Understand, Protocol):
    """Rasa over HTTP, as turns and interpreters need it."""


class Rasa(Protocol):
    """Rasa, with its own life."""

    @property
    def ready(self) -> bool: ...
    @property
    def client(self) -> Conversing: ...
    @property
    def actions_token(self) -> str: ...
    def start(self) -> None: ...
    async def stop(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Understanding:
    """What comes out of a bundle and is slow to load or to start. `rasa` gets what to call when it is ready."""

    guard: Guarding
    analysis: Analysing
    rasa: Callable[[Callable[[], Awaitable[None]]], Rasa]

    @classmethod
    def of(cls, settings: Settings, bundles: Bundles, bundle: Bundle) -> Understanding:
        guard = load_guard(bundles, bundle, settings.data / "run")
        analysis = LazyAnalysis(ROOT / "nlu_data" / "lists", bundles, bundle, guard.words)
        hints = HintReader(guard.words.lexicon, guard.words.matters, analysis.by_rules)
        return cls(
            guard,
            analysis,
            lambda on_ready: RasaProcess(settings, bundles, bundle, on_ready, hints=hints),
        )


class Attachments:
    """The parts that have to do with files."""

    def __init__(
        self, settings: Settings, store: Store, signals: Signals, wording: Wording, now: Callable[[], datetime]
    ) -> None:
        def wake(conversation: str, channel: str) -> None:
            signals.conversation(conversation)
            signals.outbox(channel)
            signals.events()

        vault = Vault(settings.attachments)
        too_large = TooLarge(wording, wake, settings.public_url, now)
        self.service = FileService(store, signals, vault, too_large, now)
        self.staging = Staging(vault, now)
        self.examiner = Examiner(store, signals, vault, self.staging, Offering(wording, wake, now).offer, now)
        self.media = MediaService(store, vault, now)


class EmbeddedIntake:
    """The adapters' `Intake`, as direct calls in the same process."""

    def __init__(self, intake: IntakeService, delivery: Delivery) -> None:
        self._intake = intake
        self._delivery = delivery

    async def accept(self, inbound: Inbound) -> Accepted:
        return await self._intake.accept(inbound)

    async def outgoing(self, channel: Channel, wait_seconds: float) -> list[Outbound]:
        return await self._delivery.outgoing(channel, wait_seconds)

    async def delivered(self, outbound_id: str, channel_message_id: str | None = None) -> None:
        await self._delivery.delivered(outbound_id, channel_message_id)

    async def failed(self, outbound_id: str, failure: Failure, retry_after: float | None = None) -> None:
        await self._delivery.failed(outbound_id, failure, retry_after)


class Runtime:
    """Built before the port opens; `start` begins what takes longer, `stop` ends it all."""

    def __init__(
        self, settings: Settings, store: Store, understanding: Understanding, now: Callable[[], datetime] = clock.now
    ) -> None:
        self.settings = settings
        self.store = store
        self.now = now
        self.closing = asyncio.Event()
        self.signals = signals = Signals()
        self.page_layer = PageLayer(store)
        self.wording = wording = Wording(ROOT / "nlu_data" / "responses", self.page_layer.text)
        self.guard = understanding.guard
        self.analysis = understanding.analysis
        self.rasa = understanding.rasa(self._rasa_is_ready)
        self.actions = ActionEndpoint(self.rasa.actions_token)
        ready = self._rasa_ready
        self.tokens = TokenService(store, now)
        self.auth = Auth(self.tokens)
        self.events = EventService(store, signals, now)
        inflow = Inflow()
        flood = Flood(Limits(settings.flood_per_minute, settings.flood_new_per_hour))
        self.receipts = Receipts(store, codes.load(ROOT / "nlu_data" / "receipts" / "words.yml"), now)
        self.files = Attachments(settings, store, signals, wording, now)
        self.intake_service = IntakeService(
            store, self.guard, wording, signals, ready, detect, inflow, flood, self.receipts, now, self.files.staging
        )
        self.sessions = WebChatSessions(store, wording, signals, now)
        self.delivery = Delivery(store, signals, now, lambda write, which, _: replies.wait_again(write, which))
        self.intake = EmbeddedIntake(self.intake_service, self.delivery)
        self.pages = PageService(store, self.page_layer, wording, now)
        self.accounts = AccountService(store, own_accounts(settings), now)
        self.unanswered = UnansweredService(store, now)
        self.surveys = SurveyService(store, now)
        address = f"{settings.public_url.rstrip('/')}/accounts" if settings.public_url else None
        prevention = Prevention(ROOT / "nlu_data" / "topics" / "prevention.yml")
        answers = Answers(wording, prevention, self.accounts, address)
        self.turns = TurnService(
            store, self.rasa.client, self.analysis, wording, answers, signals, ready, self.receipts, now
        )
        self.workers = Workers(
            store, self.turns, signals, timedelta(seconds=settings.tip_silence), inflow.pours, now=now
        )
        self.tips = TipService(store, signals, self.analysis, now)
        self.followup = FollowUp(store, self.tips, wording, signals, now)
        self.queue = QueueService(store, signals, now)
        self.aside = AsideService(store, signals, self.analysis, now)
        self.interpret = InterpretService(self.guard, self.analysis, self.rasa.client, ready, now)
        self.telegram = TelegramAdapter(telegram_settings(settings), self.intake, self.files.service, now=now)
        self.messenger = MessengerAdapter(messenger_settings(settings), self.intake, self.files.service, now=now)
        self._tasks: list[asyncio.Task[None]] = []

    def _rasa_ready(self) -> bool:
        return self.rasa.ready

    # -- states for /readyz ------------------------------------------------------------------------

    async def database_state(self) -> str:
        """Asks the store itself; an engine that does not answer in time takes no messages either."""
        try:
            async with asyncio.timeout(DATABASE_SECONDS):
                await self.store.read(lambda read: read.connection.exec_driver_sql("SELECT 1").scalar())
        except Exception:  # noqa: BLE001  whatever it is, the state says it
            return "unavailable"
        return "ready"

    def rasa_state(self) -> str:
        return "ready" if self.rasa.ready else "warming"

    def analysis_state(self) -> str:
        return "ready" if self.analysis.ready else "warming"

    # -- life --------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Returns at once; the rest goes on in the background."""
        self._begin(self._start_late(), "start")
        self._begin(self._sweep(), "sweep")
        self._begin(self.page_layer.keep_fresh(), "pages")
        await self.telegram.start()
        await self.messenger.start()

    def _begin(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self._tasks.append(asyncio.create_task(work, name=name))

    async def _start_late(self) -> None:
        # After the port is open, so that the first second belongs to those who write.
        await asyncio.sleep(0.05)
        self.rasa.start()
        await asyncio.to_thread(self.analysis.load)
        self.workers.start()
        self.files.examiner.start()
        self.actions.executor = await asyncio.to_thread(new_executor)

    async def _rasa_is_ready(self) -> None:
        logger.info("Rasa is ready")
        await self.store.write(turns.wake_all)
        self.signals.work()

    async def _sweep(self) -> None:
        forgetting = 0.0
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            try:
                await self.queue.end_expired()
                await self.store.destroy_doomed()
                if forgetting <= 0:
                    await self.events.forget_old()
                    await self.unanswered.forget_old()
                    await self.receipts.hide_old()
                    forgetting = FORGET_SECONDS
            except Exception as error:  # noqa: BLE001  the next sweep tries again
                logger.error("the sweep over leases and events failed: %s", type(error).__name__)
            forgetting -= SWEEP_SECONDS

    def close_streams(self) -> None:
        """End what would keep connections open; called as soon as the process is told to stop."""
        self.closing.set()
        self.events.closing.set()
        self.signals.everybody()

    async def stop(self) -> None:
        """End everything within a few seconds; what is cut is taken up again after the next start."""
        self.close_streams()
        for task in self._tasks:
            task.cancel()
        ends = [
            self.workers.stop(),
            self.files.examiner.stop(),
            self.telegram.stop(),
            self.messenger.stop(),
            self.rasa.stop(),
        ]
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await asyncio.gather(*ends, return_exceptions=True)
        except TimeoutError:
            logger.warning("some part did not stop in time and is left to the process's end")
        await asyncio.to_thread(self.store.close)


def own_accounts(settings: Settings) -> list[Account]:
    """The service's own accounts and the police's own site, which no editor has to list."""
    known = (
        ("web", "Polisen", settings.police_url),
        ("webchat", "Tipsa polisen", settings.public_url),
        ("telegram", "Tipsa polisen", settings.telegram_url),
        ("messenger", "Tipsa polisen", settings.messenger_url),
    )
    return [Account(channel, name, address) for channel, name, address in known if address]


def telegram_settings(settings: Settings) -> TelegramSettings:
    token, secret = settings.telegram_token, settings.telegram_webhook_secret
    public = f"{settings.public_url.rstrip('/')}/webhooks/telegram" if settings.public_url else None
    return TelegramSettings(
        token=token.get_secret_value() if token else "",
        base_url=settings.telegram_base_url,
        base_file_url=settings.telegram_base_file_url,
        webhook_secret=secret.get_secret_value() if secret else "",
        webhook_url=public,
        commands=commands(),
        body_limit=1_000_000,
    )


def messenger_settings(settings: Settings) -> MessengerSettings:
    def plain(name: str) -> str:
        value = getattr(settings, name)
        return value.get_secret_value() if value else ""

    return MessengerSettings(
        app_secret=plain("messenger_app_secret"),
        page_token=plain("messenger_page_token"),
        verify_token=plain("messenger_verify_token"),
        graph_url=settings.messenger_graph_url,
        body_limit=1_000_000,
    )
