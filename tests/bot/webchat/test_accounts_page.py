"""The page of official accounts: as the server sends it, and on a phone 360 pixels wide."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, expect
from starlette.types import ASGIApp

from bot.webchat import pages
from bot.webchat.accounts import Listed
from tests.browser import PHONE, accessibility_faults
from tests.live import LiveServer


@dataclass(frozen=True, slots=True)
class Account:
    channel: str
    name: str
    address: str
    area: str | None = None


LONG = "https://www.facebook.com/" + "polisen-sodermalm-och-gamla-stan" * 3
LISTED = [
    Account("web", "Polisen", "https://polisen.se"),
    Account("instagram", "Polisen <Södermalm>", "https://www.instagram.com/polisen_sodermalm/", "Södermalm"),
    Account("facebook", "Polisen Södermalm", LONG),
    Account("mastodon", "Polisen", "https://social.example/polisen"),
]


def site(*listed: Account) -> FastAPI:
    async def accounts() -> Sequence[Listed]:
        return listed

    app = FastAPI()
    app.include_router(pages.router(pages.PageSettings(linked=frozenset({"accounts"})), accounts))
    return app


@pytest.fixture
def server() -> Iterator[LiveServer]:
    def make_app(_: asyncio.Event) -> ASGIApp:
        return site(*LISTED)

    with LiveServer(make_app) as running:
        yield running


def test_each_account_is_shown_with_its_address_and_where_it_is() -> None:
    html = TestClient(site(*LISTED)).get("/accounts").text
    assert '<a href="https://polisen.se" rel="noreferrer">polisen.se</a>' in html
    assert "Polisen &lt;Södermalm&gt; · Instagram · Södermalm" in html
    assert "annat konto" in html


def test_an_empty_list_says_whom_to_ask() -> None:
    client = TestClient(site())
    assert "Listan är tom just nu" in client.get("/accounts").text
    assert "The list is empty" in client.get("/accounts?lang=en").text


def test_the_other_language_keeps_the_page_and_takes_nothing_along() -> None:
    assert 'href="?lang=en"' in TestClient(site(*LISTED)).get("/accounts").text


def test_other_pages_lead_to_it() -> None:
    assert 'href="/accounts?lang=sv"' in TestClient(site()).get("/").text


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_axe_finds_no_fault_and_nothing_leaves_the_screen(
    browser: Browser, server: LiveServer, scheme: str, language: str
) -> None:
    context = browser.new_context(**{**PHONE, "color_scheme": scheme})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server.url}/accounts?lang={language}")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Polisens officiella konton" if language == "sv" else "Official police accounts"
    )
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert all(url.startswith(server.url) for url in asked), "nothing comes from another site"
    context.close()
