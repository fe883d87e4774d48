"""The desk by keyboard, on a phone, enlarged, and as assistive technology meets it."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.api.desk.fakes import FakeDesk, instant, make_tip
from tests.browser import PHONE, accessibility_faults
from tests.live import LiveServer


def log_in(page: Page, server: LiveServer, token: str = "tl_eva", query: str = "") -> None:
    page.goto(f"{server.url}/desk{query}")
    page.locator("#token").fill(token)
    page.keyboard.press("Enter")


def sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def test_a_tip_is_found_read_claimed_and_released_by_keys_alone(page: Page, desk: FakeDesk) -> None:
    page.keyboard.press("j")
    expect(page.locator('#rows a[data-id="fire"]')).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator('#rows a[data-id="car"]')).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#tip-car")).to_be_focused()
    page.keyboard.press("c")
    expect(page.locator(".part-state")).to_contain_text("Tagen av dig")
    page.keyboard.press("r")
    expect(page.locator(".part-state")).to_contain_text("öppet")
    expect(page.locator('#rows a[data-id="car"]')).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator('#rows a[data-id="car"]')).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator('#rows a[data-id="fire"]')).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_label("Sök i tipsen")).to_be_focused()
    assert desk.tips["car"]["status"] == "open"


def test_no_slip_of_a_key_gives_back_what_somebody_else_holds(page: Page, desk: FakeDesk) -> None:
    page.get_by_label("Vyer").get_by_role("link", name="Tagna").click()
    page.locator('#rows a[data-id="dog"]').click()
    expect(page.locator(".part-state")).to_contain_text("Tagen av Bo Berg")
    page.keyboard.press("r")
    page.get_by_label("Vyer").get_by_role("link", name="Mina").click()
    expect(page.locator("#shown")).to_have_text("Inga tips här.")
    assert desk.tips["dog"]["status"] == "claimed"


def test_no_key_acts_while_somebody_types(page: Page, desk: FakeDesk) -> None:
    page.locator('#rows a[data-id="car"]').click()
    page.get_by_label("Ny anteckning").press_sequentially("crj?/k")
    expect(page.get_by_label("Ny anteckning")).to_have_value("crj?/k")
    page.keyboard.press("Control+c")
    assert desk.tips["car"]["version"] == 1 and not page.locator("#help").is_visible()


def test_the_shortcuts_can_be_turned_off_for_good(page: Page) -> None:
    page.keyboard.press("?")
    page.get_by_role("dialog").get_by_label("Använd kortkommandon").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.locator("#rows li").first.wait_for()
    page.keyboard.press("j")
    page.keyboard.press("?")
    assert page.evaluate("document.activeElement === document.body") and not page.locator("#help").is_visible()
    page.get_by_role("button", name="Kortkommandon").click()
    expect(page.get_by_label("Använd kortkommandon")).not_to_be_checked()


def test_the_keyboard_reaches_list_and_tip_at_once(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Hoppa till listan")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#list")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#rows a").first).to_be_focused()
    assert page.locator("#rows a").first.evaluate("link => getComputedStyle(link).outlineStyle") == "solid"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault(
    browser: Browser, server: LiveServer, scheme: Literal["light", "dark"], desk: FakeDesk
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{server.url}/desk")
    page.locator("#token").wait_for()
    assert accessibility_faults(page) == []
    log_in(page, server)
    page.locator('#rows a[data-id="fire"]').click()
    desk.put(make_tip("soon", "Nyss", at=instant(-0.1), urgency="urgent"))
    page.locator("#came").wait_for()
    assert accessibility_faults(page) == []
    page.locator('#rows a[data-id="car"]').click()
    page.locator("#tip-car").wait_for()
    assert accessibility_faults(page) == []
    page.locator("#reading").get_by_role("button", name="Avsluta …").click()
    assert accessibility_faults(page) == []
    context.close()


def test_a_phone_shows_one_thing_at_a_time_and_never_scrolls_sideways(browser: Browser, server: LiveServer) -> None:
    context = browser.new_context(**PHONE)
    page = context.new_page()
    log_in(page, server)
    page.locator('#rows a[data-id="car"]').click()
    expect(page.locator("#tip-car")).to_be_in_viewport()
    assert not page.locator("#queue").is_visible() and not sideways(page)
    assert accessibility_faults(page) == []
    page.locator(".back").click()
    expect(page.locator('#rows a[data-id="car"]')).to_be_focused()
    assert not page.locator("#tip").is_visible() and not sideways(page)
    page.go_back()
    expect(page.locator("#tip-car")).to_be_visible()
    context.close()


def test_four_times_enlarged_everything_is_still_within_reach(browser: Browser, server: LiveServer) -> None:
    # 1280 × 800 at 400 % is 320 × 200.
    context = browser.new_context(viewport={"width": 320, "height": 200})
    page = context.new_page()
    log_in(page, server)
    page.locator('#rows a[data-id="car"]').click()
    button = page.locator("#reading").get_by_role("button", name="Spara anteckning")
    button.scroll_into_view_if_needed()
    expect(button).to_be_in_viewport()
    assert not sideways(page)
    context.close()


def test_everything_comes_from_this_site_and_no_rule_of_the_page_is_broken(
    context: BrowserContext, server: LiveServer
) -> None:
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    log_in(page, server)
    page.locator('#rows a[data-id="car"]').click()
    page.locator("#tip-car").wait_for()
    page.locator("#reading").get_by_role("button", name="Ta tipset").click()
    expect(page.locator(".part-state")).to_contain_text("Tagen av dig")
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(server.url).netloc}
    assert complaints == []


def test_the_english_page_is_english_and_says_where_it_is_not(context: BrowserContext, server: LiveServer) -> None:
    page = context.new_page()
    log_in(page, server, query="?lang=en")
    page.locator('#rows a[data-id="car"]').click()
    expect(page.locator("#reading table")).to_contain_text("pattern in the text")
    expect(page.locator("#reading .told").first).to_have_attribute("lang", "sv")
    page.get_by_role("link", name="Svenska").click()
    expect(page.get_by_role("button", name="Logga ut")).to_be_visible()
    expect(page.locator("#tip-car")).to_be_visible()
