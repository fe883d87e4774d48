"""The app as an adapter sees it, kept in memory and made to fail on demand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from bot.intake import Accepted, Button, Channel, Failure, Inbound, Outbound


class StoreDownError(Exception):
    """What the app raises when it could not commit."""


@dataclass(frozen=True, slots=True)
class Marked:
    id: str
    failure: Failure | None = None
    retry_after: float | None = None
    channel_message_id: str | None = None


class FakeIntake:
    """`stored` is what was committed, in its order; `deliveries` everything that was handed over."""

    def __init__(self) -> None:
        self.stored: list[Inbound] = []
        self.deliveries: list[Inbound] = []
        self.marked: list[Marked] = []
        self.fails_on: Callable[[Inbound], bool] = lambda _: False
        self.commit_takes: Callable[[Inbound], float] = lambda _: 0.0
        self.marks_fail = 0
        self._outbox: list[Outbound] = []
        self._taken: set[str] = set()
        self._changed = asyncio.Condition()

    async def accept(self, inbound: Inbound) -> Accepted:
        self.deliveries.append(inbound)
        await self._notify()
        await asyncio.sleep(self.commit_takes(inbound))
        if self.fails_on(inbound):
            raise StoreDownError(inbound.text)
        known = [each.external_id for each in self.stored]
        if inbound.external_id in known:
            return Accepted(known.index(inbound.external_id) + 1, repeated=True)
        self.stored.append(inbound)
        await self._notify()
        return Accepted(len(self.stored), repeated=False)

    async def outgoing(self, channel: Channel, wait_seconds: float) -> list[Outbound]:
        async with self._changed:
            try:
                async with asyncio.timeout(wait_seconds):
                    await self._changed.wait_for(lambda: bool(self._due(channel)))
            except TimeoutError:
                return []
            due = self._due(channel)
            self._taken |= {each.id for each in due}
            return due

    async def delivered(self, outbound_id: str, channel_message_id: str | None = None) -> None:
        await self._mark(Marked(outbound_id, channel_message_id=channel_message_id))

    async def failed(self, outbound_id: str, failure: Failure, retry_after: float | None = None) -> None:
        await self._mark(Marked(outbound_id, failure, retry_after))

    async def say(self, *messages: Outbound) -> None:
        async with self._changed:
            self._outbox += messages
            self._changed.notify_all()

    async def hand_out_again(self) -> None:
        """The minute has passed for all that was taken and not marked."""
        async with self._changed:
            self._taken.clear()
            self._changed.notify_all()

    async def until(self, reached: Callable[[FakeIntake], bool], seconds: float = 8.0) -> None:
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: reached(self))

    @property
    def texts(self) -> list[str | None]:
        return [each.text for each in self.stored]

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    def _due(self, channel: Channel) -> list[Outbound]:
        heads: dict[str, Outbound] = {}
        for each in self._outbox:
            if each.channel is channel:
                heads.setdefault(each.recipient, each)
        return [each for each in heads.values() if each.id not in self._taken]

    async def _mark(self, marked: Marked) -> None:
        if self.marks_fail:
            self.marks_fail -= 1
            raise StoreDownError(marked.id)
        async with self._changed:
            self.marked.append(marked)
            self._outbox = [each for each in self._outbox if each.id != marked.id]
            self._taken.discard(marked.id)
            self._changed.notify_all()


def outbound(
    channel: Channel, text: str, *, id: str = "o1", recipient: str = "4711", buttons: tuple[tuple[str, str], ...] = ()
) -> Outbound:
    return Outbound(id, channel, recipient, text, tuple(Button(title, payload) for title, payload in buttons))
