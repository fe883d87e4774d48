"""Files from the fake Bot API through the real client into the app."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.intake import FileFailure, InboundKind
from bot.telegram.adapter import TelegramAdapter
from bot.telegram.settings import TelegramSettings
from tests.bot.fake_files import FakeFiles, NotKept
from tests.bot.fake_intake import FakeIntake
from tests.bot.telegram.fake_bot_api import TOKEN, FakeBotApi

pytestmark = pytest.mark.anyio


@pytest.fixture
def fake(api: tuple[FakeBotApi, str]) -> FakeBotApi:
    return api[0]


@pytest.fixture
async def files() -> FakeFiles:
    return FakeFiles()


@pytest.fixture
async def adapter(
    fake: FakeBotApi, settings: TelegramSettings, intake: FakeIntake, files: FakeFiles
) -> AsyncIterator[TelegramAdapter]:
    adapter = TelegramAdapter(settings, intake, files)
    await adapter.start()
    yield adapter
    await adapter.stop()


async def test_an_album_is_stored_at_once_and_its_files_follow(
    fake: FakeBotApi, adapter: TelegramAdapter, intake: FakeIntake, files: FakeFiles
) -> None:
    fake.files = {"a": b"\xff\xd8 one" * 50_000, "b": b"\xff\xd8 two"}
    await fake.album("a", "b", caption="Bilen, från två håll")
    await intake.until(lambda it: len(it.stored) == 2)
    assert [each.kind for each in intake.stored] == [InboundKind.MEDIA] * 2
    assert (intake.texts, len({each.album for each in intake.stored})) == (["Bilen, från två håll", None], 1)

    await files.want(*[each.media[0].file for each in intake.stored])
    await files.answered(2)

    assert files.kept == fake.files


async def test_a_file_over_20_mb_is_not_handed_out(
    fake: FakeBotApi, adapter: TelegramAdapter, files: FakeFiles
) -> None:
    fake.files = {"film": bytes(20 * 1024 * 1024 + 1)}
    await files.want("film")
    await files.answered(1)

    assert files.refused == [NotKept("film", FileFailure.TOO_LARGE)]
    assert fake.called("(download)") == []


@pytest.mark.parametrize(
    ("status", "headers", "failure", "retry_after"),
    [
        (404, {}, FileFailure.GONE, None),
        (410, {}, FileFailure.GONE, None),
        (302, {"location": "http://127.0.0.1/"}, FileFailure.GONE, None),
        (429, {"retry_after": "17"}, FileFailure.LATER, 17.0),
        (429, {}, FileFailure.LATER, 30.0),
        (502, {}, FileFailure.LATER, None),
        (200, {"content_encoding": "gzip"}, FileFailure.LATER, None),
    ],
)
async def test_what_the_files_address_answers_says_whether_to_try_again(
    fake: FakeBotApi,
    adapter: TelegramAdapter,
    files: FakeFiles,
    status: int,
    headers: dict[str, str],
    failure: FileFailure,
    retry_after: float | None,
) -> None:
    fake.refuse_download("x", status, **headers)
    await files.want("x")
    await files.answered(1)

    assert files.refused == [NotKept("x", failure, retry_after)]
    assert len(fake.called("(download)")) == 1, "a redirect is not followed"


@pytest.mark.parametrize(
    ("status", "description", "parameters", "failure", "retry_after"),
    [
        (400, "Bad Request: invalid file_id", {}, FileFailure.GONE, None),
        (400, "Bad Request: file is too big", {}, FileFailure.TOO_LARGE, None),
        (429, "Too Many Requests", {"retry_after": 7}, FileFailure.LATER, 7.0),
        (500, "Internal Server Error", {}, FileFailure.LATER, None),
        (401, "Unauthorized", {}, FileFailure.LATER, None),
    ],
)
async def test_what_get_file_answers_says_whether_to_try_again(
    fake: FakeBotApi,
    adapter: TelegramAdapter,
    files: FakeFiles,
    status: int,
    description: str,
    parameters: dict[str, Any],
    failure: FileFailure,
    retry_after: float | None,
) -> None:
    fake.refuse("getFile", status, description, **parameters)
    await files.want("x")
    await files.answered(1)

    assert files.refused == [NotKept("x", failure, retry_after)]


async def test_neither_token_nor_address_nor_file_is_logged(
    fake: FakeBotApi, settings: TelegramSettings, intake: FakeIntake, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    files = FakeFiles()
    adapter = TelegramAdapter(settings, intake, files)
    fake.files = {"AgACAgQAAx": b"x" * 200_000}
    fake.refuse_download("BgBDBhRBBy", 500)
    await adapter.start()
    await files.want("AgACAgQAAx", "BgBDBhRBBy", "CgCCCCC")
    await files.answered(3)
    fake.down = True
    await files.want("AgACAgQAAx")
    await files.answered(4)
    await adapter.stop()

    assert len(files.refused) == 3
    for secret in (TOKEN, "AgACAgQAAx", "BgBDBhRBBy", "/file/bot", "photos/"):
        assert secret not in caplog.text


async def test_without_files_nothing_is_fetched(
    fake: FakeBotApi, settings: TelegramSettings, intake: FakeIntake
) -> None:
    adapter = TelegramAdapter(settings, intake)
    await adapter.start()
    await fake.album("a")
    await intake.until(lambda it: len(it.stored) == 1)
    await adapter.stop()

    assert fake.called("getFile") == []
