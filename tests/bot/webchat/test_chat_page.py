"""The chat page in a real browser, on a phone 360 pixels wide."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.bot.webchat.fakes import FakeApp
from tests.browser import accessibility_faults
from tests.live import LiveServer

RECEIVED = "✓ Mottaget"


def write(page: Page, text: str) -> None:
    page.get_by_label("Ditt meddelande").fill(text)
    page.keyboard.press("Enter")


def forget(page: Page) -> None:
    page.get_by_text("Meny", exact=True).click()
    page.get_by_role("button", name="Glöm den här chatten").click()


def bubbles(page: Page) -> list[str]:
    return page.locator(".message .text").all_text_contents()


def test_what_is_written_is_received_and_answered(page: Page, chat: FakeApp) -> None:
    write(page, "Jag såg en blå bil")
    expect(page.locator(".from-reporter")).to_contain_text(RECEIVED)
    page.get_by_text("När hände det?").wait_for()
    assert bubbles(page) == ["Hej! Vad gäller det?", "Jag såg en blå bil", "När hände det?"]
    assert page.locator(".sender").all_text_contents() == ["Automatiskt svar", "Du", "Automatiskt svar"]
    assert [inbound.text for inbound in chat.accepted] == ["Jag såg en blå bil"]


def test_a_pressed_button_is_sent_as_its_payload(page: Page, chat: FakeApp) -> None:
    page.get_by_role("button", name="Ett tips").click()
    page.get_by_text("Vad har hänt?").wait_for()
    assert [(inbound.payload, inbound.text) for inbound in chat.accepted] == [("/tip", None)]
    assert bubbles(page) == ["Hej! Vad gäller det?", "Ett tips", "Vad har hänt?"]


def test_a_button_cannot_be_pressed_twice(page: Page, chat: FakeApp) -> None:
    page.get_by_role("button", name="Ett tips").dblclick()
    page.get_by_text("Vad har hänt?").wait_for()
    assert len(chat.accepted) == 1


def test_a_reload_shows_the_same_conversation_and_the_unsent_draft(page: Page, chat: FakeApp) -> None:
    write(page, "Jag såg en blå bil")
    page.get_by_text("När hände det?").wait_for()
    page.get_by_label("Ditt meddelande").fill("Den hade")
    page.reload()
    page.get_by_text("När hände det?").wait_for()
    assert bubbles(page) == ["Hej! Vad gäller det?", "Jag såg en blå bil", "När hände det?"]
    assert page.get_by_label("Ditt meddelande").input_value() == "Den hade"
    assert page.get_by_role("button", name="Idag").is_visible()
    assert len(chat.opened) == 1


def test_a_message_written_while_the_server_is_down_arrives_once(page: Page, server: LiveServer, chat: FakeApp) -> None:
    server.stop()
    write(page, "Skickat i mörkret")
    expect(page.locator(".from-reporter")).to_contain_text("försöker igen")
    expect(page.get_by_role("status")).to_contain_text("Ingen kontakt")
    assert page.get_by_label("Ditt meddelande").is_enabled()
    server.start()
    expect(page.locator(".from-reporter")).to_contain_text(RECEIVED, timeout=10_000)
    page.get_by_text("När hände det?").wait_for()
    expect(page.get_by_role("status")).to_be_empty()
    assert bubbles(page) == ["Hej! Vad gäller det?", "Skickat i mörkret", "När hände det?"]
    assert [inbound.text for inbound in chat.accepted] == ["Skickat i mörkret"]


def test_a_message_whose_answer_was_lost_is_not_doubled_by_retry_and_reload(page: Page, chat: FakeApp) -> None:
    def deliver_and_lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/chat/api/messages", deliver_and_lose_the_answer)
    write(page, "Bara en gång")
    page.get_by_text("När hände det?").wait_for()
    page.reload()
    page.get_by_text("När hände det?").wait_for()
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.status == 202):
        page.unroute("**/chat/api/messages")
    expect(page.locator(".from-reporter")).to_contain_text(RECEIVED)
    assert bubbles(page) == ["Hej! Vad gäller det?", "Bara en gång", "När hände det?"]
    assert len(chat.accepted) == 1


def test_messages_come_by_asking_when_streams_do_not_work(
    phone: BrowserContext, server: LiveServer, chat: FakeApp
) -> None:
    phone.route("**/chat/api/events", lambda route: route.abort())
    page = phone.new_page()
    page.goto(f"{server.url}/chat")
    page.get_by_text("Hej! Vad gäller det?").wait_for()
    chat.conversations["token-1"].add("officer", "Vi har läst ditt tips.")
    page.get_by_text("Vi har läst ditt tips.").wait_for()
    expect(page.get_by_role("status")).to_be_empty()


def test_the_keyboard_alone_is_enough(page: Page, chat: FakeApp) -> None:
    seen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))
        if seen[-1] == "text":
            break
    assert seen[:3] == ["Hoppa till innehållet", "Ring 112", "114 14"]
    assert "log" in seen and "Ett tips" in seen
    page.keyboard.type("rad ett")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("rad två")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Idag").wait_for()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".from-reporter")).to_have_count(2)
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "text"
    assert [inbound.text or inbound.payload for inbound in chat.accepted] == ["rad ett\nrad två", "/dont_know"]


def test_html_is_shown_as_text(page: Page, chat: FakeApp) -> None:
    hostile = "<img src=x onerror=\"document.title='hacked'\"><script>document.title='hacked'</script>"
    write(page, hostile)
    page.get_by_text("När hände det?").wait_for()
    chat.conversations["token-1"].add("bot", hostile)
    expect(page.locator(".from-bot .text").last).to_have_text(hostile)
    assert page.locator(".log img, .log script").count() == 0
    assert page.title() == "Chatta – Tipsa polisen"


def test_the_call_to_112_stands_out_and_can_be_called(page: Page) -> None:
    write(page, "Det brinner")
    alarm = page.locator(".message.alarm")
    alarm.wait_for()
    assert [link.get_attribute("href") for link in alarm.get_by_role("link").all()] == [
        "tel:112",
        "tel:11414",
        "tel:112",
    ]
    assert alarm.get_by_role("link", name="Ring 112").is_visible()


def test_a_text_too_long_for_one_message_is_sent_as_several(page: Page, chat: FakeApp) -> None:
    text = " ".join(["ord"] * 2000)
    write(page, text)
    expect(page.locator(".from-reporter")).to_have_count(2)
    expect(page.locator(".from-reporter").last).to_contain_text(RECEIVED)
    assert " ".join(inbound.text or "" for inbound in chat.accepted) == text


def test_an_expired_conversation_offers_a_new_one(page: Page, chat: FakeApp) -> None:
    chat.expire("token-1")
    expect(page.get_by_role("status")).to_contain_text("avslutats")
    page.get_by_role("button", name="Starta ett nytt samtal").click()
    page.get_by_text("Hej! Vad gäller det?").last.wait_for()
    write(page, "Hej igen")
    expect(page.locator(".from-reporter")).to_contain_text(RECEIVED)


def test_what_is_written_into_an_expired_conversation_goes_along_into_a_new_one(page: Page, chat: FakeApp) -> None:
    page.route("**/chat/api/events", lambda route: route.abort())
    chat.expire("token-1")
    write(page, "Viktigt tips")
    expect(page.locator(".from-reporter")).to_contain_text(RECEIVED)
    assert [(inbound.sender, inbound.text) for inbound in chat.accepted] == [("token-2", "Viktigt tips")]


def test_the_chat_works_where_storage_is_blocked(phone: BrowserContext, server: LiveServer) -> None:
    phone.add_init_script("Object.defineProperty(window, 'sessionStorage', {get() { throw new Error('blocked') }})")
    page = phone.new_page()
    page.goto(f"{server.url}/chat")
    page.get_by_text("Hej! Vad gäller det?").wait_for()
    write(page, "Hej")
    expect(page.locator(".from-reporter")).to_contain_text(RECEIVED)


def test_the_last_words_stay_in_view(page: Page) -> None:
    for number in range(5):
        write(page, f"Meddelande {number}")
    expect(page.locator(".from-reporter").last).to_contain_text(RECEIVED)
    expect(page.locator(".message").last).to_be_in_viewport(ratio=1)


def test_answers_that_come_while_messages_are_still_on_their_way_do_not_hold_the_log_back(page: Page) -> None:
    def slowly(route: Route) -> None:
        time.sleep(0.3 if route.request.method == "POST" else 0)
        route.continue_()

    page.route("**/chat/api/messages*", slowly)
    page.get_by_label("Ditt meddelande").evaluate(
        """(box) => [1, 2, 3, 4, 5, 6].forEach((number) => {
          box.value = `Meddelande ${number}`;
          box.form.requestSubmit();
        })"""
    )
    expect(page.locator(".message", has_text=RECEIVED)).to_have_count(6, timeout=15_000)
    expect(page.locator(".from-bot")).to_have_count(7)
    expect(page.locator(".message").last).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("size", [(360, 640), (320, 256)])
def test_the_emergency_numbers_stay_in_view(page: Page, server: LiveServer, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for number in range(3):
        write(page, f"Meddelande {number}")
    expect(page.locator(".from-reporter").last).to_contain_text(RECEIVED)
    page.keyboard.type("mer")
    numbers = page.get_by_role("complementary", name="Viktigt")
    expect(numbers.get_by_role("link", name="Ring 112")).to_be_in_viewport(ratio=1)
    page.goto(server.url)
    page.keyboard.press("End")
    expect(numbers.get_by_role("link", name="114 14")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(360, 640), (1280, 800), (320, 256)])
def test_axe_finds_no_fault(phone: BrowserContext, server: LiveServer, scheme: str, size: tuple[int, int]) -> None:
    page = phone.new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    page.goto(f"{server.url}/chat")
    write(page, "Det brinner")
    page.locator(".message.alarm").wait_for()
    write(page, "Och rök")
    page.get_by_role("button", name="Idag").wait_for()
    assert accessibility_faults(page) == []
    forget(page)
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    for path in ("/", "/accessibility"):
        page.goto(server.url + path)
        assert accessibility_faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_nothing_is_asked_of_another_origin_and_nothing_breaks_the_policy(
    phone: BrowserContext, server: LiveServer
) -> None:
    page = phone.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for path in ("/", "/accessibility", "/chat"):
        page.goto(server.url + path)
    write(page, "Det brinner")
    page.locator(".message.alarm").wait_for()
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(server.url).netloc}
    assert complaints == []
    assert phone.cookies() == []
