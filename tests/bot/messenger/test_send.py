"""The outbox through the adapter to the fake Graph API."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.intake import Channel, Failure, Outbound
from bot.messenger.adapter import MessengerAdapter
from bot.messenger.settings import MessengerSettings
from bot.status import Status
from tests.bot import fake_intake
from tests.bot.fake_intake import FakeIntake, Marked
from tests.bot.messenger.fake_graph import APP_SECRET, PAGE_TOKEN, REPORTER, FakeGraph

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)


def outbound(text: str, id: str = "o1", buttons: tuple[tuple[str, str], ...] = ()) -> Outbound:
    message = fake_intake.outbound(Channel.MESSENGER, text, id=id, recipient=REPORTER, buttons=buttons)
    return replace(message, reporter_wrote_at=NOW - timedelta(minutes=5))


@pytest.fixture
def fake(graph: tuple[FakeGraph, str]) -> FakeGraph:
    return graph[0]


@pytest.fixture
def live(graph: tuple[FakeGraph, str], settings: MessengerSettings) -> MessengerSettings:
    return replace(settings, graph_url=f"{graph[1]}/v25.0")


@pytest.fixture
async def adapter(live: MessengerSettings, intake: FakeIntake) -> AsyncIterator[MessengerAdapter]:
    adapter = MessengerAdapter(live, intake, now=lambda: NOW)
    await adapter.start()
    yield adapter
    await adapter.stop()


async def sent(intake: FakeIntake, *messages: Outbound) -> list[Marked]:
    before = len(intake.marked)
    await intake.say(*messages)
    await intake.until(lambda it: len(it.marked) >= before + len(messages))
    return intake.marked[before:]


async def test_a_reply_is_sent_with_quick_replies_and_its_secrets_stay_out_of_the_address(
    fake: FakeGraph, adapter: MessengerAdapter, intake: FakeIntake
) -> None:
    marked = await sent(intake, outbound("Pågår det nu?", buttons=(("Ja", "/affirm"), ("Nej", "/deny"))))

    assert marked == [Marked("o1", channel_message_id="m_1")]
    (body,) = fake.sent
    del body["appsecret_proof"]
    assert body == {
        "recipient": {"id": REPORTER},
        "messaging_type": "RESPONSE",
        "message": {
            "text": "Pågår det nu?",
            "quick_replies": [
                {"content_type": "text", "title": "Ja", "payload": "/affirm"},
                {"content_type": "text", "title": "Nej", "payload": "/deny"},
            ],
        },
    }
    assert all(PAGE_TOKEN not in each and "proof" not in each for each in fake.addresses)


async def test_messengers_limits_are_kept(fake: FakeGraph, adapter: MessengerAdapter, intake: FakeIntake) -> None:
    buttons = tuple((f"En mycket lång rubrik nummer {n}", f"/b{n}") for n in range(15))
    marked = await sent(intake, outbound("Ring 112 om det är bråttom. " * 100, buttons=buttons))

    first, last = (body["message"] for body in fake.sent)
    assert marked[0].failure is None and marked[0].channel_message_id == "m_2"
    assert "quick_replies" not in first
    assert [each["payload"] for each in last["quick_replies"]] == [f"/b{n}" for n in range(13)]
    assert all(len(each["title"]) <= 20 and each["title"].endswith("…") for each in last["quick_replies"])


async def test_a_long_reply_that_was_cut_off_goes_on_where_it_stopped(
    fake: FakeGraph, adapter: MessengerAdapter, intake: FakeIntake
) -> None:
    long = outbound("Ring 112 om det är bråttom. " * 200)
    fake.refuse(2, after=1)
    assert (await sent(intake, long))[0].failure is Failure.LATER
    assert (await sent(intake, long))[0].failure is None

    texts = [body["message"]["text"] for body in fake.sent]
    assert " ".join(texts) == long.text.strip()


def ways(fake: FakeGraph) -> list[tuple[str, str | None]]:
    return [(body["messaging_type"], body.get("tag")) for body in fake.sent]


async def test_after_24_hours_of_silence_the_bot_says_nothing(
    fake: FakeGraph, adapter: MessengerAdapter, intake: FakeIntake
) -> None:
    inside = replace(outbound("Hej", "o1"), reporter_wrote_at=NOW - timedelta(hours=23, minutes=59))
    outside = replace(outbound("Hej", "o2"), reporter_wrote_at=NOW - timedelta(hours=24))

    assert (await sent(intake, inside))[0].failure is None
    assert await sent(intake, outside) == [Marked("o2", Failure.WINDOW)]
    assert ways(fake) == [("RESPONSE", None)]


async def test_an_officer_may_answer_for_seven_days(
    fake: FakeGraph, adapter: MessengerAdapter, intake: FakeIntake
) -> None:
    days = (0.5, 1, 6.99, 7)
    replies = [
        replace(outbound("Hej", f"o{n}"), reporter_wrote_at=NOW - timedelta(days=each), officer=True)
        for n, each in enumerate(days)
    ]
    failures = [(await sent(intake, reply))[0].failure for reply in replies]

    assert failures == [None, None, None, Failure.WINDOW]
    assert ways(fake) == [("RESPONSE", None), ("MESSAGE_TAG", "HUMAN_AGENT"), ("MESSAGE_TAG", "HUMAN_AGENT")]


@pytest.mark.parametrize(
    ("code", "subcode", "status", "failure", "retry_after"),
    [
        (551, None, 400, Failure.UNREACHABLE, None),
        (100, 2018001, 400, Failure.UNREACHABLE, None),
        (613, None, 400, Failure.LATER, 30.0),
        (4, None, 400, Failure.LATER, 30.0),
        (2, None, 400, Failure.LATER, None),
        (1, None, 500, Failure.LATER, None),
        (10, 2018278, 400, Failure.WINDOW, None),
        (100, None, 400, Failure.REJECTED, None),
    ],
)
async def test_each_error_means_what_it_means_for_this_message(
    fake: FakeGraph,
    adapter: MessengerAdapter,
    intake: FakeIntake,
    code: int,
    subcode: int | None,
    status: int,
    failure: Failure,
    retry_after: float | None,
) -> None:
    fake.refuse(code, subcode, status)

    assert await sent(intake, outbound("Hej")) == [Marked("o1", failure, retry_after)]


async def test_a_refused_token_is_for_later_and_shows_until_it_works(
    fake: FakeGraph, adapter: MessengerAdapter, intake: FakeIntake, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    fake.refuse(190, 463, 401, f"Error validating access token {PAGE_TOKEN}: hemligt svar")

    assert await sent(intake, outbound("hemligt svar")) == [Marked("o1", Failure.LATER)]
    assert str(adapter.status) == "failing"
    assert (await sent(intake, outbound("Hej", "o2")))[0].failure is None
    assert str(adapter.status) == "ready"
    for secret in (PAGE_TOKEN, APP_SECRET, "hemligt", REPORTER):
        assert secret not in caplog.text


async def test_a_wrong_app_secret_is_not_taken_for_a_bad_message(
    fake: FakeGraph, live: MessengerSettings, intake: FakeIntake
) -> None:
    adapter = MessengerAdapter(replace(live, app_secret="wrong"), intake, now=lambda: NOW)
    await adapter.start()

    assert await sent(intake, outbound("Hej")) == [Marked("o1", Failure.LATER)]
    assert str(adapter.status) == "failing"
    await adapter.stop()


async def test_a_graph_that_is_down_fails_and_is_reached_later(
    fake: FakeGraph, live: MessengerSettings, intake: FakeIntake
) -> None:
    fake.down = True
    adapter = MessengerAdapter(live, intake, now=lambda: NOW)
    assert str(adapter.status) == "off"
    await adapter.start()
    assert await sent(intake, outbound("Hej")) == [Marked("o1", Failure.LATER)]
    assert str(adapter.status) == "failing"

    fake.down = False
    await sent(intake, outbound("Hej"))
    async with asyncio.timeout(3):
        while adapter.status is not Status.READY:
            await asyncio.sleep(0.02)
    began = time.monotonic()
    await adapter.stop()
    assert (time.monotonic() - began < 2.0, adapter.status) == (True, Status.OFF)


async def test_nobody_listening_is_for_later(settings: MessengerSettings, intake: FakeIntake) -> None:
    adapter = MessengerAdapter(replace(settings, graph_url="http://127.0.0.1:9"), intake, now=lambda: NOW)
    await adapter.start()

    assert await sent(intake, outbound("Hej")) == [Marked("o1", Failure.LATER)]
    assert str(adapter.status) == "failing"
    await adapter.stop()


async def test_without_its_secrets_the_channel_is_off(intake: FakeIntake) -> None:
    adapter = MessengerAdapter(MessengerSettings(page_token=PAGE_TOKEN), intake)
    await adapter.start()

    assert str(adapter.status) == "off"
    await adapter.stop()


async def test_a_page_that_may_not_send_is_no_fault_of_the_message(
    fake: FakeGraph, adapter: MessengerAdapter, intake: FakeIntake
) -> None:
    fake.refuse(10)

    assert await sent(intake, outbound("Hej")) == [Marked("o1", Failure.LATER)]
    assert str(adapter.status) == "failing"
