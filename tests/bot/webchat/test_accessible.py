"""The chat for everybody: every state without a fault that axe finds, by keyboard alone, enlarged, in strong contrast."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.bot.webchat.fakes import FakeApp
from tests.browser import accessibility_faults
from tests.live import LiveServer

SIZES = [(360, 640), (1280, 800), (320, 256)]
RECEIVED = "✓ Mottaget"


def write(page: Page, text: str) -> None:
    page.get_by_label("Ditt meddelande").fill(text)
    page.keyboard.press("Enter")


def opening(page: Page, server: LiveServer, _chat: FakeApp) -> None:
    page.route("**/chat/api/**", lambda route: None)
    page.goto(f"{server.url}/chat")
    page.get_by_text("Chatten öppnas").wait_for()


def empty(page: Page, server: LiveServer, _chat: FakeApp) -> None:
    page.goto(f"{server.url}/chat")
    page.get_by_text("Hej! Vad gäller det?").wait_for()


def dialogue(page: Page, server: LiveServer, chat: FakeApp) -> None:
    empty(page, server, chat)
    write(page, "Det brinner i " + "Långholmsgatan" * 6)
    page.locator(".alarm").wait_for()
    chat.conversations["token-1"].add("officer", "Vi har läst ditt tips.")
    page.get_by_text("Vi har läst ditt tips.").wait_for()
    write(page, "Och rök")
    page.get_by_role("button", name="Idag").wait_for()


def refused(page: Page, server: LiveServer, chat: FakeApp) -> None:
    empty(page, server, chat)
    page.route("**/chat/api/messages", lambda route: route.fulfill(status=422))
    write(page, "Detta tas inte emot")
    expect(page.locator(".from-reporter")).to_contain_text("Kunde inte tas emot")


def offline(page: Page, server: LiveServer, chat: FakeApp) -> None:
    empty(page, server, chat)
    page.context.set_offline(True)
    write(page, "Skickat i mörkret")
    expect(page.get_by_role("status")).to_contain_text("Ingen kontakt")


def expired(page: Page, server: LiveServer, chat: FakeApp) -> None:
    empty(page, server, chat)
    chat.expire("token-1")
    page.get_by_role("button", name="Starta ett nytt samtal").wait_for()


def menu(page: Page, server: LiveServer, chat: FakeApp) -> None:
    empty(page, server, chat)
    page.get_by_text("Meny", exact=True).click()


def confirmation(page: Page, server: LiveServer, chat: FakeApp) -> None:
    menu(page, server, chat)
    page.get_by_role("button", name="Glöm den här chatten").click()


def forgotten(page: Page, server: LiveServer, chat: FakeApp) -> None:
    confirmation(page, server, chat)
    page.get_by_role("button", name="Glöm chatten").click()


def embedded(page: Page, server: LiveServer, _chat: FakeApp) -> None:
    page.goto(f"{server.url}/chat?embedded=1")
    page.get_by_text("Hej! Vad gäller det?").wait_for()


def advice(page: Page, server: LiveServer, _chat: FakeApp) -> None:
    page.goto(f"{server.url}/chat/safety")


def about_to_leave(page: Page, server: LiveServer, chat: FakeApp) -> None:
    dialogue(page, server, chat)
    page.get_by_role("button", name="Lämna snabbt").focus()


State = Callable[[Page, LiveServer, FakeApp], None]
STATES: list[State] = [
    opening,
    empty,
    dialogue,
    refused,
    offline,
    expired,
    menu,
    confirmation,
    forgotten,
    embedded,
    advice,
    about_to_leave,
]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_no_fault_and_nothing_is_wider_than_the_screen(
    phone: BrowserContext, server: LiveServer, chat: FakeApp, state: State
) -> None:
    page = phone.new_page()
    state(page, server, chat)
    for size in SIZES:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
            assert accessibility_faults(page) == [], (size, scheme)
    page.emulate_media(color_scheme="light", forced_colors="active")
    assert accessibility_faults(page) == []


def tab_to(page: Page, name: str) -> None:
    """Goes on with Tab until what has the focus is called `name`."""
    for _ in range(30):
        page.keyboard.press("Tab")
        focused = page.locator("*:focus")
        if focused.count() and name in (focused.get_attribute("id") or "", (focused.text_content() or "").strip()):
            assert focused.evaluate("(node) => node.matches(':focus-visible')")
            return
    raise AssertionError(f"Tab never comes to {name}")


@pytest.mark.parametrize("size", SIZES)
def test_a_whole_tip_by_keyboard_alone(
    phone: BrowserContext, server: LiveServer, chat: FakeApp, size: tuple[int, int]
) -> None:
    page = phone.new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(server.url)
    tab_to(page, "Starta chatten")
    page.keyboard.press("Enter")
    page.get_by_text("Hej! Vad gäller det?").wait_for()
    tab_to(page, "Ett tips")
    page.keyboard.press("Enter")
    page.get_by_text("Vad har hänt?").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.type("Jag såg en blå bil")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Idag").wait_for()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    expect(page.locator(".from-reporter", has_text=RECEIVED)).to_have_count(3)
    tab_to(page, "menu-button")
    page.keyboard.press("Enter")
    tab_to(page, "Glöm den här chatten på den här enheten")
    page.keyboard.press("Enter")
    tab_to(page, "Glöm chatten")
    page.keyboard.press("Enter")
    expect(page.locator(".message")).to_have_count(0)
    assert [inbound.payload or inbound.text for inbound in chat.accepted] == ["/tip", "Jag såg en blå bil", "/today"]


def test_a_menu_closes_by_esc_and_by_leaving_it(page: Page) -> None:
    page.locator("#menu-button").press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator("#menu ul")).to_be_hidden()
    expect(page.locator("#menu-button")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_label("Ditt meddelande").focus()
    expect(page.locator("#menu ul")).to_be_hidden()


def test_nothing_moves_for_who_wants_it_still(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    write(page, "Jag såg en blå bil")
    page.get_by_text("När hände det?").wait_for()
    assert page.evaluate("document.getAnimations().length") == 0


def test_the_way_out_and_the_emergency_numbers_are_in_view_on_a_phone(page: Page) -> None:
    for number in range(4):
        write(page, f"Meddelande {number}")
    expect(page.locator(".from-reporter").last).to_contain_text(RECEIVED)
    for control in (
        page.get_by_role("button", name="Lämna snabbt"),
        page.get_by_role("complementary").get_by_role("link", name="Ring 112"),
        page.get_by_role("complementary").get_by_role("link", name="114 14"),
        page.get_by_role("link", name="English"),
        page.get_by_label("Ditt meddelande"),
    ):
        expect(control).to_be_in_viewport(ratio=1)


def test_when_a_person_reads_it_is_said_before_and_after_the_first_message(page: Page) -> None:
    reading = "En människa hos polisen läser det du skickar"
    expect(page.locator(".intro")).to_contain_text(reading)
    write(page, "Jag såg en blå bil")
    expect(page.locator(".from-reporter")).to_contain_text(reading)
    write(page, "Den var ny")
    expect(page.locator(".from-reporter").last).to_contain_text(RECEIVED)
    expect(page.locator(".reading")).to_have_count(1)
