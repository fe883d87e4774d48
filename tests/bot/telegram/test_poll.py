"""Long polling with the real client against the fake Bot API."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.intake import InboundKind
from bot.telegram.adapter import TelegramAdapter
from bot.telegram.settings import TelegramSettings
from tests.bot.fake_intake import FakeIntake
from tests.bot.telegram.fake_bot_api import FakeBotApi, message, press

pytestmark = pytest.mark.anyio


@pytest.fixture
def fake(api: tuple[FakeBotApi, str]) -> FakeBotApi:
    return api[0]


@pytest.fixture
async def adapter(settings: TelegramSettings, intake: FakeIntake) -> AsyncIterator[TelegramAdapter]:
    adapter = TelegramAdapter(settings, intake)
    await adapter.start()
    yield adapter
    await adapter.stop()


def offsets(fake: FakeBotApi) -> list[object]:
    return [call.params.get("offset") for call in fake.called("getUpdates")]


async def test_what_waited_while_the_bot_was_away_is_taken(
    fake: FakeBotApi, settings: TelegramSettings, intake: FakeIntake
) -> None:
    for text in ("ett", "två", "tre"):
        await fake.send(message(text))
    adapter = TelegramAdapter(settings, intake)
    await adapter.start()

    await intake.until(lambda it: len(it.stored) == 3)
    await fake.until(lambda it: not it.pending)
    await adapter.stop()

    assert intake.texts == ["ett", "två", "tre"]
    assert fake.called("deleteWebhook")[0].params.get("drop_pending_updates") in (None, False)


async def test_an_update_is_confirmed_only_after_it_is_stored(
    fake: FakeBotApi, adapter: TelegramAdapter, intake: FakeIntake
) -> None:
    intake.commit_takes = lambda _: 0.3
    sent = await fake.send(message("inbrott"))

    await intake.until(lambda it: len(it.stored) == 1)

    assert offsets(fake) == [None], "confirmed before the commit"
    await fake.until(lambda it: not it.pending)
    assert offsets(fake)[-1] == int(str(sent["update_id"])) + 1


async def test_what_could_not_be_stored_is_fetched_again(
    fake: FakeBotApi, adapter: TelegramAdapter, intake: FakeIntake
) -> None:
    intake.fails_on = lambda _: len(intake.deliveries) == 1
    await fake.send(message("inbrott"))

    await intake.until(lambda it: len(it.stored) == 1)

    assert (len(intake.deliveries), intake.texts) == (2, ["inbrott"])
    await fake.until(lambda it: not it.pending)
    assert str(adapter.status) == "ready"


async def test_a_bot_killed_between_fetch_and_commit_loses_nothing(
    fake: FakeBotApi, settings: TelegramSettings, intake: FakeIntake
) -> None:
    hung = FakeIntake()
    hung.commit_takes = lambda _: 60.0
    first = TelegramAdapter(settings, hung)
    await first.start()
    await fake.send(message("inbrott"))
    await hung.until(lambda it: bool(it.deliveries))
    await first.stop()
    assert hung.stored == []

    second = TelegramAdapter(settings, intake)
    await second.start()
    await intake.until(lambda it: len(it.stored) == 1)
    await second.stop()

    assert intake.texts == ["inbrott"]


async def test_one_chat_that_cannot_be_stored_keeps_its_order_and_holds_up_nobody(
    fake: FakeBotApi, settings: TelegramSettings, intake: FakeIntake
) -> None:
    refused = {"ett"}
    intake.fails_on = lambda inbound: inbound.text in refused
    for chat, text in ((1, "ett"), (2, "annan"), (1, "två")):
        await fake.send(message(text, chat=chat))
    adapter = TelegramAdapter(settings, intake)
    await adapter.start()

    await intake.until(lambda it: it.texts == ["annan"])
    refused.clear()
    await intake.until(lambda it: len(it.stored) == 3)
    await fake.until(lambda it: not it.pending)
    await adapter.stop()

    assert intake.texts == ["annan", "ett", "två"]


async def test_a_pressed_button_is_stored_and_stops_spinning(
    fake: FakeBotApi, adapter: TelegramAdapter, intake: FakeIntake
) -> None:
    await fake.send(press("/affirm", query="q1"), "callback_query")

    await fake.until(lambda it: "q1" in it.answered)

    assert [(each.kind, each.payload) for each in intake.stored] == [(InboundKind.PAYLOAD, "/affirm")]


async def test_a_callback_that_is_too_old_to_answer_still_counts(
    fake: FakeBotApi, adapter: TelegramAdapter, intake: FakeIntake
) -> None:
    fake.answered.add("old")
    await fake.send(press("/deny", query="old"), "callback_query")

    await fake.until(lambda it: bool(it.called("answerCallbackQuery")) and not it.pending)

    assert intake.stored[0].payload == "/deny"


async def test_an_answer_that_cannot_be_read_is_asked_for_again_and_not_logged(
    fake: FakeBotApi, adapter: TelegramAdapter, intake: FakeIntake, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    await fake.until(lambda it: bool(it.called("getUpdates")))
    fake.refuse("getUpdates", 502, "hemligt tips")
    await fake.send(message("hemligt tips"))
    await fake.send(message("kommer fram"))

    await intake.until(lambda it: len(it.stored) == 2)

    assert "hemligt" not in caplog.text


async def test_an_update_that_the_library_cannot_read_stops_nobody(
    fake: FakeBotApi, adapter: TelegramAdapter, intake: FakeIntake
) -> None:
    await fake.send(message("ett", entities=[{"no": "type"}], photo=17))
    await fake.send(message("två"))

    await intake.until(lambda it: len(it.stored) == 2)

    assert intake.texts == ["ett", "två"]


async def test_ids_that_start_anew_lower_after_a_silent_week_are_not_skipped(
    fake: FakeBotApi, settings: TelegramSettings, intake: FakeIntake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.client.POLL_SECONDS", 1)
    adapter = TelegramAdapter(settings, intake)
    await adapter.start()
    await fake.send(message("före"))
    await fake.until(lambda it: offsets(it)[-2:] == [9002, None])

    fake.next_update = 17
    await fake.send(message("efter"))
    await intake.until(lambda it: len(it.stored) == 2)
    await adapter.stop()

    assert intake.texts == ["före", "efter"]
