"""The desk in a real browser: logging in, the list, news, and reading a tip."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.api.desk.conftest import TOLD
from tests.api.desk.fakes import FakeDesk, instant, make_tip
from tests.live import LiveServer

HOSTILE = '<img src=x onerror="document.title=1"><script>document.title=2</script><b>fet</b>'


def rows(page: Page) -> list[str]:
    return [str(link.get_attribute("data-id")) for link in page.locator("#rows a").all()]


def open_tip(page: Page, identity: str) -> None:
    page.locator(f'#rows a[data-id="{identity}"]').click()
    page.locator(f"#tip-{identity}").wait_for()


def height_of(page: Page, identity: str) -> float:
    """Where a row is on the screen, in pixels from the top."""
    return float(page.locator(f'#rows a[data-id="{identity}"]').evaluate("row => row.getBoundingClientRect().top"))


def test_a_login_link_lets_in_and_leaves_no_trace_in_the_address(page: Page, desk: FakeDesk) -> None:
    assert "login" not in page.url and "once-only" not in page.evaluate(
        "JSON.stringify([location.href, history.state])"
    )
    expect(page.locator("#who")).to_have_text("Eva Ek · utredare")
    assert desk.links == {}


def test_a_used_link_says_so_and_a_pasted_token_lets_in(context: BrowserContext, server: LiveServer) -> None:
    page = context.new_page()
    page.goto(f"{server.url}/desk#login=used-up")
    expect(page.locator("#login-error")).to_contain_text("Länken gäller inte")
    assert "used-up" not in page.url
    field = page.get_by_label("Nyckel", exact=True)
    field.fill("tl_wrong")
    page.keyboard.press("Enter")
    expect(page.locator("#login-error")).to_contain_text("Nyckeln är fel")
    field.fill("tl_eva")
    page.keyboard.press("Enter")
    expect(page.locator("#rows li")).to_have_count(2)
    assert field.input_value() == ""


def test_a_reload_keeps_the_session_the_view_and_the_open_tip(page: Page) -> None:
    page.get_by_role("link", name="Tagna").click()
    expect(page.locator("#rows li")).to_have_count(1)
    open_tip(page, "dog")
    page.reload()
    page.locator("#tip-dog").wait_for()
    expect(page.get_by_role("link", name="Tagna")).to_have_attribute("aria-current", "page")
    assert rows(page) == ["dog"]


def test_the_list_shows_danger_first_and_says_so_in_words(page: Page) -> None:
    assert rows(page) == ["fire", "car"]
    first = page.locator("#rows a").first
    for words in ["Akut nu", "Annat brott", "Sundbyberg", "4 min", "Telegram"]:
        expect(first).to_contain_text(words)
    expect(page.locator("#waiting")).to_have_text("1 akut tips väntar")
    assert page.title() == "(1) Tipskön"


def test_each_view_asks_for_its_own_tips(page: Page, desk: FakeDesk) -> None:
    wanted = {
        "Brådskande": {"status": ["open", "claimed"], "urgency": ["now", "urgent"]},
        "Mina": {"status": ["claimed"], "assignee": "Eva Ek"},
        "Tagna": {"status": ["claimed"]},
        "Avslutade": {"status": ["closed"]},
    }
    for name, filter_ in wanted.items():
        link = page.get_by_label("Vyer").get_by_role("link", name=name)
        with page.expect_response("**/v1/tips/search"):
            link.click()
        expect(link).to_have_attribute("aria-current", "page")
        assert filter_ in [search["filter"] for search in desk.searches]


def test_search_words_stay_in_the_fragment(page: Page, desk: FakeDesk) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("Sök i tipsen").fill("trapphuset")
    expect(page.locator("#rows li")).to_have_count(1)
    assert rows(page) == ["fire"]
    assert page.url.partition("#")[2] == "view=open&q=trapphuset"
    page.reload()
    expect(page.get_by_label("Sök i tipsen")).to_have_value("trapphuset")
    assert not [url for url in asked if "trapphuset" in url.partition("#")[0]]


def test_a_new_tip_slips_in_without_moving_what_is_read(page: Page, desk: FakeDesk) -> None:
    for number in range(30):
        desk.tips[f"t{number}"] = make_tip(f"t{number}", "Något hände", at=instant(100 - number))
    desk.tell("tip.created", "t1")
    expect(page.locator("#rows li")).to_have_count(32)
    page.locator("#list").evaluate("list => { list.scrollTop = 900; }")
    before = height_of(page, "t15")
    desk.put(make_tip("bang", "Skott på torget", at=instant(-0.1), urgency="urgent", category="other_crime"))
    page.get_by_role("button", name="1 nytt tips").wait_for()
    assert height_of(page, "t15") == pytest.approx(before, abs=2)  # a browser scrolls by whole pixels
    assert rows(page)[:3] == ["fire", "bang", "car"]
    page.get_by_role("button", name="1 nytt tips").click()
    expect(page.locator('#rows a[data-id="bang"]')).to_be_focused()
    expect(page.locator('#rows a[data-id="bang"]')).to_contain_text("Nytt")
    expect(page.locator("#came")).to_be_hidden()


def test_a_new_tip_in_danger_is_announced_and_counted_without_its_words(page: Page, desk: FakeDesk) -> None:
    page.get_by_label("Vyer").get_by_role("link", name="Avslutade").click()
    desk.put(make_tip("gun", "En man med pistol", at=instant(-0.1), urgency="now"))
    expect(page.locator("#waiting")).to_have_text("2 akuta tips väntar")
    expect(page.locator("#alarm")).to_have_text("Ett nytt akut tips har kommit in.")
    assert page.title() == "(2) Tipskön"


def test_marked_words_are_right_even_after_emoji(page: Page) -> None:
    open_tip(page, "car")
    told = page.locator(".messages .told")
    marks = told.locator("mark").evaluate_all("marks => marks.map(m => [m.firstChild.data, m.title])")
    assert marks == [
        ["blå", "färg"],
        ["Volvo", "märke"],
        ["ABC123", "reg.nummer"],
        ["Storgatan i Solna", "plats, område"],
    ]
    # The words themselves are whole: nothing is lost or doubled between the marks.
    whole = told.evaluate("p => [...p.childNodes].map(n => n.nodeType === 3 ? n.data : n.firstChild.data).join('')")
    assert whole == TOLD


def test_the_pane_says_everything_in_words(page: Page) -> None:
    open_tip(page, "fire")
    pane = page.locator("#reading")
    for words in [
        "T-000FIRE",
        "Akut nu",
        "hänvisades till 112 (brand)",
        "Spärren läste fara nu",
        "skriver kanske fortfarande",
    ]:
        expect(pane).to_contain_text(words)
    open_tip(page, "car")
    table = pane.locator("table")
    expect(table.get_by_role("row", name="reg.nummer")).to_contain_text("ABC123mönster i texten100")
    expect(table.get_by_role("row", name="hur det är känt")).to_contain_text("har själv sett eller hört")
    expect(pane.locator(".part-mentions")).to_contain_text("Fordon: reg.nummer ABC123, märke Volvo, färg blå")
    expect(pane.locator(".part-mentions")).to_contain_text("Person: klädernas färg jacka svart, mössa röd")
    expect(pane.locator(".missing")).to_have_text("när")


def test_hostile_text_is_only_ever_text(page: Page, desk: FakeDesk) -> None:
    tip = make_tip("evil", HOSTILE, summary=f"Tips: {HOSTILE}", area=HOSTILE[:60], assignee=HOSTILE[:60], at=instant(1))
    tip["fields"] = {
        "place": {"value": HOSTILE, "source": HOSTILE, "confidence": 1.0},
        "<b>x</b>": {"value": 1, "source": "list"},
    }
    tip["mentions"] = [{"kind": "<i>", "fields": {"plate": HOSTILE}}]
    tip["notes"] = [{"author": HOSTILE, "text": HOSTILE, "at": HOSTILE}]
    tip["timeline"] = [{"action": HOSTILE, "actor": HOSTILE, "at": HOSTILE, "changed": [HOSTILE]}]
    desk.put(tip)
    page.locator('#rows a[data-id="evil"]').wait_for()
    open_tip(page, "evil")
    expect(page.locator(".messages .told")).to_have_text(HOSTILE)
    assert page.locator("#desk img, #desk script, #desk b, #desk i").count() == 0
    assert page.title() == "(1) Tipskön"


def test_lost_contact_is_admitted_and_mended(page: Page, desk: FakeDesk, server: LiveServer) -> None:
    desk.down = True
    page.get_by_label("Vyer").get_by_role("link", name="Brådskande").click()
    expect(page.locator("#connection")).to_contain_text("Ingen kontakt – läget från")
    expect(page.locator("#list-problem")).to_contain_text("Nytt försök görs")
    desk.down = False
    expect(page.locator("#connection")).to_have_text("Direktuppdaterad", timeout=9000)
    expect(page.locator("#list-problem")).to_be_hidden()


def test_a_server_that_restarts_is_listened_to_again(page: Page, desk: FakeDesk, server: LiveServer) -> None:
    server.stop()
    expect(page.locator("#connection")).not_to_have_text("Direktuppdaterad")
    desk.tips["late"] = make_tip("late", "Kom under avbrottet")
    server.start()
    page.locator('#rows a[data-id="late"]').wait_for(timeout=15_000)
