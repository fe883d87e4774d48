from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot import fetching
from bot.fetching import Fetcher, FileUnavailableError
from bot.intake import Channel, FileFailure, WantedFile
from bot.workers import Workers
from tests.bot.fake_files import FakeFiles, NotKept

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Source:
    """Has every file, its name for content, unless told otherwise."""

    def __init__(self) -> None:
        self.opened: list[str] = []
        self.errors: dict[str, Exception] = {}
        self.breaks: dict[str, Exception] = {}
        self.seconds = 0.0
        self.at_once = self.most_at_once = 0

    @asynccontextmanager
    async def open(self, file: str) -> AsyncIterator[AsyncIterator[bytes]]:
        self.opened.append(file)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(self.seconds)
            if file in self.errors:
                raise self.errors[file]
            yield self._pieces(file)
        finally:
            self.at_once -= 1

    async def _pieces(self, file: str) -> AsyncIterator[bytes]:
        yield file.encode()
        if file in self.breaks:
            raise self.breaks[file]


@asynccontextmanager
async def fetching_from(source: Source, files: FakeFiles) -> AsyncIterator[tuple[Fetcher, Workers]]:
    workers = Workers()
    loop = Fetcher(Channel.TELEGRAM, files, source, workers)
    workers.loop(loop.run())
    yield loop, workers
    await workers.stop(0.1)


async def test_what_is_wanted_is_fetched_in_order_a_few_at_once() -> None:
    source, files = Source(), FakeFiles()
    source.seconds = 0.01
    names = [f"f{n}" for n in range(30)]
    async with fetching_from(source, files):
        await files.want(*names)
        await files.answered(30)

    assert files.kept == {name: name.encode() for name in names}
    assert source.opened == names
    assert source.most_at_once == fetching.FETCHING_AT_ONCE


async def test_each_failure_is_told_and_holds_up_nobody() -> None:
    source, files = Source(), FakeFiles(limit=10)
    source.errors = {"gone": FileUnavailableError(FileFailure.GONE), "big": FileUnavailableError(FileFailure.TOO_LARGE)}
    source.breaks = {"cut": FileUnavailableError(FileFailure.LATER)}
    async with fetching_from(source, files):
        await files.want("gone", "big", "cut", "longer than the app keeps", "good")
        await files.answered(5)

    assert {each.id: each.failure for each in files.refused} == {
        "gone": FileFailure.GONE,
        "big": FileFailure.TOO_LARGE,
        "cut": FileFailure.LATER,
        "longer than the app keeps": FileFailure.TOO_LARGE,
    }
    assert files.kept == {"good": b"good"}, "half a file is not kept"


async def test_after_the_service_asked_for_a_pause_nobody_asks_it(monkeypatch: pytest.MonkeyPatch) -> None:
    source, files = Source(), FakeFiles()
    source.errors = {"first": FileUnavailableError(FileFailure.LATER, 0.3)}
    monkeypatch.setattr(fetching, "FETCHING_AT_ONCE", 1)
    async with fetching_from(source, files):
        await files.want("first", "second")
        await files.answered(2)
        await files.want("third")
        await files.answered(3)
        await asyncio.sleep(0.3)
        await files.want("fourth")
        await files.answered(4)

    assert files.refused[0] == NotKept("first", FileFailure.LATER, 0.3)
    for early in files.refused[1:]:
        assert early.failure is FileFailure.LATER and early.retry_after is not None and 0 < early.retry_after <= 0.3
    assert source.opened == ["first", "fourth"]


async def test_a_fault_of_ours_or_a_surprise_is_for_later_and_names_nothing(caplog: pytest.LogCaptureFixture) -> None:
    source, files = Source(), FakeFiles()
    source.errors = {"odd": ValueError("https://api.telegram.org/file/bot123:TOKEN/x")}
    async with fetching_from(source, files):
        files.keeping_fails = True
        await files.want("odd", "unlucky")
        await files.answered(2)

    assert {each.failure for each in files.refused} == {FileFailure.LATER}
    assert "ValueError" in caplog.text and "DiskFullError" in caplog.text
    assert "TOKEN" not in caplog.text and "unlucky" not in caplog.text


async def test_what_takes_too_long_goes_back_before_it_is_handed_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "DEADLINE_SECONDS", 0.1)
    source, files = Source(), FakeFiles()
    source.seconds = 30.0
    async with fetching_from(source, files):
        await files.want(*[f"f{n}" for n in range(5)])
        await files.answered(5)

    assert {each.failure for each in files.refused} == {FileFailure.LATER}
    assert source.at_once == 0


async def test_a_stop_gives_back_what_has_not_begun() -> None:
    source, files = Source(), FakeFiles()
    source.seconds = 0.1
    async with fetching_from(source, files) as (loop, workers):
        await files.want(*[f"f{n}" for n in range(8)])
        await asyncio.sleep(0.02)
        loop.close()
        await workers.stop(1.0)

    assert (len(files.kept), len(files.refused)) == (fetching.FETCHING_AT_ONCE, 5)
    assert all(each == NotKept(each.id, FileFailure.LATER, 0.0) for each in files.refused)


async def test_an_app_that_cannot_say_what_it_wants_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    source, files = Source(), FakeFiles()
    works, tries = files.wanted, 0

    async def fails_first(channel: Channel, wait_seconds: float) -> list[WantedFile]:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise ConnectionError
        return await works(channel, wait_seconds)

    monkeypatch.setattr(files, "wanted", fails_first)
    async with fetching_from(source, files):
        await files.want("f1")
        await files.answered(1)
    assert files.kept == {"f1": b"f1"}
