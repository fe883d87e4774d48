"""The files of a tip at the desk: a picture only when asked for, the original only as a download."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.api.desk.fakes import FakeDesk
from tests.browser import accessibility_faults

HOSTILE = "<img src=x onerror=alert(1)>.jpg"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


def attached(identity: str, **more: Any) -> dict[str, Any]:
    file = {
        "id": identity, "kind": "picture", "state": "kept", "size": 2_345_678, "content_type": "image/jpeg",
        "name": HOSTILE, "sha256": "ab" * 32, "has_copy": True, "message": "m-car", "at": "2026-11-20T13:00:00+01:00",
    }  # fmt: skip
    return file | more


@pytest.fixture
def opened(page: Page, desk: FakeDesk) -> list[str]:
    """The desk with a tip of five files open; what was fetched of them."""
    fetched: list[str] = []

    def give(route: Route) -> None:
        fetched.append(route.request.url.partition("/v1/attachments/")[2])
        route.fulfill(status=200, content_type="image/png", body=PIXEL)

    page.route("**/v1/attachments/**", give)
    tip = desk.tips["car"]
    tip["attachments"] = [
        attached("one"), attached("two", has_copy=False), attached("film", kind="film", has_copy=False),
        attached("large", state="too_large", has_copy=False, sha256=None), attached("later", state="waiting"),
    ]  # fmt: skip
    tip["messages"][0] |= {"earlier": ["Så stod det förut"], "location": {"latitude": 59.36134, "longitude": 17.9}}
    page.locator("#rows li", has_text="ABC123").first.click()
    page.locator(".part-files").wait_for()
    return fetched


def test_a_picture_is_fetched_when_somebody_asks_for_it_and_once(page: Page, opened: list[str], desk: FakeDesk) -> None:
    files = page.locator(".part-files")
    expect(files.locator("li")).to_have_count(5)
    assert opened == []
    files.get_by_role("button", name="Visa bilden: Bild 1").click()
    expect(files.get_by_role("img", name="Bild 1")).to_be_visible()
    files.get_by_role("button", name="Dölj bilden: Bild 1").click()
    expect(files.locator("img")).to_be_hidden()
    files.get_by_role("button", name="Visa bilden: Bild 1").click()
    desk.put(desk.tips["car"] | {"version": 2, "summary": "Helt ny sammanfattning"}, "tip.updated")
    page.locator(".part-summary", has_text="Helt ny sammanfattning").wait_for()
    expect(files.get_by_role("img", name="Bild 1")).to_be_visible()
    assert opened == ["one/copy"]


def test_the_original_is_a_download_and_what_cannot_be_shown_says_so(page: Page, opened: list[str]) -> None:
    files = page.locator(".part-files")
    links = files.get_by_role("link", name="Hämta originalet")
    assert [link.get_attribute("href") for link in links.all()] == [
        f"/v1/attachments/{identity}/original" for identity in ("one", "two", "film")
    ]
    assert {link.get_attribute("download") for link in links.all()} == {""}
    expect(files).to_contain_text("Bilden kan inte visas säkert här")
    expect(files).to_contain_text("För stor för kanalen")
    expect(files).to_contain_text("Hämtas från kanalen")
    expect(files.get_by_role("button")).to_have_count(1)


def test_a_name_is_text_and_a_change_shows_what_stood_before(page: Page, opened: list[str]) -> None:
    expect(page.locator(".part-files")).to_contain_text(HOSTILE)
    assert page.locator(".part-files img").count() == 0
    story = page.locator(".part-narrative")
    expect(story).to_contain_text("59.36134")
    story.get_by_text("Ändrat av uppgiftslämnaren").click()
    expect(story.get_by_text("Så stod det förut")).to_be_visible()
    assert accessibility_faults(page) == []
