"""The desk page as the server sends it, and its words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.desk import pages
from api.desk.wording import Language, load_wording

PACKAGE = Path(pages.__file__).parent
# Looked up by a name that the script puts together.
COMPOSED = re.compile(r".*_(one|many|column)$")


@pytest.fixture
def client() -> TestClient:
    site = FastAPI()
    site.include_router(pages.router())
    return TestClient(site)


def leaves(node: Any, path: str = "") -> dict[str, dict[str, str]]:
    if all(isinstance(text, str) for text in node.values()):
        return {path: node}
    return {name: leaf for key, inner in node.items() for name, leaf in leaves(inner, f"{path}.{key}").items()}


def test_the_page_is_swedish_unless_english_is_asked_for(client: TestClient) -> None:
    for query, language in [("", "sv"), ("?lang=en", "en"), ("?lang=xx", "sv")]:
        answer = client.get(f"/desk{query}", headers={"Accept-Language": "en"})
        assert f'<html lang="{language}">' in answer.text
        assert answer.headers["content-language"] == language


def test_the_page_allows_only_its_own_files_and_is_kept_nowhere(client: TestClient) -> None:
    answer = client.get("/desk")
    assert answer.headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers


def test_the_page_has_no_inline_script_or_style_and_no_address_elsewhere(client: TestClient) -> None:
    html = client.get("/desk").text
    assert re.findall(r"<script[^>]*>", html) == ['<script type="module" src="/desk/static/desk.js">']
    assert "<style" not in html and " style=" not in html and not re.search(r"\son\w+=", html)
    assert "//" not in re.sub(r"<!doctype[^>]*>", "", html)


def test_a_static_file_is_sent_once_and_then_only_confirmed(client: TestClient) -> None:
    first = client.get("/desk/static/desk.js")
    assert first.headers["content-type"].startswith("text/javascript")
    assert first.headers["x-content-type-options"] == "nosniff"
    again = client.get("/desk/static/desk.js", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("name", ["wording.yml", "..%2fpages.py", "nothing.js"])
def test_nothing_but_the_static_files_is_sent(client: TestClient, name: str) -> None:
    assert client.get(f"/desk/static/{name}").status_code == 404


def test_every_script_is_reached_from_the_page() -> None:
    scripts = {path.name: path.read_text("utf-8") for path in (PACKAGE / "static").glob("*.js")}
    reached, waiting = set(), ["desk.js"]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += re.findall(r'from "\./([\w.]+)"', scripts[name])
    assert reached == set(scripts)


def test_no_script_parses_text_as_html() -> None:
    for path in (PACKAGE / "static").glob("*.js"):
        source = path.read_text("utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|eval\(", source), (
            path.name
        )


def test_every_word_is_there_in_both_languages_with_the_same_blanks() -> None:
    source = leaves(yaml.safe_load((PACKAGE / "wording.yml").read_text("utf-8")))
    for name, leaf in source.items():
        assert set(leaf) == set(Language), name
        assert all(text.strip() for text in leaf.values()), name
        assert re.findall(r"\{\w+\}", leaf["sv"]) == re.findall(r"\{\w+\}", leaf["en"]), name


def test_no_word_is_left_over() -> None:
    script = "".join(path.read_text("utf-8") for path in (PACKAGE / "static").glob("*.js"))
    templates = "".join(path.read_text("utf-8") for path in (PACKAGE / "templates").glob("*.html"))
    words = load_wording()[Language.SWEDISH]
    said = [name for name, text in words["script"].items() if isinstance(text, str) and not COMPOSED.match(name)]
    assert [name for name in said if f'"{name}"' not in script] == []
    assert [name for name in words["page"] if not re.search(rf"\bw\.{name}\b", templates)] == []
