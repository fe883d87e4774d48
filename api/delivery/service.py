"""Handing messages to channels that have to be called: what is due, what was delivered, what failed.

At most one message a conversation is under way, so that their order holds. One that is neither
marked delivered nor failed comes again: at most one reply is doubled by a crash.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from api import clock
from api.conversations.models import Conversation, Message, Outgoing
from api.conversations.repository import body_of
from api.replies import repository as replies
from api.signals import Signals
from api.store.base import table_of
from api.store.keystore import KeyDestroyedError
from api.store.sealing import SealBrokenError
from api.store.store import Read, Store, Write
from api.vault.models import Account
from bot.intake import Button, Channel, Failure, Outbound

logger = logging.getLogger(__name__)
outbox = table_of(Outgoing)
messages = table_of(Message)
conversations = table_of(Conversation)
accounts = table_of(Account)

UNDER_WAY = timedelta(seconds=60)
LOOK_EVERY = 2.0
BATCH = 30
MOST_ATTEMPTS = 12
LONGEST_PAUSE = 3600.0


class Delivery:
    """The outbox, as adapters see it."""

    def __init__(self, store: Store, signals: Signals, now: Callable[[], datetime] = clock.now) -> None:
        self._store = store
        self._signals = signals
        self._now = now

    async def outgoing(self, channel: Channel, wait_seconds: float) -> list[Outbound]:
        topic = f"outbox:{channel}"
        waiter = self._signals.waiter(topic)
        found = await self._take(channel)
        if not found:
            await self._signals.wait(waiter, topic, min(wait_seconds, LOOK_EVERY))
            found = await self._take(channel)
        return found

    async def _take(self, channel: Channel) -> list[Outbound]:
        # Looking first keeps an idle system from writing.
        if not await self._store.read(lambda read: self._due(read, channel)):
            return []
        return await self._store.write(lambda write: self._claim(write, channel))

    def _due(self, read: Read, channel: Channel) -> list[int]:
        """The numbers of each conversation's first unsent message, where it is due."""
        first = (
            select(func.min(outbox.c.number).label("number"))
            .where(outbox.c.channel == channel, outbox.c.state == "due")
            .group_by(outbox.c.conversation)
            .subquery()
        )
        rows = read.connection.execute(
            select(outbox.c.number)
            .join(first, first.c.number == outbox.c.number)
            .where(outbox.c.due_at <= self._now())
            .order_by(outbox.c.number)
            .limit(BATCH)
        )
        return [row.number for row in rows]

    def _claim(self, write: Write, channel: Channel) -> list[Outbound]:
        numbers = self._due(write, channel)
        if not numbers:
            return []
        now = self._now()
        # The condition repeats, since on PostgreSQL another process may have been faster.
        taken = write.connection.execute(
            update(outbox)
            .where(outbox.c.number.in_(numbers), outbox.c.due_at <= now, outbox.c.state == "due")
            .values(due_at=now + UNDER_WAY, attempts=outbox.c.attempts + 1)
            .returning(outbox.c.number)
        ).scalars()
        rows = write.connection.execute(
            select(outbox.c.id, outbox.c.message, messages.c.sealed, conversations.c.last_heard_at,
                   accounts.c.id.label("account"), accounts.c.sealed.label("sender"))
            .join(messages, messages.c.id == outbox.c.message)
            .join(conversations, conversations.c.id == outbox.c.conversation)
            .join(accounts, accounts.c.id == conversations.c.reporter)
            .where(outbox.c.number.in_(list(taken)))
            .order_by(outbox.c.number)
        ).all()  # fmt: skip
        found = []
        for row in rows:
            try:
                body, recipient = (
                    body_of(write, row.message, row.sealed),
                    write.open(row.account, "sender", row.sender),
                )
            except (KeyDestroyedError, SealBrokenError):
                # It was deleted before it was sent; what comes after it must not wait for it.
                self._settle(write, row.id, "dead", Failure.REJECTED)
                continue
            found.append(
                Outbound(
                    id=row.id, channel=channel, recipient=recipient, text=body["text"],
                    buttons=tuple(Button(t, p) for t, p in body.get("buttons", [])),
                    reporter_wrote_at=row.last_heard_at,
                )
            )  # fmt: skip
        return found

    def _settle(self, write: Write, outbound_id: str, state: str, failure: Failure | None) -> None:
        # Only what is under way: a late word on a message that was settled changes nothing.
        write.connection.execute(
            update(outbox)
            .where(outbox.c.id == outbound_id, outbox.c.state == "due")
            .values(state=state, failure=str(failure) if failure else None)
        )
        if state == "dead":
            replies.wait_again(write, outbound_id)

    async def delivered(self, outbound_id: str, channel_message_id: str | None = None) -> None:
        await self._store.write(lambda write: self._settle(write, outbound_id, "sent", None))
        self._signals.work()

    async def failed(self, outbound_id: str, failure: Failure, retry_after: float | None = None) -> None:
        await self._store.write(lambda write: self._fail(write, outbound_id, failure, retry_after))

    def _fail(self, write: Write, outbound_id: str, failure: Failure, retry_after: float | None) -> None:
        row = write.connection.execute(select(outbox).where(outbox.c.id == outbound_id)).one_or_none()
        if row is None or row.state != "due":
            return
        final = failure is not Failure.LATER or row.attempts >= MOST_ATTEMPTS
        pause = retry_after if retry_after is not None else min(2.0**row.attempts, LONGEST_PAUSE)
        if not final:
            due_at = self._now() + timedelta(seconds=pause)
            later = update(outbox).where(outbox.c.id == outbound_id).values(failure=str(failure), due_at=due_at)
            write.connection.execute(later)
        else:
            self._settle(write, outbound_id, "dead", failure)
            logger.warning("a message could not be delivered on %s: %s", row.channel, failure)
