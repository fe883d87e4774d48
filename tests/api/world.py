"""The real services around one store, with fakes for what is learned, and a phone to write with."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Row, select, update

from api.accounts.service import AccountService
from api.accounts.shapes import Account
from api.analysis.language import detect
from api.attachments.service import FileService
from api.attachments.staging import Staging
from api.attachments.vault import Vault
from api.attachments.worker import Examiner
from api.conversations import repository
from api.conversations.models import Conversation, Message, Outgoing
from api.conversations.shapes import Said
from api.delivery.service import Delivery
from api.followup.service import FollowUp
from api.intake.flood import Flood, Limits
from api.intake.inflow import Inflow
from api.intake.service import IntakeService
from api.intake.sessions import WebChatSessions
from api.media.offering import Offering
from api.media.service import MediaService
from api.media.too_large import TooLarge
from api.pages.answering import Answers
from api.pages.prevention import Prevention
from api.receipts import codes
from api.receipts.service import Receipts
from api.replies import repository as replies
from api.settings import ROOT
from api.signals import Signals
from api.store.base import table_of
from api.store.store import Store
from api.tips import presenting
from api.tips.models import Tip, TipMessage
from api.tips.service import TipService
from api.tokens.models import Role
from api.tokens.service import Principal
from api.turns.service import Dialogue, TurnService
from api.turns.worker import Workers
from api.wording import Wording
from bot.intake import Accepted, Channel, Inbound, InboundKind
from tests.fakes import FakeAnalysis, FakeClock, FakeDialogue, FakeGuard

WORDING = Wording(ROOT / "nlu_data" / "responses")
PREVENTION = Prevention(ROOT / "nlu_data" / "topics" / "prevention.yml")
OWN_ACCOUNTS = [Account("web", "Polisen", "https://polisen.se")]
CODES = codes.load(ROOT / "nlu_data" / "receipts" / "words.yml")
OFFICER = Principal("officer", "Utredare Ek", Role.INVESTIGATOR)

conversations = table_of(Conversation)
messages = table_of(Message)
outbox = table_of(Outgoing)
links = table_of(TipMessage)
tips_table = table_of(Tip)


class World:
    """One process of the app, without HTTP. Several may share a store's place."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        dialogue: Dialogue | None = None,
        *,
        guard: FakeGuard | None = None,
        silence: float = 900.0,
        workers: int = 2,
        files: Path | None = None,
        public_url: str | None = None,
        limits: Limits = Limits(),
    ) -> None:
        self.store = store
        self.clock = clock
        self.guard = guard or FakeGuard()
        self.analysis = FakeAnalysis()
        self.rasa_is_ready = True
        self.signals = Signals()
        self.inflow = Inflow()
        self.dialogue = dialogue or FakeDialogue()
        self.flood = Flood(limits)
        self.receipts = Receipts(store, CODES, clock)
        self.vault = Vault(Path(tempfile.mkdtemp()) if files is None else files, spare=0)
        self.staging = Staging(self.vault, clock)
        self.intake = IntakeService(
            store,
            self.guard,
            WORDING,
            self.signals,
            self._ready,
            detect,
            self.inflow,
            self.flood,
            self.receipts,
            clock,
            self.staging,
        )
        self.sessions = WebChatSessions(store, WORDING, self.signals, clock)
        self.accounts = AccountService(store, OWN_ACCOUNTS, clock)
        answers = Answers(WORDING, PREVENTION, self.accounts, "https://tips.example/accounts")
        self.turns = TurnService(
            store, self.dialogue, self.analysis, WORDING, answers, self.signals, self._ready, self.receipts, clock
        )
        self.workers = Workers(
            store, self.turns, self.signals, timedelta(seconds=silence), self.inflow.pours, workers, clock
        )
        self.delivery = Delivery(store, self.signals, clock, lambda write, which, _: replies.wait_again(write, which))
        self.tips = TipService(store, self.signals, self.analysis, clock)
        self.followup = FollowUp(store, self.tips, WORDING, self.signals, clock)
        self.files = FileService(
            store, self.signals, self.vault, TooLarge(WORDING, self._woken, public_url, clock), clock
        )
        offering = Offering(WORDING, self._woken, clock)
        self.examiner = Examiner(store, self.signals, self.vault, self.staging, offering.offer, clock)
        self.media = MediaService(store, self.vault, clock)
        self._numbers: Iterator[int] = itertools.count(1)

    def _ready(self) -> bool:
        return self.rasa_is_ready

    def _woken(self, conversation: str, channel: str) -> None:
        self.signals.conversation(conversation)

    # -- what a reporter does ------------------------------------------------------------------

    async def say(self, text: str, sender: str = "anna", **more: Any) -> Accepted:
        return await self.send(InboundKind.TEXT, sender, text=text, **more)

    async def press(self, payload: str, sender: str = "anna", **more: Any) -> Accepted:
        return await self.send(InboundKind.PAYLOAD, sender, payload=payload, **more)

    async def send(self, kind: InboundKind, sender: str = "anna", **more: Any) -> Accepted:
        channel = more.pop("channel", Channel.TELEGRAM)
        external = more.pop("external", None) or f"{next(self._numbers)}"
        return await self.intake.accept(Inbound(channel, external, sender, kind, self.clock(), **more))

    # -- time ----------------------------------------------------------------------------------

    async def take_turns(self) -> int:
        """Take all turns that are due after the pause for more words; how many there were."""
        assert isinstance(self.clock, FakeClock)
        self.clock.advance(1)
        taken = 0
        while await self.turns.take():
            taken += 1
        return taken

    # -- what is in the store ------------------------------------------------------------------

    async def conversation(self, sender: str = "anna", channel: Channel = Channel.TELEGRAM) -> Row[Any]:
        row = await self.store.read(lambda read: repository.find_by_sender(read, channel, sender))
        assert row is not None
        return row

    async def history(self, sender: str = "anna", channel: Channel = Channel.TELEGRAM) -> list[Said]:
        row = await self.conversation(sender, channel)
        return await self.store.read(lambda read: repository.history(read, row.id, 0))

    async def replies(self, sender: str = "anna", channel: Channel = Channel.TELEGRAM) -> list[str]:
        """What the reporter was told, in order."""
        return [one.text for one in await self.history(sender, channel) if one.origin != "reporter"]

    async def all_tips(self) -> list[dict[str, Any]]:
        """Every tip, whole, in the order in which they came."""
        return await self.store.read(
            lambda read: [
                presenting.whole(read, row, self.clock())
                for row in read.connection.execute(select(tips_table).order_by(tips_table.c.number)).all()
            ]
        )

    async def only_tip(self) -> dict[str, Any]:
        (tip,) = await self.all_tips()
        return tip

    async def rows(self, statement: Any) -> list[Row[Any]]:
        return await self.store.read(lambda read: list(read.connection.execute(statement).all()))

    async def states(self) -> list[str]:
        """The states of all messages that reporters sent, in order."""
        statement = select(messages.c.state).where(messages.c.origin == "reporter").order_by(messages.c.seq)
        return [row.state for row in await self.rows(statement)]

    async def set_status(self, tip: str, status: str) -> None:
        change = update(tips_table).where(tips_table.c.id == tip).values(status=status)
        await self.store.write(lambda write: write.connection.execute(change).rowcount)


def words(name: str, language: str = "sv", channel: str = "telegram", **arguments: str) -> str:
    """The text of a response, as the reporter reads it."""
    return WORDING.render(name, language, channel, **arguments).text
