"""The chat where the network is slow, broken or gone: nothing lost, nothing doubled, the order kept."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.webchat.settings import PageSettings
from tests.bot.webchat.conftest import make_site
from tests.bot.webchat.fakes import FakeApp
from tests.live import LiveServer

RECEIVED = "✓ Mottaget"
SAID = [f"Mening {number}" for number in range(6)]


class Rough:
    """The site behind a bad network: every call under `/chat/api` is late, and each `fails_every`th is lost with a
    5xx: half of those after the service took it. Streams go as `stream` says: through, blocked (503), held back,
    or silent after their first line."""

    def __init__(self, site: ASGIApp, late: float, fails_every: int, stream: str) -> None:
        self._site = site
        self._late = late
        self._fails_every = fails_every
        self._stream = stream
        self._calls = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith("/chat/api"):
            return await self._site(scope, receive, send)
        await asyncio.sleep(self._late)
        if scope["path"].endswith("/events") and self._stream == "held back":
            return await self._hold_back(scope, receive)
        if scope["path"].endswith("/events") and self._stream == "blocked":
            return await self._refuse(send)
        if scope["path"].endswith("/events") and self._stream == "silent":
            return await self._fall_silent(scope, receive, send)
        self._calls += 1
        if self._fails_every and self._calls % self._fails_every == 0:
            if self._calls % (2 * self._fails_every) == 0:
                await self._site(scope, receive, _nowhere)
            return await self._refuse(send)
        await self._site(scope, receive, send)

    async def _hold_back(self, scope: Scope, receive: Receive) -> None:
        try:
            await self._site(scope, receive, _nowhere)
        except RuntimeError:
            return

    async def _fall_silent(self, scope: Scope, receive: Receive, send: Send) -> None:
        passed = 0

        async def first_two(message: Message) -> None:
            nonlocal passed
            passed += 1
            if passed <= 2:
                await send(message)

        await self._site(scope, receive, first_two)

    async def _refuse(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": 503, "headers": []})
        await send({"type": "http.response.body", "body": b""})


async def _nowhere(_message: object) -> None:
    return None


@pytest.fixture
def rough(chat: FakeApp) -> Iterator[Callable[..., str]]:
    """Starts a site behind a bad network; gives its address."""
    running: list[LiveServer] = []

    def start(late: float = 0, fails_every: int = 0, stream: str = "through") -> str:
        make = make_site(chat, PageSettings())
        running.append(LiveServer(lambda closing: Rough(make(closing), late, fails_every, stream)))
        running[-1].start()
        return running[-1].url

    yield start
    for server in running:
        server.stop()


def write(page: Page, text: str) -> None:
    page.get_by_label("Ditt meddelande").fill(text)
    page.keyboard.press("Enter")


def shown(page: Page, sender: str = "reporter") -> list[str]:
    return page.locator(f".from-{sender} .text").all_text_contents()


def run_for(page: Page, seconds: int) -> None:
    """Lets the page's clock run, with room for its calls."""
    for _ in range(seconds):
        page.clock.run_for(1000)
        page.wait_for_timeout(15)


@pytest.mark.parametrize(
    ("late", "fails_every", "stream"),
    [(3, 0, "blocked"), (0.1, 3, "through"), (0.1, 3, "blocked"), (0.3, 4, "held back")],
    ids=["three seconds late, no stream", "5xx", "5xx, no stream", "late, 5xx, stream held back"],
)
def test_nothing_is_lost_or_doubled_and_the_order_is_kept_also_over_a_reload(
    phone: BrowserContext, chat: FakeApp, rough: Callable[..., str], late: float, fails_every: int, stream: str
) -> None:
    page = phone.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{rough(late, fails_every, stream)}/chat")
    for said in SAID[:3]:
        write(page, said)
    page.get_by_label("Ditt meddelande").fill("ett utkast")
    page.wait_for_timeout(500)
    page.reload()
    assert page.get_by_label("Ditt meddelande").input_value() == "ett utkast"
    for said in SAID[3:]:
        write(page, said)
    expect(page.locator(".from-reporter", has_text=RECEIVED)).to_have_count(len(SAID), timeout=60_000)
    expect(page.locator(".from-bot")).to_have_count(len(SAID) + 1, timeout=30_000)
    assert shown(page) == SAID
    assert [inbound.text for inbound in chat.accepted] == SAID
    order = [seq.text for seq in chat.conversations[chat.accepted[0].sender].messages]
    assert page.locator(".message .text").all_text_contents() == order


