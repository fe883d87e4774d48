"""The pages as the server sends them."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.webchat.pages import PageSettings, router
from bot.webchat.wording import Language, chosen_language, load_wording

PATHS = ["/", "/chat", "/accounts", "/accessibility"]
DEMO = "Testmiljö – inte polisens skarpa kanal"


def client(**settings: Any) -> TestClient:
    site = FastAPI()
    site.include_router(router(PageSettings(**settings)))
    return TestClient(site)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_swedish_unless_english_is_asked_for(path: str) -> None:
    site = client()
    assert '<html lang="sv">' in site.get(path).text
    assert '<html lang="en">' in site.get(f"{path}?lang=en").text
    assert '<html lang="en">' in site.get(path, headers={"Accept-Language": "en-GB,en;q=0.9"}).text
    assert '<html lang="sv">' in site.get(f"{path}?lang=xx").text


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("sv-SE,en;q=0.9", "sv"),
        ("en;q=0.5,sv;q=0.9", "sv"),
        ("fr,en;q=0.3", "en"),
        ("sv;q=0,en;q=x", "sv"),
        (",;", "sv"),
    ],
)
def test_the_browsers_first_language_of_ours_is_taken(header: str, language: str) -> None:
    assert chosen_language(None, header) == Language(language)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_allows_only_its_own_files_and_leaves_nothing_behind(path: str) -> None:
    answer = client().get(path)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'")
    assert "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", PATHS)
def test_every_page_shows_the_emergency_numbers(path: str) -> None:
    html = client(demo=False).get(path).text
    assert 'href="tel:112"' in html and 'href="tel:11414"' in html


@pytest.mark.parametrize("path", PATHS)
def test_a_demo_says_so_on_every_page_and_a_live_site_does_not(path: str) -> None:
    assert DEMO in client().get(path).text
    assert DEMO not in client(demo=False).get(path).text


def test_the_first_page_offers_the_channels_that_are_on() -> None:
    assert "t.me" not in client().get("/").text
    html = client(telegram_url="https://t.me/tips", linked=frozenset({"desk"})).get("/").text
    assert 'href="https://t.me/tips"' in html and 'href="/desk"' in html
    assert "Messenger" not in html


def test_no_page_promises_anonymity() -> None:
    for path in PATHS:
        for language in Language:
            assert "anonym" not in client().get(f"{path}?lang={language}").text.lower()


def test_a_notice_reaches_the_script_and_stays_text() -> None:
    html = client().get("/chat", params={"notice": '"><script>'}).text
    assert 'data-notice="&#34;&gt;&lt;script&gt;"' in html
    assert "notice=%22%3E%3Cscript%3E" in html


def test_a_file_is_sent_again_only_when_it_changed() -> None:
    site = client()
    first = site.get("/chat/static/chat.js")
    assert first.headers["content-type"].startswith("text/javascript")
    assert site.get("/chat/static/chat.js", headers={"If-None-Match": first.headers["etag"]}).status_code == 304


@pytest.mark.parametrize("name", ["nothing.js", "..%2Fpages.py", "%2e%2e/routes.py"])
def test_only_the_pages_own_files_are_served(name: str) -> None:
    assert client().get(f"/chat/static/{name}").status_code == 404


def test_both_languages_say_everything() -> None:
    wording = load_wording()
    for section, leaves in wording[Language.SWEDISH].items():
        for name, leaf in leaves.items():
            assert leaf, f"{section}.{name}"
            assert type(leaf) is type(wording[Language.ENGLISH][section][name])
            assert len(leaf) if isinstance(leaf, str) else len(leaf) == len(wording[Language.ENGLISH][section][name])
    assert yaml.safe_dump(wording[Language.SWEDISH]) != yaml.safe_dump(wording[Language.ENGLISH])
