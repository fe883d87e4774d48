"""What an administrator sees at the desk: tokens, and no tips."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.api.desk.fakes import FakeDesk
from tests.browser import accessibility_faults
from tests.live import LiveServer


@pytest.fixture
def admin(context: BrowserContext, server: LiveServer) -> Page:
    page = context.new_page()
    page.goto(f"{server.url}/desk")
    page.get_by_label("Nyckel", exact=True).fill("tl_adam")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Användare och nycklar").wait_for()
    return page


def make(page: Page, name: str, role: str) -> None:
    page.get_by_label("Namn", exact=True).fill(name)
    page.get_by_label("Roll", exact=True).select_option(role)
    page.get_by_role("button", name="Skapa nyckel").click()
    page.get_by_role("row", name=name).wait_for()


def test_an_administrator_sees_no_tips_and_asks_for_none(admin: Page, desk: FakeDesk) -> None:
    assert not admin.locator("#desk").is_visible()
    assert desk.searches == [] and desk.listeners == []


def test_a_new_token_is_shown_once_with_its_link(admin: Page, server: LiveServer, desk: FakeDesk) -> None:
    make(admin, "Nils Nord", "operator")
    link = admin.get_by_role("textbox", name="Engångslänk (gäller ett dygn)")
    expect(link).to_have_value(f"{server.url}/desk#login=link-one")
    expect(admin.get_by_role("textbox", name="Nyckeln själv")).to_have_value("tl_secret-one")
    assert [(one["name"], one["role"]) for one in desk.issued] == [("Nils Nord", "operator")]
    assert accessibility_faults(admin) == []
    admin.get_by_role("button", name="Klart – dölj").click()
    assert admin.locator("#made-token").input_value() == "" and admin.locator("#made-link").input_value() == ""


def test_the_link_can_be_copied(admin: Page, context: BrowserContext, server: LiveServer) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.url)
    make(admin, "Nils Nord", "operator")
    admin.locator('[data-copy="made-link"]').click()
    expect(admin.locator('[data-copy="made-link"]')).to_have_text("Kopierat")
    assert admin.evaluate("navigator.clipboard.readText()") == f"{server.url}/desk#login=link-one"


def test_a_token_is_revoked_only_after_a_question(admin: Page, desk: FakeDesk) -> None:
    make(admin, "Nils Nord", "operator")
    revoke = admin.get_by_role("button", name="Dra in nyckeln för Nils Nord")
    revoke.click()
    admin.get_by_role("dialog").get_by_role("button", name="Avbryt").click()
    assert desk.issued[0]["revoked_at"] is None
    revoke.click()
    admin.get_by_role("dialog").get_by_role("button", name="Dra in").click()
    expect(admin.get_by_role("row", name="Nils Nord")).to_contain_text("Indragen")
    assert desk.issued[0]["revoked_at"] is not None
