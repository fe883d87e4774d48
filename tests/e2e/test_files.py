"""A picture by the whole way: from the phone's chat, past the real Rasa, to the desk."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, expect

from tests.browser import PHONE
from tests.pictures import TAKEN, exif, opened, picture
from tests.real_app import Chat, RealApp, tip_told


def recent() -> str:
    """Of yesterday, as a camera writes it."""
    return time.strftime("%Y:%m:%d %H:%M:%S", time.localtime(time.time() - 86_400))


def send(chat: Chat, content: bytes, key: str) -> None:
    files = {"file": ("bild.jpg", content, "image/jpeg")}
    answer = chat.http.post("/chat/api/attachments", files=files, data={"client_message_id": key})
    assert answer.status_code == 202, answer.text


def heard_until(chat: Chat, words: str, seconds: float = 25.0) -> list[dict[str, Any]]:
    until = time.monotonic() + seconds
    said: list[dict[str, Any]] = []
    while time.monotonic() < until:
        said = [one for one in chat.history() if one["from"] == "bot"]
        if any(words in one["text"] for one in said):
            chat.heard = chat.history()[-1]["seq"]
            return said
        time.sleep(0.1)
    raise AssertionError(f"never said: {words}; said: {[one['text'] for one in said]}")


def test_a_picture_in_the_middle_of_a_tip_answers_when_and_where_on_a_yes_and_the_tip_goes_on(
    real_app: RealApp, investigator: dict[str, str]
) -> None:
    chat = Chat(real_app)
    asked = chat.say("Jag såg en grå Volvo som någon hade brutit upp rutan på")
    assert asked["buttons"]
    send(chat, picture("JPEG", (800, 600), exif=exif(recent(), offset=None)), "p1")
    heard_until(chat, "Tack, filen har kommit fram. Den ligger nu med ditt tips.")
    offered = heard_until(chat, "Bilden säger att den togs")[-1]
    assert [one["payload"] for one in offered["buttons"]] == ["/media_data_yes", "/media_data_no"]
    chat.post(payload="/media_data_yes")
    heard_until(chat, "Tack, då använder jag bildens uppgifter.")
    time.sleep(1.5)
    last = chat.history()[-1]
    assert last["from"] == "bot" and "När hände det" not in last["text"] and "Var hände det" not in last["text"], last
    tip = tip_told(real_app, investigator, "grå Volvo som någon hade brutit upp")
    assert tip["fields"]["latitude"] == tip["fields"]["latitude"] | {"value": 59.36134, "source": "metadata"}
    assert tip["fields"]["time_start"]["source"] == "metadata"
    (file,) = tip["attachments"]
    copy = httpx.get(f"{real_app.url}/v1/attachments/{file['id']}/copy", headers=investigator)
    assert dict(opened(copy.content).getexif()) == {}
    assert not {"when", "where"} & set(tip["missing"])


def test_a_picture_is_attached_on_a_phone_and_looked_at_at_the_desk(
    browser: Browser, real_app: RealApp, tmp_path: Path
) -> None:
    path = tmp_path / "cykel.jpg"
    path.write_bytes(picture("JPEG", (1200, 900), exif=exif(TAKEN)))
    phone = browser.new_context(**PHONE).new_page()
    phone.goto(real_app.url + "/chat")
    log = phone.get_by_role("log")
    expect(log).to_contain_text("112")
    with phone.expect_file_chooser() as chosen:
        phone.get_by_role("button", name="Bifoga bild eller film").click()
    chosen.value.set_files(path)
    expect(log).to_contain_text("cykel.jpg")
    expect(log).to_contain_text("Vad visar den?", timeout=15_000)
    phone.get_by_role("textbox").fill("Det är en stulen cykel av märket Kronan som står gömd i Vitabergsparken")
    phone.get_by_role("textbox").press("Enter")
    expect(log).to_contain_text("Tack för att du berättar", timeout=10_000)

    token = real_app.tipline("token", "--role", "investigator", "--name", "Filip").split()[-1]
    desk = browser.new_context(viewport={"width": 1280, "height": 800}, locale="sv-SE").new_page()
    desk.goto(f"{real_app.url}/desk")
    desk.get_by_role("textbox", name="Nyckel").fill(token)
    desk.keyboard.press("Enter")
    desk.get_by_text("Vitabergsparken").first.click()
    desk.get_by_role("button", name="Visa bilden: Bild 1").click()
    shown = desk.get_by_role("img", name="Bild 1")
    expect(shown).to_be_visible()
    assert shown.evaluate("async (img) => { await img.decode(); return [img.naturalWidth, img.naturalHeight]; }") == [
        1200,
        900,
    ]
