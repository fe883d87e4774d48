"""What an officer does with a tip, and what happens when somebody else does it too."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.api.desk.fakes import FakeDesk
from tests.live import LiveServer


@pytest.fixture
def tip(page: Page) -> Page:
    """The desk with the tip about the car open."""
    page.locator('#rows a[data-id="car"]').click()
    page.locator("#tip-car").wait_for()
    return page


def press(page: Page, name: str) -> None:
    page.locator("#reading").get_by_role("button", name=name).click()


def test_a_tip_is_claimed_released_claimed_and_closed(tip: Page, desk: FakeDesk) -> None:
    press(tip, "Ta tipset")
    expect(tip.locator(".part-state")).to_contain_text("Tagen av dig")
    expect(tip.locator('#rows a[data-id="car"]')).to_have_count(0)
    press(tip, "Släpp")
    expect(tip.locator(".done")).to_contain_text("ligger i kön igen")
    expect(tip.locator('#rows a[data-id="car"]')).to_have_count(1)
    press(tip, "Ta tipset")
    press(tip, "Avsluta …")
    dialog = tip.get_by_role("dialog", name="Avsluta tipset")
    dialog.get_by_label("Egendom hittades").check()
    dialog.get_by_role("button", name="Avsluta").click()
    expect(tip.locator(".part-state")).to_contain_text("avslutat")
    expect(tip.locator(".history")).to_contain_text("Eva Ek avslutade tipset")
    assert (desk.tips["car"]["status"], desk.tips["car"]["outcome"]) == ("closed", "property_found")
    press(tip, "Öppna igen")
    expect(tip.locator(".part-state")).to_contain_text("öppet")


def test_a_tip_is_not_closed_without_an_outcome_or_when_one_changes_ones_mind(tip: Page, desk: FakeDesk) -> None:
    press(tip, "Avsluta …")
    dialog = tip.get_by_role("dialog", name="Avsluta tipset")
    dialog.get_by_role("button", name="Avsluta").click()
    assert dialog.is_visible()
    dialog.get_by_label("Dubblett").check()
    tip.keyboard.press("Escape")
    press(tip, "Avsluta …")
    dialog.get_by_label("Dubblett").check()
    dialog.get_by_role("button", name="Avbryt").click()
    assert desk.tips["car"]["status"] == "open"


def test_a_tip_that_somebody_else_took_first_says_who(tip: Page, desk: FakeDesk) -> None:
    # No event is told: this browser does not know yet.
    desk.tips["car"] |= {"status": "claimed", "assignee": "Bo Berg", "version": 2}
    press(tip, "Ta tipset")
    expect(
        tip.get_by_role("alert").filter(has_text="Någon annan hann före: tipset är taget av Bo Berg.")
    ).to_be_visible()
    expect(tip.locator(".part-state")).to_contain_text("Tagen av Bo Berg")
    expect(tip.locator("#reading").get_by_role("button", name="Ta tipset")).to_be_hidden()


def test_only_what_was_changed_is_saved(tip: Page, desk: FakeDesk) -> None:
    tip.get_by_label("Ärendenummer").fill("5000-K1-26")
    tip.get_by_label("Angelägenhet").select_option("urgent")
    press(tip, "Spara ändringar")
    expect(tip.locator(".done")).to_have_text("Ändringarna är sparade.")
    tip.get_by_label("Område").fill("")
    press(tip, "Spara ändringar")
    expect(tip.locator(".history")).to_contain_text("ändrade")
    expect(tip.locator("article")).not_to_have_attribute("aria-busy", "true")
    assert desk.patches == [("car", {"urgency": "urgent", "case_number": "5000-K1-26"}), ("car", {"area": None})]


def test_a_change_by_somebody_else_is_told_and_nothing_typed_is_lost(tip: Page, desk: FakeDesk) -> None:
    tip.get_by_label("Område").fill("Råsunda")
    tip.get_by_label("Ny anteckning").fill("Halvskriven tanke")
    desk.tips["car"] |= {"area": "Huvudsta", "case_number": "K9", "version": 7}
    press(tip, "Spara ändringar")
    expect(tip.get_by_role("alert").filter(has_text="Någon annan har ändrat tipset.")).to_be_visible()
    expect(tip.get_by_label("Område")).to_have_value("Råsunda")
    expect(tip.get_by_label("Område")).to_have_accessible_description("Sparat nu: Huvudsta")
    expect(tip.get_by_label("Ärendenummer")).to_have_value("K9")
    expect(tip.get_by_label("Ny anteckning")).to_have_value("Halvskriven tanke")
    assert desk.patches == []
    press(tip, "Spara ändringar")
    expect(tip.locator(".done")).to_have_text("Ändringarna är sparade.")
    assert desk.patches == [("car", {"area": "Råsunda"})]


def test_a_change_that_is_heard_of_while_one_types_is_told_at_once(tip: Page, desk: FakeDesk) -> None:
    tip.get_by_label("Område").fill("Råsunda")
    desk.change("car", "Bo Berg", "changed", area="Huvudsta")
    expect(tip.get_by_role("alert").filter(has_text="Någon annan har ändrat tipset.")).to_be_visible()
    expect(tip.get_by_label("Område")).to_have_value("Råsunda")
    expect(tip.get_by_label("Område")).to_be_focused()


def test_what_is_typed_waits_while_another_tip_is_read(tip: Page) -> None:
    tip.get_by_label("Ny anteckning").fill("Halvskriven tanke")
    tip.locator('#rows a[data-id="fire"]').click()
    tip.locator("#tip-fire").wait_for()
    expect(tip.get_by_label("Ny anteckning")).to_have_value("")
    tip.locator('#rows a[data-id="car"]').click()
    expect(tip.get_by_label("Ny anteckning")).to_have_value("Halvskriven tanke")


def test_a_note_is_kept_apart_and_written_once(tip: Page, desk: FakeDesk) -> None:
    inside = tip.get_by_role("region", name="Interna anteckningar")
    expect(inside).to_contain_text("Syns aldrig för uppgiftslämnaren.")
    inside.get_by_label("Ny anteckning").fill("Ring vittnet <i>i morgon</i>")
    inside.get_by_role("button", name="Spara anteckning").dblclick()
    expect(inside.locator(".notes")).to_contain_text("Ring vittnet <i>i morgon</i>")
    expect(inside.get_by_label("Ny anteckning")).to_have_value("")
    assert [note["text"] for note in desk.tips["car"]["notes"]] == ["Ring vittnet <i>i morgon</i>"]


def test_what_could_not_be_saved_is_said_and_kept(tip: Page, desk: FakeDesk) -> None:
    desk.down = True
    tip.get_by_label("Ny anteckning").fill("Viktigt")
    press(tip, "Spara anteckning")
    expect(tip.locator(".top > .problem")).to_contain_text("Inget är sparat")
    expect(tip.get_by_label("Ny anteckning")).to_have_value("Viktigt")


def test_a_session_that_ends_hides_the_tips_and_keeps_what_was_typed(tip: Page, desk: FakeDesk) -> None:
    tip.get_by_label("Ny anteckning").fill("Halvskriven tanke")
    desk.sessions.clear()
    press(tip, "Spara anteckning")
    expect(tip.locator("#login-error")).to_contain_text("Du är inte längre inloggad")
    assert "Volvo" not in tip.locator("main").inner_text() and tip.title() == "Tipskön"
    assert tip.locator("#rows li, #reading article").count() == 0
    tip.get_by_label("Nyckel", exact=True).fill("tl_eva")
    tip.keyboard.press("Enter")
    expect(tip.get_by_label("Ny anteckning")).to_have_value("Halvskriven tanke")


def test_logging_out_leaves_nothing_for_the_next_person(tip: Page, desk: FakeDesk) -> None:
    tip.get_by_label("Ny anteckning").fill("Halvskriven tanke")
    tip.get_by_role("button", name="Logga ut").click()
    expect(tip.locator("#login-error")).to_have_text("Du är utloggad.")
    assert desk.sessions == {} and tip.locator("article").count() == 0
    tip.get_by_label("Nyckel", exact=True).fill("tl_eva")
    tip.keyboard.press("Enter")
    expect(tip.get_by_label("Ny anteckning")).to_have_value("")


def test_a_trainer_is_told_that_the_role_sees_no_tips(
    context: BrowserContext, server: LiveServer, desk: FakeDesk
) -> None:
    page = context.new_page()
    page.goto(f"{server.url}/desk")
    page.get_by_label("Nyckel", exact=True).fill("tl_tove")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Din roll ser inga tips")).to_be_visible()
    expect(page.get_by_role("link", name="Till träningen")).to_be_visible()
    assert desk.searches == []
