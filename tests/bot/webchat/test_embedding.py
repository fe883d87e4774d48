"""The chat on another site: a page of another origin with one script tag, in a real browser."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI, Response
from fastapi.testclient import TestClient
from playwright.sync_api import BrowserContext, FrameLocator, Page, expect
from starlette.types import ASGIApp

from bot.webchat.pages import router
from bot.webchat.settings import PageSettings, SettingNotValidError, page_settings
from tests.bot.webchat.conftest import serve
from tests.bot.webchat.fakes import FakeApp
from tests.browser import accessibility_faults
from tests.live import LiveServer

HARMLESS = "https://www.smhi.se/"
ALLOWED = ("https://kommunen.example", "http://localhost:8080")


class Site:
    """Another site, on another port. Under another name as well it is a stranger to browsers, and a frame of the
    chat may store nothing there (as in a private window); under the chat's own name it may. Its policy lets nothing in but the chat."""

    def __init__(self, name: str = "localhost") -> None:
        self.name = name
        self.chat_url = ""
        self.server = LiveServer(self._app)

    @property
    def url(self) -> str:
        return self.server.url.replace("127.0.0.1", self.name)

    def _app(self, _closing: asyncio.Event) -> ASGIApp:
        app = FastAPI()

        @app.get("/")
        def page() -> Response:
            policy = f"default-src 'none'; script-src {self.chat_url}; frame-src {self.chat_url}"
            html = (
                "<!doctype html><html lang=sv><title>Kommunen</title>"
                f'<script src="{self.chat_url}/chat/embed.js" async data-notice="K-12"></script>'
                '<main><h1>Kommunen</h1><a href="#x">En länk</a></main></html>'
            )
            return Response(html, media_type="text/html", headers={"Content-Security-Policy": policy})

        return app


@pytest.fixture
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    site = Site(getattr(request, "param", "localhost"))
    with site.server:
        yield site


@pytest.fixture
def server(chat: FakeApp, site: Site) -> Iterator[LiveServer]:
    with serve(chat, PageSettings(embed_origins=(site.url,))) as running:
        site.chat_url = running.url
        yield running


@pytest.fixture
def host(phone: BrowserContext, server: LiveServer, site: Site) -> Page:
    """The other site's page, on a large screen."""
    phone.route(f"{HARMLESS}**", lambda route: route.fulfill(body="Sol", content_type="text/html"))
    page = phone.new_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("about:blank#before")
    page.goto(site.url)
    return page


RELATED = pytest.mark.parametrize("site", ["127.0.0.1"], indirect=True, ids=["related"])
BOTH = pytest.mark.parametrize("site", ["127.0.0.1", "localhost"], indirect=True, ids=["related", "strange"])


def opened(host: Page) -> FrameLocator:
    host.get_by_role("button", name="Tipsa polisen").click()
    frame = host.frame_locator("iframe")
    frame.get_by_text("Hej! Vad gäller det?").wait_for()
    return frame


def write(frame: FrameLocator, text: str) -> None:
    frame.get_by_label("Ditt meddelande").fill(text)
    frame.get_by_label("Ditt meddelande").press("Enter")
    expect(frame.locator(".from-reporter").last).to_contain_text("✓ Mottaget")


def client(**settings: Any) -> TestClient:
    app = FastAPI()
    app.include_router(router(PageSettings(**settings)))
    return TestClient(app)


@BOTH
def test_one_script_tag_makes_a_button_and_a_chat(host: Page, chat: FakeApp) -> None:
    assert host.locator("iframe").count() == 0
    write(opened(host), "Jag såg en blå bil")
    assert [inbound.text for inbound in chat.accepted] == ["Jag såg en blå bil"]
    assert chat.opened == [("sv", "K-12")]


@BOTH
def test_the_chat_in_the_frame_is_a_conversation_of_its_own(
    host: Page, phone: BrowserContext, server: LiveServer, chat: FakeApp
) -> None:
    write(opened(host), "I ramen")
    page = phone.new_page()
    page.goto(f"{server.url}/chat")
    page.get_by_text("Hej! Vad gäller det?").wait_for()
    assert "I ramen" not in page.content()
    assert len(chat.opened) == 2
    assert phone.cookies() == []


@RELATED
def test_a_reload_of_the_site_keeps_the_conversation(host: Page, chat: FakeApp) -> None:
    write(opened(host), "I ramen")
    host.reload()
    opened(host).get_by_text("I ramen").wait_for()
    assert len(chat.opened) == 1


