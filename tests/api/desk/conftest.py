"""A running desk page over a fake API, and a browser logged in to it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page
from starlette.types import ASGIApp

from api.desk import pages
from tests.api.desk.fakes import FakeDesk, api, instant, make_tip, spotted
from tests.browser import browser
from tests.live import LiveServer

__all__ = ["browser"]

# The list and what waits in danger, each read at login and again when listening begins.
TWICE = 4
TOLD = "😱🚗 Hej! En blå Volvo ABC123 kör omkring här på Storgatan i Solna 🙏"


def first_tips() -> list[dict[str, object]]:
    car = make_tip(
        "car", TOLD, at=instant(130), channel="webchat",
        summary="Stulet fordon: Volvo, blå, ABC123 · Solna", missing=["when"],
        fields={
            "colour": spotted("m-car", TOLD, "blå", ["blue"], "list", 1.0),
            "vehicle_make": spotted("m-car", TOLD, "Volvo", "Volvo"),
            "plate": spotted("m-car", TOLD, "ABC123", "ABC123", "pattern", 1.0),
            "place": spotted("m-car", TOLD, "Storgatan i Solna", "Storgatan i Solna"),
            "area": spotted("m-car", TOLD, "Solna", "Solna", "list"),
            "basis": {"value": "seen", "source": "reporter", "confidence": 1.0},
        },
        mentions=[
            {"kind": "vehicle", "fields": {"plate": "ABC123", "vehicle_make": "Volvo", "colour": ["blue"]}},
            {"kind": "person", "fields": {"person_clothing_colour": [["jacka", "black"], ["mössa", "red"]]}},
        ],
    )  # fmt: skip
    fire = make_tip(
        "fire", "Det brinner i trapphuset nu", at=instant(4), category="other_crime", urgency="now",
        summary="Annat brott: Sundbyberg", area="Sundbyberg", emergency={"level": "call_112", "kind": "fire"},
        urgency_reason="Spärren läste fara nu och hänvisade till 112", told=False,
    )  # fmt: skip
    fire["messages"][0]["emergency"] = "call_112"
    dog = make_tip(
        "dog", "Hittat en brun tax vid ån", at=instant(60 * 50), category="dog", area="Uppsala", channel="messenger",
        summary="Hund eller annat djur: upphittad, tax, brun · Uppsala", status="claimed", assignee="Bo Berg", version=2,
    )  # fmt: skip
    return [car, fire, dog]


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk(tips={str(tip["id"]): tip for tip in first_tips()})


@pytest.fixture
def server(desk: FakeDesk) -> Iterator[LiveServer]:
    def make_app(closing: asyncio.Event) -> ASGIApp:
        site = FastAPI()
        site.include_router(api(desk, closing))
        site.include_router(pages.router())
        return site

    with LiveServer(make_app) as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, locale="sv-SE", timezone_id="Europe/Stockholm"
    )
    context.set_default_timeout(8000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, server: LiveServer, desk: FakeDesk) -> Page:
    """The desk, logged in as an investigator by a one-time link, listening for events."""
    page = context.new_page()
    page.goto(f"{server.url}/desk#login=once-only")
    page.locator("#rows li").first.wait_for()
    page.get_by_text("Direktuppdaterad").wait_for()
    # Everything is read once more when listening begins; a test starts after that.
    while len(desk.searches) < TWICE:
        page.wait_for_timeout(20)
    return page
