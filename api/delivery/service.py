"""Handing messages to channels that have to be called: what is due, what was delivered, what failed.

At most one message a conversation is under way, so that their order holds. One that is neither
marked delivered nor failed comes again: at most one reply is doubled by a crash.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from api import clock
from api.conversations.models import Origin
from api.conversations.repository import body_of
from api.delivery import repository
from api.errors import NotFoundError, TiplineError
from api.signals import Signals
from api.store.keystore import KeyDestroyedError
from api.store.sealing import SealBrokenError
from api.store.store import Read, Store, Write
from bot.intake import Button, Channel, Failure, Outbound

logger = logging.getLogger(__name__)

UNDER_WAY = timedelta(seconds=60)
LOOK_EVERY = 2.0
BATCH = 30
MOST_ATTEMPTS = 12
LONGEST_PAUSE = 3600.0

GivenUp = Callable[[Write, str, Failure], None]


class NotGivenUpError(TiplineError):
    status = 409
    title = "This delivery was not given up"


def nothing_follows(_: Write, __: str, ___: Failure) -> None:
    """What is given up only stands in the list."""


class Delivery:
    """The outbox, as adapters see it, and what was given up, as the desk sees it.

    `given_up` is called with a delivery's id inside the write that gives it up.
    """

    def __init__(
        self,
        store: Store,
        signals: Signals,
        now: Callable[[], datetime] = clock.now,
        given_up: GivenUp = nothing_follows,
    ) -> None:
        self._store = store
        self._signals = signals
        self._now = now
        self._given_up = given_up

    # -- for adapters ------------------------------------------------------------------------------

    async def outgoing(self, channel: Channel, wait_seconds: float) -> list[Outbound]:
        topic = f"outbox:{channel}"
        waiter = self._signals.waiter(topic)
        found = await self._take(channel)
        if not found:
            await self._signals.wait(waiter, topic, min(wait_seconds, LOOK_EVERY))
            found = await self._take(channel)
        return found

    async def delivered(self, outbound_id: str, channel_message_id: str | None = None) -> None:
        # Only what is under way: a late word on a message that was settled changes nothing.
        await self._store.write(lambda write: repository.change(write, outbound_id, "due", state="sent", failure=None))
        self._signals.work()

    async def failed(self, outbound_id: str, failure: Failure, retry_after: float | None = None) -> None:
        await self._store.write(lambda write: self._fail(write, outbound_id, failure, retry_after))

    async def _take(self, channel: Channel) -> list[Outbound]:
        # Looking first keeps an idle system from writing.
        if not await self._store.read(lambda read: repository.due(read, channel, self._now(), BATCH)):
            return []
        return await self._store.write(lambda write: self._claim(write, channel))

    def _claim(self, write: Write, channel: Channel) -> list[Outbound]:
        now = self._now()
        numbers = repository.due(write, channel, now, BATCH)
        rows = repository.take(write, numbers, now, now + UNDER_WAY) if numbers else []
        found = []
        for row in rows:
            try:
                body = body_of(write, row.message, row.sealed)
                recipient = write.open(row.account, "sender", row.sender)
            except (KeyDestroyedError, SealBrokenError):
                # It was deleted before it was sent; what comes after it must not wait for it.
                self._give_up(write, row.id, Failure.REJECTED)
                continue
            found.append(
                Outbound(
                    id=row.id, channel=channel, recipient=recipient, text=body["text"],
                    buttons=tuple(Button(t, p) for t, p in body.get("buttons", [])),
                    reporter_wrote_at=row.last_heard_at, officer=row.origin == Origin.OFFICER,
                )
            )  # fmt: skip
        return found

    def _fail(self, write: Write, outbound_id: str, failure: Failure, retry_after: float | None) -> None:
        row = repository.find(write, outbound_id)
        if row is None or row.state != "due":
            return
        now = self._now()
        if failure is Failure.LATER and row.attempts < MOST_ATTEMPTS:
            pause = retry_after if retry_after is not None else min(2.0**row.attempts, LONGEST_PAUSE)
            repository.change(write, row.id, "due", failure=failure, due_at=now + timedelta(seconds=pause))
            return
        self._give_up(write, row.id, failure)
        if failure is Failure.UNREACHABLE:
            repository.mark_unreachable(write, row.conversation, now, sent_at=row.due_at - UNDER_WAY)
        logger.warning("a message could not be delivered on %s: %s", row.channel, failure)

    def _give_up(self, write: Write, outbound_id: str, failure: Failure) -> None:
        repository.change(write, outbound_id, "due", state="dead", failure=failure, due_at=self._now())
        self._given_up(write, outbound_id, failure)

    # -- for the desk ------------------------------------------------------------------------------

    async def dead(self, cursor: str | None, limit: int) -> list[dict[str, Any]]:
        """What was given up, the latest first, from the one after `cursor` (an id) on; nothing after an unknown one."""

        def read_page(read: Read) -> list[Row[Any]]:
            before = repository.find(read, cursor) if cursor is not None else None
            if cursor is not None and before is None:
                return []
            return repository.dead(read, before.number if before else None, limit)

        return [shown(row) for row in await self._store.read(read_page)]

    async def retry(self, outbound_id: str) -> dict[str, Any]:
        """Due again, with all tries before it. Raises `NotFoundError` and `NotGivenUpError`."""

        def again(write: Write) -> Row[Any]:
            fresh = {"state": "due", "attempts": 0, "failure": None, "due_at": self._now()}
            if not repository.change(write, outbound_id, "dead", **fresh):
                raise NotFoundError if repository.find(write, outbound_id) is None else NotGivenUpError
            row = repository.shown(write, outbound_id)
            write.after_commit(lambda: self._signals.outbox(row.channel))
            return row

        return shown(await self._store.write(again))


def shown(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id, "channel": row.channel, "state": row.state, "failure": row.failure, "attempts": row.attempts,
        "from": str(row.origin), "tip": row.tip, "reference": row.reference, "at": clock.iso(row.due_at),
    }  # fmt: skip
