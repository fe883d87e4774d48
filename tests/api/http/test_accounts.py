"""The list of official accounts over HTTP."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from api.tokens.models import Role
from tests.api.http.parts import Client, Site, is_problem, on_both_engines

pytestmark = pytest.mark.anyio

NEW = {"channel": "instagram", "name": "Polisen Södermalm", "address": "https://www.instagram.com/polisen_sodermalm/"}


@pytest.fixture
def editor(site: Site) -> Client:
    return site.client(Role.EDITOR, "Redaktör Ek")


async def listed(client: Client) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await client.get("/v1/accounts")).json()["items"]
    return items


async def test_the_first_list_holds_the_polices_own_site_and_nothing_else(investigator: Client) -> None:
    (own,) = await listed(investigator)
    assert (own["address"], own["channel"], own["id"]) == ("https://polisen.se", "web", None)


async def test_an_editor_puts_an_account_on_the_list_and_takes_it_off(editor: Client, integration: Client) -> None:
    answer = await editor.post("/v1/accounts", json={**NEW, "area": "Södermalm"})
    assert answer.status_code == 201
    made = answer.json()
    assert {name: made[name] for name in NEW} == NEW
    assert (made["area"], made["editor"]) == ("Södermalm", "Redaktör Ek")
    assert made in await listed(integration)
    assert (await editor.delete(f"/v1/accounts/{made['id']}")).status_code == 204
    assert made not in await listed(integration)
    assert is_problem(await editor.delete(f"/v1/accounts/{made['id']}"), 404)


@on_both_engines
@pytest.mark.parametrize(
    "same", [NEW["address"], "https://instagram.com/polisen_sodermalm", "https://instagram.com/Polisen_Sodermalm/"]
)
async def test_an_account_is_listed_once(site: Site, same: str) -> None:
    editor = site.client(Role.EDITOR)
    statuses = await asyncio.gather(*(editor.post("/v1/accounts", json=NEW) for _ in range(3)))
    assert sorted(one.status_code for one in statuses) == [201, 409, 409]
    assert is_problem(await editor.post("/v1/accounts", json={**NEW, "address": same}), 409)


@pytest.mark.parametrize(
    "wrong",
    [
        {"address": "http://instagram.com/polisen"},
        {"address": "https://instagram.com/polisen?x=1"},
        {"address": "https://instagram.com/polisen/../annan"},
        {"address": "https://pölisen.se"},
        {"address": "javascript:alert(1)"},
        {"address": "https://polisen@evil.com"},
        {"address": "https://polisen.se\n"},
        {"channel": "myspace"},
        {"name": ""},
        {"name": "Polisen\u202e"},
        {"more": 1},
    ],
)
async def test_what_is_no_plain_account_is_refused(editor: Client, wrong: dict[str, Any]) -> None:
    assert is_problem(await editor.post("/v1/accounts", json={**NEW, **wrong}), 422)
    assert len(await listed(editor)) == 1


async def test_everybody_can_read_the_list_on_its_page(editor: Client, nobody: Client) -> None:
    await editor.post("/v1/accounts", json=NEW)
    page = await nobody.get("/accounts")
    assert page.status_code == 200
    assert "https://polisen.se" in page.text and NEW["address"] in page.text