def test_a_stream_that_is_held_back_does_not_delay_an_answer(
    phone: BrowserContext, chat: FakeApp, rough: Callable[..., str]
) -> None:
    page = phone.new_page()
    page.goto(f"{rough(stream='held back')}/chat")
    page.get_by_text("Hej! Vad gäller det?").wait_for()
    began = time.monotonic()
    chat.conversations["token-1"].add("officer", "Vi har läst ditt tips.")
    page.get_by_text("Vi har läst ditt tips.").wait_for()
    assert time.monotonic() - began < 5
    expect(page.get_by_role("status")).to_be_empty()


@pytest.mark.parametrize("stream", ["held back", "silent"])
def test_a_stream_that_brings_nothing_is_given_up_and_tried_again(
    phone: BrowserContext, chat: FakeApp, rough: Callable[..., str], stream: str
) -> None:
    page = phone.new_page()
    page.clock.install()
    streams: list[str] = []
    page.on("request", lambda request: streams.append(request.url) if request.url.endswith("/events") else None)
    page.goto(f"{rough(stream=stream)}/chat")
    page.get_by_text("Hej! Vad gäller det?").wait_for()
    for number in range(4):
        chat.conversations["token-1"].add("officer", f"Svar {number}")
        run_for(page, 16)
        assert page.get_by_text(f"Svar {number}").count() == 1
    assert len(streams) > 1


def test_a_stream_that_has_proved_itself_is_relied_upon(page: Page, chat: FakeApp) -> None:
    asked: list[str] = []
    page.wait_for_timeout(5500)
    chat.conversations["token-1"].add("officer", "Ett svar")
    page.get_by_text("Ett svar").wait_for()
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(4500)
    chat.conversations["token-1"].add("officer", "Ett till")
    page.get_by_text("Ett till").wait_for()
    assert asked == []


def test_asking_grows_more_seldom_while_nothing_comes(
    phone: BrowserContext, chat: FakeApp, rough: Callable[..., str]
) -> None:
    page = phone.new_page()
    page.clock.install()
    asked: list[float] = []
    page.on("request", lambda request: asked.append(0) if "/messages?after=" in request.url else None)
    page.goto(f"{rough(stream='blocked')}/chat")
    page.get_by_text("Hej! Vad gäller det?").wait_for()

    def asked_within(seconds: int) -> int:
        before = len(asked)
        run_for(page, seconds)
        return len(asked) - before

    assert asked_within(20) > asked_within(60) / 3 * 1.5


def test_what_is_typed_without_a_network_waits_and_is_said_to_wait(
    phone: BrowserContext, page: Page, chat: FakeApp
) -> None:
    phone.set_offline(True)
    expect(page.get_by_role("status")).to_contain_text("Ingen kontakt")
    for said in SAID[:2]:
        write(page, said)
    expect(page.locator(".from-reporter").first).to_contain_text("försöker igen")
    assert page.get_by_label("Ditt meddelande").is_enabled()
    assert chat.accepted == []
    phone.set_offline(False)
    expect(page.locator(".from-reporter", has_text=RECEIVED)).to_have_count(2, timeout=15_000)
    expect(page.get_by_role("status")).to_be_empty()
    assert [inbound.text for inbound in chat.accepted] == SAID[:2]


def test_one_failed_call_is_not_called_a_loss_of_contact(phone: BrowserContext, server: LiveServer) -> None:
    page = phone.new_page()
    failed: list[str] = []

    def fail_once(route: Route) -> None:
        if failed:
            return route.continue_()
        failed.append(route.request.url)
        return route.fulfill(status=502)

    page.route("**/chat/api/events", lambda route: route.abort())
    page.route("**/chat/api/messages?after=1", fail_once)
    page.add_init_script(
        """addEventListener("DOMContentLoaded", () => {
          window.said = [];
          const status = document.getElementById("status");
          new MutationObserver(() => said.push(status.textContent)).observe(status, {childList: true});
        })"""
    )
    page.goto(f"{server.url}/chat")
    page.get_by_text("Hej! Vad gäller det?").wait_for()
    with page.expect_response(lambda answer: answer.url.endswith("after=1") and answer.ok):
        pass
    assert failed and page.evaluate("said.filter(Boolean)") == []


def test_a_message_that_waits_survives_a_reload_without_a_network_behind_it(
    page: Page, server: LiveServer, chat: FakeApp
) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/chat/api/**", lambda route: route.abort())
    write(page, "Viktigt")
    expect(page.locator(".from-reporter")).to_contain_text("försöker igen")
    page.reload()
    expect(page.locator(".from-reporter")).to_contain_text("Viktigt")
    page.unroute("**/chat/api/**")
    expect(page.locator(".from-reporter")).to_contain_text(RECEIVED, timeout=15_000)
    assert [inbound.text for inbound in chat.accepted] == ["Viktigt"]
