"""Chromium for tests that need a real browser: `from tests.browser import browser` in a conftest."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
_AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

PHONE: Any = {"viewport": {"width": 360, "height": 640}, "locale": "sv-SE", "timezone_id": "Europe/Stockholm"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Skips without a Chromium, unless REQUIRE_SERVICES=1 says that one must be there.

    Closed after each module: while Playwright is open its event loop runs in this thread, and no async test can.
    """
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if executable is None:
        if os.environ.get("REQUIRE_SERVICES") == "1":
            pytest.fail("no Chromium was found, and REQUIRE_SERVICES=1")
        pytest.skip("no Chromium was found")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=_ARGUMENTS)
        yield browser
        browser.close()


def accessibility_faults(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA and good practice: a rule and the elements that break it, each."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": _AXE_TAGS}})
    return [f"{rule['id']}: {[node['target'] for node in rule['nodes']]}" for rule in found.response["violations"]]