@BOTH
def test_the_site_cannot_reach_what_is_said(host: Page, site: Site) -> None:
    host.evaluate("window.heard = []; addEventListener('message', (event) => heard.push(JSON.stringify(event.data)))")
    frame = opened(host)
    write(frame, "Hemligt")
    frame.get_by_label("Ditt meddelande").press("Escape")
    reached = host.evaluate(
        """() => {
          const frame = document.querySelector("section").shadowRoot.querySelector("iframe");
          try { return frame.contentWindow.document.body.textContent; } catch (error) { return error.name; }
        }"""
    )
    assert reached in ("SecurityError", "TypeError")
    host.wait_for_function("heard.length")
    assert host.evaluate("heard") == ['{"tipline":"close"}']
    assert "Hemligt" not in host.evaluate("JSON.stringify([Object.entries(sessionStorage), document.title])")


def test_the_keyboard_opens_writes_and_closes_and_the_focus_comes_back(host: Page, chat: FakeApp) -> None:
    for _ in range(2):
        host.keyboard.press("Tab")
    host.keyboard.press("Enter")
    frame = host.frame_locator("iframe")
    frame.get_by_text("Hej! Vad gäller det?").wait_for()
    expect(host.get_by_role("dialog", name="Chatt: tipsa polisen")).to_be_visible()
    for _ in range(15):
        host.keyboard.press("Tab")
        if frame.get_by_label("Ditt meddelande").evaluate("(box) => box === document.activeElement"):
            break
    host.keyboard.type("Med tangenter")
    host.keyboard.press("Enter")
    expect(frame.locator(".from-reporter")).to_contain_text("✓ Mottaget")
    host.keyboard.press("Escape")
    expect(host.get_by_role("dialog")).to_have_count(0)
    expect(host.get_by_role("button", name="Tipsa polisen")).to_be_focused()
    assert len(chat.accepted) == 1


def test_the_close_button_closes_it_and_what_was_said_is_there_again(host: Page) -> None:
    frame = opened(host)
    write(frame, "Jag såg en blå bil")
    host.get_by_role("button", name="Stäng chatten").click()
    expect(host.get_by_role("button", name="Tipsa polisen")).to_be_focused()
    opened(host).get_by_text("Jag såg en blå bil").wait_for()


@BOTH
@pytest.mark.parametrize("first", ["inside", "on the site"])
def test_esc_twice_leaves_the_whole_site_and_forgets(
    host: Page, chat: FakeApp, server: LiveServer, site: Site, first: str
) -> None:
    frame = opened(host)
    write(frame, "Hemligt")
    if first == "inside":
        frame.get_by_label("Ditt meddelande").press("Escape")
        expect(host.get_by_role("button", name="Tipsa polisen")).to_be_focused()
    else:
        host.get_by_role("button", name="Stäng chatten").focus()
        host.keyboard.press("Escape")
    host.keyboard.press("Escape")
    host.wait_for_url(HARMLESS)
    host.go_back()
    assert host.url == "about:blank#before"
    host.goto(site.url)
    opened(host)
    assert len(chat.opened) == 2


@RELATED
def test_the_button_in_the_frame_leaves_the_whole_site(host: Page, chat: FakeApp, site: Site) -> None:
    frame = opened(host)
    write(frame, "Hemligt")
    frame.get_by_role("link", name="English").click()
    frame.get_by_role("button", name="Leave quickly").click()
    host.wait_for_url(HARMLESS)
    host.go_back()
    assert host.url == "about:blank#before"
    host.goto(site.url)
    opened(host)
    assert len(chat.opened) == 2


@RELATED
def test_the_advice_opens_in_the_frame_and_leads_back(host: Page) -> None:
    frame = opened(host)
    write(frame, "Hemligt")
    frame.get_by_role("link", name="Om någon kan läsa din telefon").first.click()
    frame.get_by_role("heading", name="Är du i fara?").wait_for()
    frame.get_by_role("link", name="Till chatten").first.click()
    frame.get_by_text("Hemligt").wait_for()


