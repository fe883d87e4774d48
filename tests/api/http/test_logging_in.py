"""Tokens, the cookie of a page's session, and the link that logs in once."""

from __future__ import annotations

import pytest

from api.tokens.auth import COOKIE
from api.tokens.models import Role
from tests.api.http.parts import BASE, Client, Site, is_problem, told

pytestmark = pytest.mark.anyio

HERE = {"Origin": BASE}
ELSEWHERE = {"Origin": "https://evil.example"}


async def logged_in(site: Site, role: Role = Role.OPERATOR) -> Client:
    """A browser with the session's cookie and nothing else."""
    browser = site.client()
    answer = await browser.post("/session", json={"token": site.issue(role)[1]}, headers=HERE)
    assert answer.json() == {"name": f"the {role}", "role": role}
    return browser


async def test_a_revoked_token_is_worth_nothing(site: Site, admin: Client, investigator: Client) -> None:
    assert (await investigator.get("/v1/tips")).status_code == 200
    identity, _ = site.issue(Role.INVESTIGATOR)
    assert (await admin.delete(f"/v1/tokens/{identity}")).status_code == 204
    assert is_problem(await investigator.get("/v1/tips"), 401)
    assert is_problem(await admin.delete(f"/v1/tokens/{identity}"), 404)


async def test_revoking_a_token_ends_its_sessions(site: Site, admin: Client) -> None:
    browser = await logged_in(site)
    assert (await browser.get("/session")).status_code == 200
    await admin.delete(f"/v1/tokens/{site.issue(Role.OPERATOR)[0]}")
    assert (await browser.get("/session")).status_code == 401


async def test_an_administrator_issues_tokens_that_work(site: Site, admin: Client, nobody: Client) -> None:
    issued = await admin.post("/v1/tokens", json={"name": "Eva", "role": "investigator"})
    assert issued.status_code == 201
    bearer = {"Authorization": f"Bearer {issued.json()['token']}"}
    assert (await nobody.get("/session", headers=bearer)).json() == {"name": "Eva", "role": "investigator"}


async def test_the_list_of_tokens_shows_whose_they_are_and_never_the_token(site: Site, admin: Client) -> None:
    issued = (await admin.post("/v1/tokens", json={"name": "Eva", "role": "editor"})).json()
    listed = await admin.get("/v1/tokens")
    shown = {item["id"]: item for item in listed.json()["items"]}[issued["id"]]
    assert (shown["name"], shown["role"], shown["revoked_at"]) == ("Eva", "editor", None)
    assert issued["token"] not in listed.text and issued["link"] not in listed.text


async def test_a_token_for_no_known_role_is_refused(admin: Client) -> None:
    assert is_problem(await admin.post("/v1/tokens", json={"name": "Eva", "role": "root"}), 422)


async def test_a_session_reads_and_changes_from_its_own_pages(site: Site, operator: Client) -> None:
    browser = await logged_in(site)
    tip = await told(operator)
    assert (await browser.get("/v1/tips")).status_code == 200
    assert (await browser.post(f"/v1/tips/{tip['id']}/claims", headers=HERE)).status_code == 201


@pytest.mark.parametrize("headers", [ELSEWHERE, {"Sec-Fetch-Site": "cross-site"}, {}, {"Origin": "null"}])
async def test_another_sites_page_cannot_use_a_session(site: Site, operator: Client, headers: dict[str, str]) -> None:
    browser = await logged_in(site)
    tip = await told(operator)
    assert is_problem(await browser.post(f"/v1/tips/{tip['id']}/claims", headers=headers), 403)
    assert (await operator.get(f"/v1/tips/{tip['id']}")).json()["status"] == "open"


async def test_a_token_may_be_used_from_any_page(site: Site, operator: Client) -> None:
    tip = await told(operator)
    assert (await operator.post(f"/v1/tips/{tip['id']}/claims", headers=ELSEWHERE)).status_code == 201


async def test_another_site_cannot_log_a_browser_in(site: Site, nobody: Client) -> None:
    token = site.issue(Role.OPERATOR)[1]
    assert is_problem(await nobody.post("/session", json={"token": token}, headers=ELSEWHERE), 403)
    assert COOKIE not in nobody.cookies


async def test_the_cookie_is_for_this_site_and_not_for_scripts(site: Site, nobody: Client) -> None:
    answer = await nobody.post("/session", json={"token": site.issue(Role.OPERATOR)[1]})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie


async def test_a_link_logs_in_once(site: Site, admin: Client) -> None:
    link = (await admin.post("/v1/tokens", json={"name": "Eva", "role": "operator"})).json()["link"]
    first, second = site.client(), site.client()
    assert (await first.post("/session", json={"link": link})).json()["name"] == "Eva"
    assert is_problem(await second.post("/session", json={"link": link}), 401)
    assert (await first.get("/session")).status_code == 200
    assert (await second.get("/session")).status_code == 401


async def test_a_link_is_good_for_a_day(site: Site, admin: Client, nobody: Client) -> None:
    link = (await admin.post("/v1/tokens", json={"name": "Eva", "role": "operator"})).json()["link"]
    site.parts.clock.advance(24 * 3600 + 1)
    assert (await nobody.post("/session", json={"link": link})).status_code == 401


async def test_the_first_start_makes_one_administrator_and_no_second(site: Site, nobody: Client) -> None:
    link = site.runtime.store.write_now(site.runtime.tokens.first_link)
    assert site.runtime.store.write_now(site.runtime.tokens.first_link) is None
    assert (await nobody.post("/session", json={"link": link})).json()["role"] == "admin"


async def test_a_session_ends_after_twelve_hours(site: Site) -> None:
    browser = await logged_in(site)
    site.parts.clock.advance(12 * 3600 + 1)
    assert (await browser.get("/session")).status_code == 401


async def test_logging_out_ends_the_session_for_good(site: Site) -> None:
    browser = await logged_in(site)
    stolen = browser.cookies[COOKIE]
    assert (await browser.delete("/session")).status_code == 204
    thief = site.client()
    thief.cookies.set(COOKIE, stolen)
    assert (await thief.get("/session")).status_code == 401


@pytest.mark.parametrize("body", [{}, {"token": "tl_unknown"}, {"link": "unknown"}, {"token": "", "link": ""}])
async def test_nothing_known_logs_nobody_in(nobody: Client, body: dict[str, str]) -> None:
    assert is_problem(await nobody.post("/session", json=body), 401)
