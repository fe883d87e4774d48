"""What docs/channel-adapter.md asks of every channel, over each of them: the real adapter, its webhook, and a fake of
its service."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.responses import Response

from bot.adapter import Adapter
from bot.intake import Button, Failure, Inbound, InboundKind, Outbound
from bot.messenger.adapter import MessengerAdapter
from bot.messenger.settings import MessengerSettings
from bot.status import Status
from bot.telegram.adapter import TelegramAdapter
from bot.telegram.settings import TelegramSettings
from tests.bot.fake_files import FakeFiles
from tests.bot.fake_intake import FakeIntake, Marked
from tests.bot.http_server import served
from tests.bot.messenger import fake_graph as meta
from tests.bot.messenger.fake_graph import FakeGraph
from tests.bot.telegram import fake_bot_api as bot_api
from tests.bot.telegram.fake_bot_api import FakeBotApi

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
REPORTER = "4711"
SECRET = "s3cret"
PLACE = (59.3293, 18.0686)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@dataclass
class Bench:
    """One channel on the bench. `events` makes what the service would say of each thing a reporter does; `fault` makes the
    next message fail; `sent` is what arrived: text, titles of buttons."""

    adapter: Adapter
    intake: FakeIntake
    files: FakeFiles
    path: str
    sign: Callable[[bytes], dict[str, str]]
    events: dict[str, Callable[[], dict[str, Any]]]
    fault: Callable[[str], None]
    sent: Callable[[], list[tuple[str, list[str]]]]
    has_file: Callable[[str, bytes], str]
    http: httpx.AsyncClient

    async def post(self, body: object, headers: dict[str, str] | None = None) -> int:
        raw = json.dumps(body).encode() if not isinstance(body, bytes) else body
        answer = await self.http.post(self.path, content=raw, headers=self.sign(raw) if headers is None else headers)
        return answer.status_code

    async def told(self, what: str) -> Inbound:
        """What the app gets of something a reporter does."""
        before = len(self.intake.stored)
        assert await self.post(self.events[what]()) == 200
        (inbound,) = self.intake.stored[before:]
        return inbound

    async def say(self, text: str = "Tack.", **more: Any) -> Marked:
        before = len(self.intake.marked)
        values = {"id": f"o{before}", "reporter_wrote_at": NOW, **more}
        await self.intake.say(Outbound(channel=self.adapter.channel, recipient=REPORTER, text=text, **values))
        await self.intake.until(lambda it: len(it.marked) > before)
        return self.intake.marked[before]


@asynccontextmanager
async def on_telegram() -> AsyncIterator[Bench]:
    fake, intake, files = FakeBotApi(), FakeIntake(), FakeFiles()
    number = itertools.count(1)

    def update(kind: str, **content: Any) -> dict[str, Any]:
        n = next(number)
        if kind == "callback_query":
            return {"update_id": n, kind: bot_api.press(content["data"], query=f"q{n}")}
        return {"update_id": n, kind: bot_api.message(**{"id": n, **content})}

    def fault(which: str) -> None:
        if which == "blocked":
            fake.blocked_by.add(int(REPORTER))
        elif which == "limit":
            fake.refuse("sendMessage", 429, "Too Many Requests", retry_after=7)
        else:
            fake.refuse("sendMessage", *{"outage": (502, "Bad Gateway"), "refused": (400, "Bad Request")}[which])

    def sent() -> list[tuple[str, list[str]]]:
        found = []
        for call in fake.called("sendMessage"):
            markup = call.params.get("reply_markup")
            rows = markup["inline_keyboard"] if isinstance(markup, dict) else []
            found.append((str(call.params["text"]), [button["text"] for row in rows for button in row]))
        return found

    def has_file(name: str, content: bytes) -> str:
        fake.files[name] = content
        return name

    photo = [{"file_id": "p1", "width": 9, "height": 9}]
    where = {"latitude": PLACE[0], "longitude": PLACE[1]}
    events: dict[str, Callable[[], dict[str, Any]]] = {
        "text": lambda: update("message", text="Såg en blå bil på Ån 🚗"),
        "button": lambda: update("callback_query", data="/affirm"),
        "start": lambda: update("message", text="/start efterlysning-17"),
        "picture": lambda: update("message", photo=photo, caption="bilen"),
        "place": lambda: update("message", location=where),
        "edit": lambda: update("edited_message", id=1, text="röd, inte blå"),
        "odd": lambda: update("message", hologram={"file_id": "x"}),
    }
    async with served(fake.app) as address, httpx.AsyncClient() as http:
        app = FastAPI()
        async with served(app) as own:
            settings = TelegramSettings(
                token=bot_api.TOKEN,
                base_url=f"{address}/bot",
                base_file_url=f"{address}/file/bot",
                webhook_secret=SECRET,
                webhook_url=f"{own}/webhooks/telegram",
            )
            adapter = TelegramAdapter(settings, intake, files, now=lambda: NOW)
            app.include_router(adapter.router)
            header = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
            yield Bench(
                adapter,
                intake,
                files,
                f"{own}/webhooks/telegram",
                lambda _: header,
                events,
                fault,
                sent,
                has_file,
                http,
            )
            await adapter.stop()
        await fake.release()


@asynccontextmanager
async def on_messenger() -> AsyncIterator[Bench]:
    fake, intake, files = FakeGraph(), FakeIntake(), FakeFiles()
    number = itertools.count(1)

    def hook(**content: Any) -> dict[str, Any]:
        return meta.webhook([meta.event(REPORTER, at=1780000000000 + next(number), **content)])

    def said(**message: Any) -> dict[str, Any]:
        return hook(message={"mid": f"m_{next(number)}", **message})

    def fault(which: str) -> None:
        code, status = {"blocked": (551, 400), "limit": (613, 400), "outage": (2, 500), "refused": (100, 400)}[which]
        fake.refuse(code, status=status)

    def sent() -> list[tuple[str, list[str]]]:
        bodies = [body["message"] for body in fake.sent]
        return [(body["text"], [each["title"] for each in body.get("quick_replies", [])]) for body in bodies]

    async with served(fake.app) as address, httpx.AsyncClient() as http:

        def has_file(name: str, content: bytes) -> str:
            fake.files[name] = Response(content)
            return f"{address}/cdn/{name}"

        where = {"coordinates": {"lat": PLACE[0], "long": PLACE[1]}}
        picture = {"type": "image", "payload": {"url": f"{address}/cdn/p1"}}
        events: dict[str, Callable[[], dict[str, Any]]] = {
            "text": lambda: said(text="Såg en blå bil på Ån 🚗", mid="m_first"),
            "button": lambda: said(text="Ja", quick_reply={"payload": "/affirm"}),
            "start": lambda: hook(postback={"payload": "GET_STARTED", "referral": {"ref": "efterlysning-17"}}),
            "picture": lambda: said(text="bilen", attachments=[picture]),
            "place": lambda: said(attachments=[{"type": "location", "payload": where}]),
            "edit": lambda: hook(message_edit={"mid": "m_first", "text": "röd, inte blå", "num_edit": 1}),
            "odd": lambda: said(attachments=[{"type": "hologram"}]),
        }
        settings = MessengerSettings(
            app_secret=meta.APP_SECRET,
            page_token=meta.PAGE_TOKEN,
            verify_token=meta.VERIFY_TOKEN,
            graph_url=f"{address}/v25.0",
        )
        app = FastAPI()
        adapter = MessengerAdapter(settings, intake, files, now=lambda: NOW)
        app.include_router(adapter.router)
        async with served(app) as own:
            yield Bench(
                adapter, intake, files, f"{own}/webhooks/messenger", meta.signature, events, fault, sent, has_file, http
            )
            await adapter.stop()


CHANNELS = {"telegram": on_telegram, "messenger": on_messenger}


@pytest.fixture(params=sorted(CHANNELS))
async def bench(request: pytest.FixtureRequest) -> AsyncIterator[Bench]:
    async with CHANNELS[request.param]() as found:
        yield found


@pytest.fixture
async def started(bench: Bench) -> Bench:
    await bench.adapter.start()
    return bench


# -- verify ------------------------------------------------------------------------------------------


async def test_a_stranger_is_refused_and_nothing_is_read(bench: Bench) -> None:
    event = bench.events["text"]()
    forged = {name: value[:-1] + ("0" if value[-1] != "0" else "1") for name, value in bench.sign(b"x").items()}

    assert await bench.post(event, {}) == 403
    assert await bench.post(event, forged) == 403
    assert await bench.post(b"not even json", forged) == 403
    assert bench.intake.deliveries == []


async def test_only_what_is_stored_is_acknowledged_and_a_repeat_changes_nothing(bench: Bench) -> None:
    event = bench.events["text"]()
    bench.intake.fails_on = lambda _: True
    assert await bench.post(event) == 500
    bench.intake.fails_on = lambda _: False
    assert [await bench.post(event) for _ in range(3)] == [200, 200, 200]

    assert len(bench.intake.stored) == 1


async def test_what_is_no_event_and_what_is_too_large_is_refused(bench: Bench) -> None:
    assert [await bench.post(body) for body in (b"[]", b"{", b"\xff", b"x" * 70_000)] == [400, 400, 400, 413]
    assert bench.intake.deliveries == []


# -- parse -------------------------------------------------------------------------------------------


async def test_words_come_through_as_they_were_written(bench: Bench) -> None:
    said = await bench.told("text")

    assert (said.kind, said.text) == (InboundKind.TEXT, "Såg en blå bil på Ån 🚗")
    assert (said.channel, said.sender) == (bench.adapter.channel, REPORTER)
    assert said.external_id and said.place and said.sent_at.tzinfo is not None


async def test_each_thing_that_a_reporter_does_is_what_it_is(bench: Bench) -> None:
    pressed, opened, odd = [await bench.told(what) for what in ("button", "start", "odd")]

    assert (pressed.kind, pressed.payload) == (InboundKind.PAYLOAD, "/affirm")
    assert (opened.kind, opened.notice, opened.text) == (InboundKind.START, "efterlysning-17", None)
    assert odd.kind is InboundKind.UNSUPPORTED
    assert len({each.external_id for each in (pressed, opened, odd)}) == 3


async def test_a_picture_keeps_its_words_and_a_place_its_degrees(bench: Bench) -> None:
    picture, place = [await bench.told(what) for what in ("picture", "place")]

    assert (picture.kind, picture.text, len(picture.media)) == (InboundKind.MEDIA, "bilen", 1)
    assert place.kind is InboundKind.LOCATION and place.location is not None
    assert (place.location.latitude, place.location.longitude) == PLACE


async def test_an_edit_stands_where_the_first_words_stood(bench: Bench) -> None:
    first, edit = [await bench.told(what) for what in ("text", "edit")]

    assert (edit.kind, edit.text, edit.place) == (InboundKind.EDIT, "röd, inte blå", first.place)
    assert edit.external_id != first.external_id


# -- send --------------------------------------------------------------------------------------------


async def test_a_reply_arrives_with_its_buttons_and_is_marked(started: Bench) -> None:
    marked = await started.say("Pågår det nu?", buttons=(Button("Ja", "/affirm"), Button("Nej", "/deny")))

    assert started.sent() == [("Pågår det nu?", ["Ja", "Nej"])]
    assert marked.failure is None and marked.channel_message_id


async def test_the_channels_limits_are_kept_and_nothing_of_the_text_is_lost(started: Bench) -> None:
    can = started.adapter.capabilities
    text = "Ring 112 om det är bråttom. " * (2 * can.text // 28 + 1)
    buttons = tuple(Button(f"Knapp nummer {n} med lång rubrik", f"/b{n}") for n in range(15))
    assert (await started.say(text, buttons=buttons)).failure is None

    sent = started.sent()
    assert " ".join(each for each, _ in sent) == text.strip()
    assert len(sent) > 2 and all(len(each) <= can.text for each, _ in sent)
    assert [bool(titles) for _, titles in sent] == [False] * (len(sent) - 1) + [True]
    assert len(sent[-1][1]) == (can.buttons or 15)
    assert all(len(title) <= (can.title or 64) for title in sent[-1][1])


@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        ("blocked", Failure.UNREACHABLE),
        ("limit", Failure.LATER),
        ("outage", Failure.LATER),
        ("refused", Failure.REJECTED),
    ],
)
async def test_each_fault_means_the_same_on_every_channel(started: Bench, fault: str, failure: Failure) -> None:
    assert (await started.say()).failure is None
    started.fault(fault)
    marked = await started.say("Än en gång.")

    assert marked.failure is failure
    assert (marked.retry_after is not None) == (fault == "limit")
    assert (started.adapter.status is Status.FAILING) == (fault == "outage")


async def test_a_reply_goes_out_as_long_as_the_channels_window_is_open(started: Bench) -> None:
    can = started.adapter.capabilities
    for window, officer in ((can.window, False), (can.officer_window, True)):
        if window is None:
            assert (await started.say(reporter_wrote_at=NOW - timedelta(days=400), officer=officer)).failure is None
            continue
        minute = timedelta(minutes=1)
        assert (await started.say(reporter_wrote_at=NOW - window + minute, officer=officer)).failure is None
        assert (await started.say(reporter_wrote_at=NOW - window, officer=officer)).failure is Failure.WINDOW


# -- files, and life ---------------------------------------------------------------------------------


async def test_a_file_that_is_wanted_is_fetched(started: Bench) -> None:
    file = started.has_file("p1", b"\xff\xd8 picture" * 1000)
    assert await started.post(started.events["picture"]()) == 200
    assert started.intake.stored[0].media[0].file == file

    await started.files.want(file)
    await started.files.answered(1)
    assert started.files.kept == {file: b"\xff\xd8 picture" * 1000}


async def test_it_starts_at_once_stops_soon_and_starts_again(bench: Bench) -> None:
    assert bench.adapter.status is Status.OFF
    for n in range(2):
        began = time.monotonic()
        await bench.adapter.start()
        assert time.monotonic() - began < 0.5
        assert (await bench.say(id=f"round{n}")).failure is None
        began = time.monotonic()
        await bench.adapter.stop()
        assert (time.monotonic() - began < 2.0, bench.adapter.status) == (True, Status.OFF)


async def test_nothing_that_was_said_or_sent_is_logged(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="bot")
    await bench.adapter.start()
    bench.intake.fails_on = lambda inbound: inbound.kind is InboundKind.TEXT
    await bench.post(bench.events["text"]())
    bench.fault("refused")
    await bench.say("hemligt svar")
    await bench.files.want(bench.has_file("AgACxx", b""), "gone_AgACxx")
    await bench.files.answered(2)
    await bench.adapter.stop()

    assert caplog.text
    for secret in ("hemligt", "blå bil", REPORTER, bot_api.TOKEN, meta.PAGE_TOKEN, SECRET, "AgACxx", "127.0.0.1"):
        assert secret not in caplog.text