def test_where_a_framed_page_may_store_nothing_no_link_loses_the_conversation(
    host: Page, phone: BrowserContext, chat: FakeApp
) -> None:
    frame = opened(host)
    stores = "() => { try { return !!sessionStorage } catch { return false } }"
    assert not frame.locator("html").evaluate(stores)
    write(frame, "Utan lagring")
    with phone.expect_page() as advice:
        frame.get_by_role("link", name="Om någon kan läsa din telefon").first.click()
    advice.value.get_by_role("heading", name="Är du i fara?").wait_for()
    write(frame, "Och mer")
    assert [inbound.text for inbound in chat.accepted] == ["Utan lagring", "Och mer"]
    assert len(chat.opened) == 1


@pytest.mark.parametrize("size", [(1280, 800), (360, 640), (320, 256)])
def test_axe_finds_no_fault_in_the_site_with_the_chat(host: Page, size: tuple[int, int]) -> None:
    host.set_viewport_size({"width": size[0], "height": size[1]})
    assert accessibility_faults(host) == []
    frame = opened(host)
    write(frame, "Jag såg en blå bil")
    assert accessibility_faults(host) == []
    assert frame.locator("html").evaluate("(page) => page.scrollWidth <= page.clientWidth")
    assert host.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_on_a_small_screen_the_chat_covers_the_site(host: Page) -> None:
    host.set_viewport_size({"width": 360, "height": 640})
    opened(host)
    assert host.get_by_role("dialog").bounding_box() == {"x": 0, "y": 0, "width": 360, "height": 640}
    behind = host.get_by_role("link", name="En länk")
    behind.evaluate("(link) => link.focus()")
    assert not behind.evaluate("(link) => link === document.activeElement")


def test_a_site_that_is_not_named_gets_neither_button_nor_frame(phone: BrowserContext, chat: FakeApp) -> None:
    stranger = Site()
    with stranger.server, serve(chat, PageSettings(embed_origins=ALLOWED)) as running:
        stranger.chat_url = running.url
        page = phone.new_page()
        page.goto(stranger.url)
        page.wait_for_load_state("networkidle")
        assert page.get_by_role("button").count() == 0
        page.evaluate(
            f"""() => new Promise((done) => {{
              const frame = document.createElement("iframe");
              frame.src = "{running.url}/chat?embedded=1";
              frame.onload = done;
              document.body.append(frame);
            }})"""
        )
        assert page.frame_locator("iframe").get_by_role("log").count() == 0
        assert chat.opened == []


def test_only_the_embedded_pages_may_be_framed_and_only_by_the_sites_that_are_named() -> None:
    site = client(embed_origins=ALLOWED)
    for path in ("/chat?embedded=1", "/chat/safety?embedded=1"):
        policy = site.get(path).headers["content-security-policy"]
        assert policy.endswith("frame-ancestors https://kommunen.example http://localhost:8080")
    for path in ("/", "/chat", "/chat?embedded=2", "/chat/safety", "/accessibility"):
        assert site.get(path).headers["content-security-policy"].endswith("frame-ancestors 'none'")


def test_where_no_site_is_named_there_is_nothing_to_embed() -> None:
    site = client()
    assert site.get("/chat/embed.js").status_code == 404
    policy = site.get("/chat?embedded=1").headers["content-security-policy"]
    assert policy.endswith("frame-ancestors 'none'")


def settings(**written: str) -> PageSettings:
    return page_settings(
        demo=True, linked=frozenset(), **{"leave_url": "", "embed_origins": "", "reading_hours": "", **written}
    )


def test_settings_are_read_as_people_write_them() -> None:
    assert settings() == PageSettings()
    assert settings(embed_origins="https://Kommunen.example/, http://localhost:8080").embed_origins == ALLOWED
    assert settings(reading_hours="07:00-22:00").reading_hours == ("07:00", "22:00")
    assert settings(leave_url="https://vader.example/stockholm").leave_url == "https://vader.example/stockholm"


@pytest.mark.parametrize(
    "written",
    [
        {"embed_origins": "*"},
        {"embed_origins": "https://*.example"},
        {"embed_origins": "http://kommunen.example"},
        {"embed_origins": "https://kommunen.example/sida"},
        {"embed_origins": "https://a.example; script-src *"},
        {"reading_hours": "7-22"},
        {"leave_url": "javascript:alert(1)"},
        {"leave_url": "http://vader.example"},
    ],
)
def test_a_setting_that_would_open_a_hole_stops_the_app(written: dict[str, str]) -> None:
    with pytest.raises(SettingNotValidError):
        settings(**written)
