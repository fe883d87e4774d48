"""The main job in a real browser: a citizen writes on a phone, an investigator sees it at the desk."""

from __future__ import annotations

import re

import httpx
from playwright.sync_api import Browser, expect

from tests.browser import PHONE
from tests.real_app import RealApp


def test_a_tip_written_on_a_phone_is_seen_structured_claimed_and_closed_at_the_desk(
    browser: Browser, real_app: RealApp
) -> None:
    phone = browser.new_context(**PHONE).new_page()
    phone.goto(real_app.url + "/chat")
    expect(phone.get_by_role("log")).to_contain_text("112")
    box = phone.get_by_role("textbox")
    box.fill("Hej 👋 jag såg en grön Saab med reg GRN 905 stå vid Odenplan i natt, föraren bar orange jacka")
    box.press("Enter")
    expect(phone.get_by_role("log")).to_contain_text("Tack för att du berättar", timeout=10_000)

    admin = httpx.Client(base_url=real_app.url)
    assert admin.post("/session", json={"link": real_app.link}).status_code == 200
    made = admin.post("/v1/tokens", json={"name": "Disa", "role": "investigator"}, headers={"Origin": real_app.url})
    desk = browser.new_context(viewport={"width": 1280, "height": 800}, locale="sv-SE").new_page()
    desk.goto(f"{real_app.url}/desk#login={made.json()['link']}")
    desk.get_by_text("GRN 905").first.click()
    pane = desk.locator("main")
    expect(pane.locator("mark", has_text="GRN 905")).to_be_visible()
    expect(pane).to_contain_text("GRN905")
    desk.get_by_role("button", name="Ta tipset").click()
    expect(pane).to_contain_text("Disa")

    other = browser.new_context(**PHONE).new_page()
    other.goto(real_app.url + "/chat")
    expect(other.get_by_role("log")).to_contain_text("112")
    other.get_by_role("textbox").fill("hjälp nån försöker bryta sig in hos oss nu")
    other.get_by_role("textbox").press("Enter")
    expect(other.get_by_role("log")).to_contain_text("Ring 112 nu", timeout=5_000)
    expect(desk.get_by_text(re.compile("akuta? tips väntar")).first).to_be_visible(timeout=5_000)
