"""Attaching a file in the chat page, in a real browser, on a phone 360 pixels wide."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Dialog, Page, Route, expect

from tests.bot.webchat.fakes import FakeApp
from tests.browser import accessibility_faults
from tests.live import LiveServer

RECEIVED = "✓ Mottaget"
PICTURE: Any = {"name": "bil 1.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff" + bytes(300_000)}


def attach(page: Page, *files: Any) -> None:
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="Bifoga bild eller film").click()
    chosen.value.set_files(list(files))


def test_a_picture_is_sent_received_and_answered(page: Page, chat: FakeApp) -> None:
    attach(page, PICTURE)
    expect(page.locator(".from-reporter")).to_contain_text("📎 bil 1.jpg")
    expect(page.locator(".from-reporter")).to_contain_text(RECEIVED)
    expect(page.locator("progress")).to_have_count(0)
    page.get_by_text("När hände det?").wait_for()
    (inbound,) = chat.accepted
    assert [(one.name, one.content_type, one.size) for one in inbound.media] == [
        ("bil 1.jpg", "image/jpeg", len(PICTURE["buffer"]))
    ]
    assert list(chat.staged.values()) == []
    expect(page.locator(".from-reporter")).to_have_count(1)


def test_several_files_are_sent_in_order(page: Page, chat: FakeApp) -> None:
    attach(page, *({**PICTURE, "name": f"{n}.jpg"} for n in range(3)))
    expect(page.locator(".from-reporter", has_text=RECEIVED)).to_have_count(3)
    assert [inbound.media[0].name for inbound in chat.accepted] == ["0.jpg", "1.jpg", "2.jpg"]


def test_it_works_by_keyboard_alone(page: Page, chat: FakeApp) -> None:
    page.get_by_label("Ditt meddelande").focus()
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "attach":
            break
    with page.expect_file_chooser() as chosen:
        page.keyboard.press("Enter")
    chosen.value.set_files([PICTURE])
    expect(page.locator(".from-reporter")).to_contain_text(RECEIVED)
    assert len(chat.accepted) == 1


def test_a_file_whose_answer_was_lost_is_sent_again_and_not_doubled(page: Page, chat: FakeApp) -> None:
    def deliver_and_lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/chat/api/attachments", deliver_and_lose_the_answer, times=1)
    attach(page, PICTURE)
    expect(page.locator(".from-reporter")).to_contain_text(RECEIVED, timeout=10_000)
    expect(page.locator(".from-reporter")).to_have_count(1)
    assert len(chat.accepted) == 1


def test_a_file_that_cannot_be_taken_says_why(page: Page, chat: FakeApp) -> None:
    attach(page, {"name": "a.svg", "mimeType": "image/svg+xml", "buffer": b"<svg onload='alert(1)'/>"})
    expect(page.locator(".from-reporter")).to_contain_text("Den sortens fil kan inte tas emot")
    expect(page.locator(".from-reporter")).to_contain_text("Inte skickad")
    attach(page, {"name": "tom.jpg", "mimeType": "image/jpeg", "buffer": b""})
    expect(page.locator(".from-reporter").last).to_contain_text("Filen är tom")
    assert chat.accepted == []


def test_a_file_of_a_name_like_code_is_shown_as_a_name(page: Page) -> None:
    hit: list[str] = []

    def note(dialog: Dialog) -> None:
        hit.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    attach(page, {**PICTURE, "name": "<img src=x onerror=alert(1)>.jpg"})
    expect(page.locator(".from-reporter")).to_contain_text("<img src=x onerror=alert(1)>.jpg")
    expect(page.locator(".from-reporter")).to_contain_text(RECEIVED)
    assert hit == []


def test_when_nothing_gets_through_there_is_another_try(page: Page, chat: FakeApp) -> None:
    page.clock.install()
    page.route("**/chat/api/attachments", lambda route: route.abort())
    attach(page, PICTURE)
    again = page.get_by_role("button", name="Försök igen")
    for _ in range(40):
        page.clock.run_for(10_000)
        if again.is_visible():
            break
        page.wait_for_timeout(50)
    expect(page.locator(".from-reporter")).to_contain_text("Filen kom inte fram")
    page.unroute("**/chat/api/attachments")
    again.click()
    expect(page.locator(".from-reporter")).to_contain_text(RECEIVED)
    assert len(chat.accepted) == 1


def test_the_page_with_an_upload_has_no_fault_that_axe_finds_and_does_not_scroll_sideways(page: Page) -> None:
    attach(page, PICTURE)
    expect(page.locator(".from-reporter")).to_contain_text(RECEIVED)
    attach(page, {"name": "a.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"})
    expect(page.locator(".from-reporter").last).to_contain_text("Inte skickad")
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_upload_link_is_used_once_and_leaves_the_address(page: Page, server: LiveServer, chat: FakeApp) -> None:
    page.goto("about:blank")
    page.goto(f"{server.url}/chat#upload=secret-of-the-link")
    page.get_by_text("Hej! Vad gäller det?").wait_for()
    assert chat.uploads == ["secret-of-the-link"]
    assert "#" not in page.url
    page.reload()
    page.get_by_text("Hej! Vad gäller det?").wait_for()
    assert chat.uploads == ["secret-of-the-link"]
