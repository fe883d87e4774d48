"""Leaving quickly, forgetting on this device, and what others may see of the page, in a real browser."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.bot.webchat.fakes import FakeApp
from tests.live import LiveServer

HARMLESS = "https://www.smhi.se/"
EVERYTHING_STORED = "JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage), document.cookie])"
STATIC = Path(__file__).resolve().parents[3] / "bot" / "webchat" / "static"


@pytest.fixture(autouse=True)
def weather(phone: BrowserContext) -> None:
    phone.route(f"{HARMLESS}**", lambda route: route.fulfill(body="<title>Väder</title>Sol", content_type="text/html"))


def write(page: Page, text: str) -> None:
    page.get_by_label("Ditt meddelande").fill(text)
    page.keyboard.press("Enter")
    expect(page.locator(".from-reporter").last).to_contain_text("✓ Mottaget")


def ask_to_forget(page: Page) -> None:
    page.get_by_text("Meny", exact=True).click()
    page.get_by_role("button", name="Glöm den här chatten på den här enheten").click()


def stored_at(page: Page, server: LiveServer) -> str:
    page.goto(f"{server.url}/chat/static/icon.svg")
    found: str = page.evaluate("JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage)])")
    return found


def test_the_button_leaves_for_a_harmless_page_and_back_does_not_come_back(
    phone: BrowserContext, server: LiveServer
) -> None:
    page = phone.new_page()
    page.goto("about:blank#before")
    page.goto(server.url)
    page.get_by_role("link", name="Starta chatten").click()
    write(page, "Hemligt")
    page.get_by_role("link", name="Hoppa till innehållet").press("Enter")
    page.get_by_role("link", name="English").click()
    page.get_by_role("heading", name="Tip the police").wait_for()
    page.get_by_role("link", name="If someone can read your phone").first.click()
    page.get_by_role("link", name="To the chat").click()
    page.get_by_text("Hemligt").wait_for()
    page.get_by_role("button", name="Leave quickly").click()
    page.wait_for_url(HARMLESS)
    page.go_back()
    assert page.url == "about:blank#before"
    assert stored_at(page, server) == "[[],[]]"


def test_esc_twice_leaves_and_once_goes_to_the_input(page: Page, server: LiveServer) -> None:
    write(page, "Hemligt")
    page.get_by_role("link", name="Ring 112").focus()
    page.keyboard.press("Escape")
    expect(page.get_by_label("Ditt meddelande")).to_be_focused()
    page.wait_for_timeout(1200)
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    assert page.url.startswith(server.url)
    page.keyboard.press("Escape")
    page.wait_for_url(HARMLESS)
    assert stored_at(page, server) == "[[],[]]"


@pytest.mark.parametrize("state", ["menu", "dialog"])
def test_esc_twice_leaves_whatever_is_open(page: Page, state: str) -> None:
    page.get_by_text("Meny", exact=True).click()
    if state == "dialog":
        page.get_by_role("button", name="Glöm den här chatten").click()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_url(HARMLESS)


def test_holding_esc_down_is_not_pressing_it_twice(page: Page, server: LiveServer) -> None:
    page.keyboard.down("Escape")
    page.keyboard.down("Escape")
    page.keyboard.up("Escape")
    page.wait_for_timeout(300)
    assert page.url.startswith(server.url)


def test_nothing_is_to_be_seen_while_the_harmless_page_is_on_its_way(page: Page) -> None:
    write(page, "Hemligt")
    seen = page.evaluate(
        """() => {
          document.querySelector("button.leave").click();
          document.dispatchEvent(new Event("visibilitychange"));
          return [document.body.textContent.trim(), document.title, sessionStorage.length, localStorage.length];
        }"""
    )
    assert seen == ["", "Chatt", 0, 0]
    page.wait_for_url(HARMLESS)


def test_every_tab_of_the_chat_leaves(phone: BrowserContext, page: Page, server: LiveServer) -> None:
    other = phone.new_page()
    other.goto(f"{server.url}/chat")
    write(other, "I den andra fliken")
    page.get_by_role("button", name="Lämna snabbt").click()
    page.wait_for_url(HARMLESS)
    other.wait_for_url(HARMLESS)
    assert stored_at(other, server) == "[[],[]]"


def test_what_was_said_and_had_not_arrived_is_sent_in_leaving(page: Page, chat: FakeApp) -> None:
    page.route("**/chat/api/messages", lambda route: route.abort())
    page.get_by_label("Ditt meddelande").fill("Han har en kniv")
    page.keyboard.press("Enter")
    expect(page.locator(".from-reporter")).to_contain_text("försöker igen")
    page.unroute("**/chat/api/messages")
    page.get_by_role("button", name="Lämna snabbt").click()
    page.wait_for_url(HARMLESS)
    # The browser does not tell of a request that outlives its page: the service knows.
    until = time.monotonic() + 10
    while not chat.accepted and time.monotonic() < until:
        page.wait_for_timeout(50)
    assert {inbound.text for inbound in chat.accepted} == {"Han har en kniv"}


@pytest.mark.parametrize("path", ["/", "/chat/safety", "/accessibility", "/chat/plain"])
def test_every_page_can_be_left_quickly(phone: BrowserContext, server: LiveServer, path: str) -> None:
    page = phone.new_page()
    page.goto(server.url + path)
    page.get_by_role("button", name="Lämna snabbt").click()
    page.wait_for_url(HARMLESS)


def test_forgetting_says_what_stays_and_asks_first(page: Page, chat: FakeApp) -> None:
    write(page, "Hemligt")
    ask_to_forget(page)
    question = page.get_by_role("dialog", name="Glömma chatten på den här enheten?")
    expect(question).to_contain_text("finns kvar hos polisen")
    expect(question).to_contain_text("kvittokod? Skriv av den först")
    expect(question.get_by_role("button", name="Avbryt")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".from-reporter")).to_have_count(1)
    expect(page.locator("#menu-button")).to_be_focused()


def test_forgetting_leaves_a_fresh_page_and_nothing_behind(
    phone: BrowserContext, server: LiveServer, chat: FakeApp
) -> None:
    page = phone.new_page()
    page.goto(f"{server.url}/chat?notice=K-12")
    write(page, "Hemligt")
    page.get_by_label("Ditt meddelande").fill("ett utkast")
    ask_to_forget(page)
    page.get_by_role("button", name="Glöm chatten").click()
    expect(page.locator(".message")).to_have_count(0)
    expect(page.get_by_role("status")).to_contain_text("glömd på den här enheten")
    assert page.get_by_label("Ditt meddelande").input_value() == ""
    assert page.evaluate(EVERYTHING_STORED) == '[[],[],""]'
    assert "K-12" not in page.url
    assert page.locator("a[href*='K-12']").count() == 0
    start = page.get_by_role("button", name="Starta ett nytt samtal")
    expect(start).to_be_focused()
    start.press("Enter")
    page.get_by_text("Hej! Vad gäller det?").wait_for()
    expect(page.locator(".divider")).to_have_count(0)
    assert chat.opened == [("sv", "K-12"), ("sv", None)]
    page.reload()
    page.get_by_text("Hej! Vad gäller det?").wait_for()
    assert "Hemligt" not in page.content()


def test_forgetting_without_a_network_works(page: Page, server: LiveServer) -> None:
    server.stop()
    page.get_by_label("Ditt meddelande").fill("Hemligt")
    page.keyboard.press("Enter")
    ask_to_forget(page)
    expect(page.get_by_role("dialog")).to_contain_text("går förlorade")
    page.get_by_role("button", name="Glöm chatten").click()
    expect(page.locator(".message")).to_have_count(0)
    assert page.evaluate(EVERYTHING_STORED) == '[[],[],""]'


def test_an_answer_that_comes_after_forgetting_is_not_shown(page: Page) -> None:
    held: list[Route] = []
    page.route("**/chat/api/messages", lambda route: held.append(route))
    page.get_by_label("Ditt meddelande").fill("Hemligt")
    page.keyboard.press("Enter")
    ask_to_forget(page)
    page.get_by_role("button", name="Glöm chatten").click()
    held[0].continue_()
    page.wait_for_timeout(500)
    expect(page.locator(".message")).to_have_count(0)
    assert page.evaluate(EVERYTHING_STORED) == '[[],[],""]'


@pytest.mark.parametrize(("path", "link"), [("/", "Så gör du"), ("/chat", "Om någon kan läsa din telefon")])
def test_the_advice_is_one_press_away(phone: BrowserContext, server: LiveServer, path: str, link: str) -> None:
    page = phone.new_page()
    page.goto(server.url + path)
    page.get_by_role("main").get_by_role("link", name=link).click()
    page.get_by_role("heading", level=1, name="Om någon annan kan läsa din telefon eller dator").wait_for()
    for channel in ("Webbchatten", "Telegram", "Messenger"):
        expect(page.get_by_role("heading", name=channel)).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("finns kvar hos polisen")


def test_the_title_of_a_hidden_page_is_neutral_and_counts_what_came(page: Page, chat: FakeApp) -> None:
    page.evaluate("Object.defineProperty(document, 'hidden', {get: () => window.away, configurable: true})")
    hide = "(away) => { window.away = away; document.dispatchEvent(new Event('visibilitychange')) }"
    page.evaluate(hide, True)
    assert page.title() == "Chatt"
    chat.conversations["token-1"].add("officer", "Känsligt svar")
    expect(page).to_have_title("(1) Chatt")
    chat.conversations["token-1"].add("bot", "Ett till")
    expect(page).to_have_title("(2) Chatt")
    page.evaluate(hide, False)
    assert page.title() == "Chatta – Tipsa polisen"


def test_no_script_shows_notifications_or_sets_a_cookie() -> None:
    source = "\n".join(path.read_text("utf-8") for path in STATIC.glob("*.js"))
    assert not re.search(r"Notification|serviceWorker|document\.cookie|indexedDB", source)
