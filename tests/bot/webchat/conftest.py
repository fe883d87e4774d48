"""A running web chat and a phone to open it with."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page
from starlette.types import ASGIApp

from bot.intake import Button
from bot.webchat import pages, plain, uploads
from bot.webchat.routes import router
from bot.webchat.settings import PageSettings
from tests.bot.webchat.fakes import STARTED, FakeApp, Reply
from tests.browser import PHONE, browser
from tests.live import LiveServer

__all__ = ["browser"]


def _replies(said: str) -> list[Reply]:
    if said == "/tip":
        return [("Vad har hänt?", ())]
    if "brinner" in said:
        return [("Ring 112 nu! Annars 114 14.", ())]
    return [("När hände det?", (Button("Idag", "/today"), Button("Vet inte", "/dont_know")))]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def chat() -> FakeApp:
    return FakeApp(_replies, ("Hej! Vad gäller det?", (Button("Ett tips", "/tip"),)))


def make_site(chat: FakeApp, settings: PageSettings) -> Callable[[asyncio.Event], ASGIApp]:
    def make(closing: asyncio.Event) -> ASGIApp:
        site = FastAPI()
        site.include_router(uploads.router(chat, chat, chat, now=lambda: STARTED))
        site.include_router(router(chat, chat, now=lambda: STARTED, closing=closing))
        site.include_router(pages.router(settings))
        site.include_router(plain.router(settings, chat, chat, now=lambda: STARTED, answer_seconds=0.5))
        return site

    return make


def serve(chat: FakeApp, settings: PageSettings) -> LiveServer:
    return LiveServer(make_site(chat, settings))


@pytest.fixture
def server(chat: FakeApp) -> Iterator[LiveServer]:
    with serve(chat, PageSettings(linked=frozenset({"desk"}))) as running:
        yield running


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(**PHONE)
    context.set_default_timeout(8000)
    yield context
    context.close()


@pytest.fixture
def page(phone: BrowserContext, server: LiveServer) -> Page:
    """The chat, open and greeted."""
    page = phone.new_page()
    page.goto(f"{server.url}/chat")
    page.get_by_text("Hej! Vad gäller det?").wait_for()
    return page
