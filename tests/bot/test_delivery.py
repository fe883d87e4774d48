from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot import delivery
from bot.delivery import Delivery, Sent, Unsent
from bot.intake import Channel, Failure, Outbound
from bot.status import Health, Status, Way
from bot.workers import Workers
from tests.bot.fake_intake import FakeIntake, Marked, outbound

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class SlowService:
    """Takes `seconds` for each message and counts how many it holds at once."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.at_once = self.most_at_once = self.finished = 0

    async def send(self, outbound: Outbound) -> Sent | Unsent:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(self.seconds)
        finally:
            self.at_once -= 1
        self.finished += 1
        return Sent(outbound.id)


@asynccontextmanager
async def delivering(intake: FakeIntake, service: SlowService) -> AsyncIterator[tuple[Delivery, Workers]]:
    workers, health = Workers(), Health()
    health.started()
    loop = Delivery(Channel.TELEGRAM, intake, service, workers, health)
    workers.loop(loop.run())
    yield loop, workers
    await workers.stop(0.1)


def replies(count: int) -> list[Outbound]:
    return [outbound(Channel.TELEGRAM, "Hej", id=f"o{n}", recipient=str(n)) for n in range(count)]


async def test_a_slow_reply_does_not_hold_up_another_reporter() -> None:
    intake, service = FakeIntake(), SlowService(30.0)
    async with delivering(intake, service):
        await intake.say(outbound(Channel.TELEGRAM, "Hej", id="slow", recipient="1"))
        await asyncio.sleep(0.05)
        service.seconds = 0.0
        await intake.say(outbound(Channel.TELEGRAM, "Ring 112", id="urgent", recipient="2"))
        await intake.until(lambda it: it.marked == [Marked("urgent", channel_message_id="urgent")])


async def test_so_many_are_sent_at_once_and_no_more() -> None:
    intake, service = FakeIntake(), SlowService(0.02)
    async with delivering(intake, service):
        await intake.say(*replies(100))
        await intake.until(lambda it: len(it.marked) == 100)

    assert service.most_at_once == delivery.SENDING_AT_ONCE


async def test_a_stop_lets_sending_end_and_gives_the_rest_back() -> None:
    intake, service = FakeIntake(), SlowService(0.2)
    async with delivering(intake, service) as (loop, workers):
        await intake.say(*replies(40))
        await asyncio.sleep(0.05)
        loop.close()
        await workers.stop(1.0)

    back = [each for each in intake.marked if each.failure is Failure.LATER]
    assert (len(intake.marked), service.finished) == (40, delivery.SENDING_AT_ONCE)
    assert len(back) == 24 and all(each.retry_after == 0.0 for each in back)


async def test_what_cannot_be_sent_in_time_goes_back_before_it_is_handed_out_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(delivery, "DEADLINE_SECONDS", 0.2)
    intake = FakeIntake()
    async with delivering(intake, SlowService(30.0)):
        await intake.say(*replies(20))
        await intake.until(lambda it: len(it.marked) == 20)

    assert {each.failure for each in intake.marked} == {Failure.LATER}


async def test_an_outbox_that_cannot_be_read_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    intake = FakeIntake()
    works, tries = intake.outgoing, 0

    async def fails_first(channel: Channel, wait_seconds: float) -> list[Outbound]:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise ConnectionError
        return await works(channel, wait_seconds)

    monkeypatch.setattr(intake, "outgoing", fails_first)
    async with delivering(intake, SlowService(0.0)):
        await intake.say(*replies(1))
        await intake.until(lambda it: len(it.marked) == 1)


def test_a_channel_is_ready_once_it_was_reached_and_failing_while_either_way_fails() -> None:
    health = Health()
    seen = [health.status]
    for change in (
        health.started,
        lambda: health.failed(Way.OUT),
        lambda: health.worked(Way.IN),
        lambda: health.worked(Way.OUT),
        lambda: health.failed(Way.IN),
        health.stopped,
    ):
        change()
        seen.append(health.status)

    assert seen == [
        Status.OFF,
        Status.STARTING,
        Status.FAILING,
        Status.FAILING,
        Status.READY,
        Status.FAILING,
        Status.OFF,
    ]
