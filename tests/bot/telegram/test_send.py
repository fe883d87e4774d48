"""The outbox through the real client to the fake Bot API."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.intake import Channel, Failure, Outbound
from bot.telegram.adapter import TelegramAdapter
from bot.telegram.settings import TelegramSettings
from tests.bot import fake_intake
from tests.bot.fake_intake import FakeIntake, Marked
from tests.bot.telegram.fake_bot_api import FakeBotApi

pytestmark = pytest.mark.anyio


def outbound(text: str, **more: object) -> Outbound:
    return fake_intake.outbound(Channel.TELEGRAM, text, **more)  # type: ignore[arg-type] # passed through


@pytest.fixture
def fake(api: tuple[FakeBotApi, str]) -> FakeBotApi:
    return api[0]


@pytest.fixture
async def adapter(fake: FakeBotApi, settings: TelegramSettings, intake: FakeIntake) -> AsyncIterator[TelegramAdapter]:
    adapter = TelegramAdapter(settings, intake)
    await adapter.start()
    await fake.until(lambda it: bool(it.called("getUpdates")))
    yield adapter
    await adapter.stop()


async def sent(intake: FakeIntake, *messages: Outbound) -> list[Marked]:
    before = len(intake.marked)
    await intake.say(*messages)
    await intake.until(lambda it: len(it.marked) >= before + len(messages))
    return intake.marked[before:]


async def test_a_reply_is_sent_with_its_buttons_and_marked_with_telegrams_id(
    fake: FakeBotApi, adapter: TelegramAdapter, intake: FakeIntake
) -> None:
    marked = await sent(intake, outbound("Pågår det nu?", buttons=(("Ja", "/affirm"), ("Nej", "/deny"))))

    params = fake.called("sendMessage")[0].params
    assert (params["chat_id"], params["text"]) == (4711, "Pågår det nu?")
    assert params["reply_markup"] == {
        "inline_keyboard": [[{"text": "Ja", "callback_data": "/affirm"}, {"text": "Nej", "callback_data": "/deny"}]]
    }
    assert marked == [Marked("o1", channel_message_id="501")]


async def test_a_long_reply_goes_out_in_parts_with_the_buttons_under_the_last(
    fake: FakeBotApi, adapter: TelegramAdapter, intake: FakeIntake
) -> None:
    await sent(intake, outbound("Ring 112 om det är bråttom. " * 200, buttons=(("Ja", "/affirm"),)))

    calls = [call.params for call in fake.called("sendMessage")]
    assert len(calls) == 2
    assert ["reply_markup" in params for params in calls] == [False, True]


async def test_a_long_reply_that_was_cut_off_goes_on_where_it_stopped(
    fake: FakeBotApi, adapter: TelegramAdapter, intake: FakeIntake
) -> None:
    long = outbound("Ring 112 om det är bråttom. " * 400)
    fake.refuse("sendMessage", 500, "Internal Server Error", after=1)

    assert (await sent(intake, long))[0].failure is Failure.LATER
    assert (await sent(intake, long))[0].failure is None

    texts = [call.params["text"] for call in fake.called("sendMessage")]
    assert (len(texts), texts[1]) == (4, texts[2]), "only the refused part is sent twice"


async def test_telegrams_rate_limit_says_when_to_try_again(
    fake: FakeBotApi, adapter: TelegramAdapter, intake: FakeIntake
) -> None:
    fake.refuse("sendMessage", 429, "Too Many Requests: retry after 7", retry_after=7)

    assert await sent(intake, outbound("Hej")) == [Marked("o1", Failure.LATER, 7.0)]
    assert str(adapter.status) == "ready"


async def test_somebody_who_blocked_the_bot_is_unreachable(
    fake: FakeBotApi, adapter: TelegramAdapter, intake: FakeIntake
) -> None:
    fake.blocked_by.add(4711)

    assert await sent(intake, outbound("Hej")) == [Marked("o1", Failure.UNREACHABLE)]


async def test_what_telegram_refuses_for_good_is_not_tried_again(
    fake: FakeBotApi, adapter: TelegramAdapter, intake: FakeIntake
) -> None:
    fake.unknown_chats.add(4711)

    assert await sent(intake, outbound("Hej")) == [Marked("o1", Failure.REJECTED)]
    assert await sent(intake, outbound("  ", id="o2")) == [Marked("o2", Failure.REJECTED)]
    assert await sent(intake, outbound("Hej", id="o3", recipient="@kanal")) == [Marked("o3", Failure.REJECTED)]


@pytest.mark.parametrize("status", [500, 502, 404, 401])
async def test_a_fault_of_the_service_or_the_token_is_for_later_and_shows(
    fake: FakeBotApi, adapter: TelegramAdapter, intake: FakeIntake, status: int
) -> None:
    fake.refuse("sendMessage", status, "no")

    assert await sent(intake, outbound("Hej")) == [Marked("o1", Failure.LATER)]
    assert str(adapter.status) == "failing"
    await sent(intake, outbound("Hej", id="o2"))
    assert str(adapter.status) == "ready"


async def test_a_reply_whose_mark_was_lost_is_marked_again_but_not_sent_again(
    fake: FakeBotApi, adapter: TelegramAdapter, intake: FakeIntake
) -> None:
    intake.marks_fail = 1
    await intake.say(outbound("Kvittokod: blå häst"))
    await fake.until(lambda it: len(it.called("sendMessage")) == 1)
    while intake.marks_fail:
        await asyncio.sleep(0.01)

    await intake.hand_out_again()
    await intake.until(lambda it: len(it.marked) == 1)

    assert (intake.marked, len(fake.called("sendMessage"))) == ([Marked("o1", channel_message_id="501")], 1)


async def test_replies_of_one_conversation_keep_their_order_and_many_go_out_at_once(
    fake: FakeBotApi, adapter: TelegramAdapter, intake: FakeIntake
) -> None:
    messages = [outbound(f"nr {n}", id=f"{chat}-{n}", recipient=str(chat)) for n in range(3) for chat in range(1, 9)]

    await sent(intake, *messages)

    for chat in range(1, 9):
        calls = [call.params["text"] for call in fake.called("sendMessage") if call.params["chat_id"] == chat]
        assert calls == ["nr 0", "nr 1", "nr 2"]
