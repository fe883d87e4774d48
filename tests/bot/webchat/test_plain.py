"""The chat as a plain form, without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.intake import Accepted, Button, Inbound
from bot.webchat.plain import router
from bot.webchat.settings import PageSettings
from tests.bot.webchat.fakes import STARTED, FakeApp
from tests.browser import PHONE, accessibility_faults
from tests.live import LiveServer

FIRST = {"lang": "sv", "id": "a" * 32}


def client(chat: FakeApp, waits: Iterator[float | None] = repeat(None)) -> TestClient:
    site = FastAPI()
    site.include_router(
        router(PageSettings(), chat, chat, now=lambda: STARTED, admit=lambda _: next(waits), answer_seconds=0.2)
    )
    return TestClient(site)


@pytest.fixture
def form(chat: FakeApp) -> TestClient:
    return client(chat)


def hidden(page: Response) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text))


def test_a_first_message_opens_a_conversation_and_is_answered(form: TestClient, chat: FakeApp) -> None:
    page = form.post("/chat/plain", data={**FIRST, "text": "Jag såg\r\nen blå bil", "notice": "K-12"})
    assert page.status_code == 200
    assert [inbound.text for inbound in chat.accepted] == ["Jag såg\nen blå bil"]
    assert chat.opened == [("sv", "K-12")]
    for words in ("Hej! Vad gäller det?", "en blå bil", "När hände det?", "✓ Mottaget", 'value="/today"'):
        assert words in page.text


def test_the_token_is_in_a_hidden_field_and_in_no_address(form: TestClient) -> None:
    page = form.post("/chat/plain", data={**FIRST, "text": "hej"})
    assert hidden(page)["token"] == "token-1"
    assert page.text.count("token-1") == 1
    assert "set-cookie" not in page.headers and page.headers["cache-control"] == "no-store"


def test_the_conversation_goes_on_and_buttons_are_pressed(form: TestClient, chat: FakeApp) -> None:
    page = form.post("/chat/plain", data={**FIRST, "text": "Jag såg en bil"})
    page = form.post("/chat/plain", data={**hidden(page), "text": "ett utkast", "payload": "/today"})
    assert [inbound.payload or inbound.text for inbound in chat.accepted] == ["Jag såg en bil", "/today"]
    assert len(chat.opened) == 1
    assert "ett utkast</textarea>" in page.text


def test_the_same_form_sent_twice_is_one_message_also_at_once(form: TestClient, chat: FakeApp) -> None:
    with form, ThreadPoolExecutor(2) as pressed:
        list(pressed.map(lambda _: form.post("/chat/plain", data={**FIRST, "text": "Bara en gång"}), range(2)))
    page = form.post("/chat/plain", data={**FIRST, "text": "Bara en gång"})
    assert (len(chat.accepted), len(chat.opened)) == (1, 1)
    second = {**hidden(page), "text": "Igen"}
    form.post("/chat/plain", data=second)
    form.post("/chat/plain", data=second)
    assert [inbound.text for inbound in chat.accepted] == ["Bara en gång", "Igen"]


@pytest.mark.parametrize("wish", [{"look": "1"}, {"to": "en"}])
def test_looking_for_answers_sends_nothing_and_keeps_what_is_being_written(
    form: TestClient, chat: FakeApp, wish: dict[str, str]
) -> None:
    page = form.post("/chat/plain", data={**FIRST, "text": "hej"})
    chat.conversations["token-1"].add("officer", "Ring oss gärna.")
    page = form.post("/chat/plain", data={**hidden(page), "text": "<b>utkast", **wish})
    assert "Ring oss gärna." in page.text and "&lt;b&gt;utkast</textarea>" in page.text
    assert len(chat.accepted) == 1
    assert f'<html lang="{wish.get("to", "sv")}">' in page.text


def test_the_call_to_112_stands_out_and_can_be_called(form: TestClient) -> None:
    page = form.post("/chat/plain", data={**FIRST, "text": "Det brinner"})
    assert 'class="message from-bot alarm"' in page.text
    assert 'Ring <a href="tel:112">112</a> nu! Annars <a href="tel:11414">114 14</a>.' in page.text


def test_html_is_shown_as_text(form: TestClient) -> None:
    page = form.post("/chat/plain", data={**FIRST, "text": "<script>x</script> 112", "notice": '"><i>'})
    assert "&lt;script&gt;x&lt;/script&gt; 112" in page.text
    assert "<script>x" not in page.text and '"><i>' not in page.text


def test_nothing_said_is_said_to_be_nothing(form: TestClient, chat: FakeApp) -> None:
    assert "Inget har skickats än" in form.post("/chat/plain", data={**FIRST, "text": " \r\n"}).text
    assert chat.opened == []


def test_a_text_too_long_comes_back_to_be_divided(form: TestClient, chat: FakeApp) -> None:
    page = form.post("/chat/plain", data={**FIRST, "text": "a" * 5001})
    assert page.status_code == 422
    assert "för lång" in page.text and "a" * 5001 in page.text
    assert chat.accepted == []
    assert form.post("/chat/plain", data={**FIRST, "text": "a" * 70_000}).status_code == 413
    assert form.post("/chat/plain", data={**FIRST, "text": "😀" * 5000}).status_code == 200


def test_what_is_written_into_an_expired_conversation_goes_along_into_a_new_one(
    form: TestClient, chat: FakeApp
) -> None:
    page = form.post("/chat/plain", data={**FIRST, "text": "hej"})
    chat.expire("token-1")
    page = form.post("/chat/plain", data={**hidden(page), "text": "Viktigt tips"})
    assert "mottaget i ett nytt samtal" in page.text
    assert [(inbound.sender, inbound.text) for inbound in chat.accepted][1:] == [("token-2", "Viktigt tips")]
    chat.expire("token-2")
    page = form.post("/chat/plain", data={**hidden(page), "look": "1"})
    assert "har avslutats" in page.text and hidden(page)["token"] == ""


def test_a_button_that_is_gone_is_said_to_be_gone(form: TestClient) -> None:
    page = form.post("/chat/plain", data={**FIRST, "text": "hej"})
    assert "gäller inte längre" in form.post("/chat/plain", data={**hidden(page), "payload": "/nonsense"}).text


def test_too_many_new_conversations_keep_the_words(chat: FakeApp) -> None:
    form = client(chat, iter([12.0, None]))
    page = form.post("/chat/plain", data={**FIRST, "text": "Jag såg en bil"})
    assert (page.status_code, page.headers["retry-after"]) == (429, "12")
    assert "Jag såg en bil</textarea>" in page.text
    assert "✓ Mottaget" in form.post("/chat/plain", data={**hidden(page), "text": "Jag såg en bil"}).text


def test_a_failure_keeps_the_words_and_trying_again_makes_one_message(
    chat: FakeApp, caplog: pytest.LogCaptureFixture
) -> None:
    class Failing(FakeApp):
        fails = True

        async def accept(self, inbound: Inbound) -> Accepted:
            if self.fails:
                raise RuntimeError(inbound.text)
            return await super().accept(inbound)

    app = Failing(chat.replies, ("Hej!", (Button("Ett tips", "/tip"),)))
    form = client(app)
    page = form.post("/chat/plain", data={**FIRST, "text": "Hemligt"})
    assert page.status_code == 503 and "Hemligt</textarea>" in page.text
    assert "Hemligt" not in caplog.text
    app.fails = False
    form.post("/chat/plain", data={**hidden(page), "text": "Hemligt"})
    assert (len(app.opened), [inbound.text for inbound in app.accepted]) == (1, ["Hemligt"])


@pytest.mark.parametrize("body", [b"\xff\xfe", b"text=%ff%fe", b"&".join(b"a=1" for _ in range(100))])
def test_nonsense_is_no_message(form: TestClient, chat: FakeApp, body: bytes) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert form.post("/chat/plain", content=body, headers=headers).status_code in (200, 400)
    assert [inbound.text for inbound in chat.accepted] in ([], ["\ufffd\ufffd"])


@pytest.fixture
def unscripted(browser: Browser) -> Iterator[Page]:
    context: BrowserContext = browser.new_context(java_script_enabled=False, **PHONE)
    context.set_default_timeout(8000)
    yield context.new_page()
    context.close()


def test_a_browser_without_script_tells_a_whole_tip(unscripted: Page, server: LiveServer, chat: FakeApp) -> None:
    page = unscripted
    page.goto(f"{server.url}/chat?notice=K-12")
    assert not page.get_by_text("Chatten öppnas").is_visible()
    page.locator("#plain-text").fill("Jag såg en blå bil")
    page.locator(".plain-form .send").click()
    page.get_by_text("När hände det?").wait_for()
    page.get_by_role("button", name="Idag").click()
    page.get_by_label("Ditt meddelande").fill("Den hade en dragkrok")
    page.get_by_role("button", name="Skicka").click()
    expect(page.locator(".from-reporter")).to_have_count(3)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    assert "token" not in page.url
    assert [inbound.payload or inbound.text for inbound in chat.accepted] == [
        "Jag såg en blå bil",
        "/today",
        "Den hade en dragkrok",
    ]
    assert chat.opened == [("sv", "K-12")]


def test_without_script_the_other_ways_and_the_way_out_are_named(unscripted: Page, server: LiveServer) -> None:
    unscripted.goto(f"{server.url}/chat")
    assert "114 14 (från utlandet" in unscripted.content()
    assert unscripted.locator("noscript a.leave").get_attribute("href") == "https://www.smhi.se/"


@pytest.mark.parametrize("size", [(360, 640), (1280, 800), (320, 256)])
def test_axe_finds_no_fault_in_the_plain_form(phone: BrowserContext, server: LiveServer, size: tuple[int, int]) -> None:
    page = phone.new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{server.url}/chat/plain")
    assert accessibility_faults(page) == []
    page.get_by_label("Ditt meddelande").fill(" ")
    page.get_by_role("button", name="Skicka").click()
    page.get_by_role("alert").wait_for()
    assert accessibility_faults(page) == []
    page.get_by_label("Ditt meddelande").fill("Det brinner " + "långtordutanblanksteg" * 5)
    page.get_by_role("button", name="Skicka").click()
    page.locator(".alarm").wait_for()
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
