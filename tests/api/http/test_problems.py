"""Refusals: RFC 9457 everywhere, the right status, and nothing of what was sent."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest

from api.errors import BODY_LIMIT
from api.tokens.models import Role
from tests.api.http.parts import Client, Site, is_problem, told

pytestmark = pytest.mark.anyio

CANARY = "Kanariefågeln-4711"
KEY = {"Idempotency-Key": "k"}
JSON = {"Content-Type": "application/json"}
JSON_ROUTES = [
    ("POST", "/v1/interpret"),
    ("POST", "/v1/tips"),
    ("POST", "/v1/tips/search"),
    ("PATCH", "/v1/tips/x"),
    ("POST", "/v1/tips/x/outcome"),
    ("POST", "/v1/tips/x/notes"),
    ("POST", "/v1/leases"),
    ("PATCH", "/v1/leases/x"),
    ("POST", "/v1/leases/x/acks"),
    ("POST", "/session"),
]
ALLOWED = {
    "/v1/tips": "GET, POST",
    "/v1/tips/x": "GET, PATCH",
    "/v1/leases/x": "DELETE, PATCH",
    "/session": "DELETE, GET, POST",
    "/v1/interpret": "POST",
    "/livez": "GET",
}


async def test_an_unknown_address_is_a_problem(nobody: Client) -> None:
    assert is_problem(await nobody.get("/v1/nothing/here"), 404)


async def test_an_unknown_tip_is_a_problem(investigator: Client) -> None:
    assert is_problem(await investigator.get("/v1/tips/unknown"), 404)


@pytest.mark.parametrize("unlikely", ["x" * 65, "a%00b", "%F0%9F%90%95", "a%0ab", "%ff"])
async def test_an_id_that_cannot_be_one_is_not_found(investigator: Client, unlikely: str) -> None:
    for path in (f"/v1/tips/{unlikely}", f"/v1/leases/{unlikely}"):
        method = "GET" if "tips" in path else "DELETE"
        assert is_problem(await investigator.request(method, path), 404)


@pytest.mark.parametrize("path", sorted(ALLOWED))
async def test_a_wrong_method_is_told_all_that_the_address_allows(investigator: Client, path: str) -> None:
    answer = await investigator.put(path)
    assert is_problem(answer, 405)
    assert answer.headers["allow"] == ALLOWED[path]


@pytest.mark.parametrize(("method", "path"), JSON_ROUTES)
async def test_what_is_not_json_is_refused_by_its_type(operator: Client, method: str, path: str) -> None:
    for content_type in ("text/plain", "application/xml", "application/x-www-form-urlencoded"):
        headers = {**KEY, "Content-Type": content_type}
        assert is_problem(await operator.request(method, path, content=b'{"a": 1}', headers=headers), 415)
    assert is_problem(await operator.request(method, path, content=b"{}", headers=KEY), 415)


async def test_json_by_another_name_is_json(operator: Client) -> None:
    body = json.dumps({"text": "hej"}).encode()
    for content_type in ("application/json; charset=utf-8", "application/merge-patch+json", "APPLICATION/JSON"):
        answer = await operator.post("/v1/interpret", content=body, headers={"Content-Type": content_type})
        assert answer.status_code == 200


@pytest.mark.parametrize(("method", "path"), JSON_ROUTES)
async def test_a_body_over_the_limit_is_cut_off(operator: Client, method: str, path: str) -> None:
    answer = await operator.request(method, path, content=b" " * (BODY_LIMIT + 1), headers={**JSON, **KEY})
    assert is_problem(answer, 413)


async def test_a_body_that_says_it_is_larger_is_not_read_at_all(operator: Client) -> None:
    chunks: list[int] = []

    async def endless() -> AsyncIterator[bytes]:
        for n in range(1000):
            chunks.append(n)
            yield b" " * 10_000

    headers = {**JSON, "Content-Length": "10000000"}
    assert is_problem(await operator.post("/v1/interpret", content=endless(), headers=headers), 413)
    assert len(chunks) <= 1


async def test_a_streamed_body_is_cut_at_the_limit_without_a_declared_length(operator: Client) -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        for _ in range(1000):
            read += 10_000
            yield b" " * 10_000

    assert is_problem(await operator.post("/v1/interpret", content=endless(), headers=JSON), 413)
    assert read <= BODY_LIMIT + 20_000


async def test_a_body_at_the_limit_is_read(operator: Client) -> None:
    body = json.dumps({"text": "hej"}).encode()
    padded = body + b" " * (BODY_LIMIT - len(body))
    assert (await operator.post("/v1/interpret", content=padded, headers=JSON)).status_code == 200


@pytest.mark.parametrize("broken", [b"{", b'{"text": }', b"\xff\xfe", b'{"text": "\xe5"}', b"[" * 50_000])
async def test_what_does_not_parse_is_a_bad_request(operator: Client, broken: bytes) -> None:
    assert is_problem(await operator.post("/v1/interpret", content=broken, headers=JSON), 400)


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b'"text"', b"1", b"{}"])
async def test_json_of_another_shape_is_not_valid(operator: Client, body: bytes) -> None:
    assert is_problem(await operator.post("/v1/interpret", content=body, headers=JSON), 422)


INVALID = [
    ("POST", "/v1/tips", {"narrative": CANARY, "category": CANARY}),
    ("POST", "/v1/tips", {"narrative": CANARY, CANARY: 1}),
    ("POST", "/v1/tips", {"narrative": CANARY * 2000}),
    ("POST", "/v1/tips", {"narrative": CANARY, "fields": {CANARY: {"value": 1}}}),
    ("POST", "/v1/tips", {"narrative": CANARY, "fields": {CANARY: 1}}),
    ("POST", "/v1/tips", {"narrative": CANARY, "fields": {"plate": {CANARY: CANARY}}}),
    ("POST", "/v1/tips", {"narrative": CANARY, "fields": {"plate": {"value": {CANARY: CANARY}}}}),
    ("POST", "/v1/tips", {"narrative": CANARY, "occurred_at": CANARY}),
    ("POST", "/v1/tips", {"narrative": CANARY + "\0"}),
    ("POST", "/v1/tips", {"narrative": CANARY, "notice": CANARY * 9}),
    ("POST", "/v1/interpret", {"text": CANARY, "language": CANARY}),
    ("POST", "/v1/interpret", {"text": CANARY * 1000}),
    ("POST", "/v1/tips/search", {"filter": {"q": CANARY * 90}}),
    ("POST", "/v1/tips/search", {"filter": {"status": [CANARY]}}),
    ("POST", "/v1/tips/search", {"cursor": CANARY}),
    ("POST", "/session", {"token": CANARY * 90}),
]


@pytest.mark.parametrize(("method", "path", "body"), INVALID)
async def test_a_refusal_repeats_nothing_of_what_was_sent(
    operator: Client, method: str, path: str, body: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    answer = await operator.request(method, path, json=body, headers=KEY)
    assert is_problem(answer, 422)
    assert "kanarie" not in answer.text.lower() and "4711" not in answer.text
    assert "4711" not in caplog.text


async def test_a_refusal_says_where_the_fault_is(operator: Client) -> None:
    answer = await operator.post("/v1/leases", json={"count": 0, "ttl_seconds": 30, "filter": {"colour": "red"}})
    assert answer.json()["errors"] == [
        {"at": ["body", "count"], "problem": "greater_than_equal"},
        {"at": ["body", "filter", "…"], "problem": "extra_forbidden"},
    ]


@pytest.mark.parametrize("query", [f"category={CANARY}", f"near={CANARY}", f"cursor={CANARY}", "limit=x4711"])
async def test_a_refused_address_is_not_repeated_either(operator: Client, query: str) -> None:
    answer = await operator.get(f"/v1/tips?{query}")
    assert is_problem(answer, 422)
    assert "anarie" not in answer.text and "4711" not in answer.text


UNSTORABLE = ["a\\ud800b", "a\\u0000b", "\\udc00"]
HOLES = [
    ("POST", "/v1/tips", '{"narrative": "%s"}'),
    ("POST", "/v1/tips", '{"narrative": "a", "notice": "%s"}'),
    ("POST", "/v1/tips", '{"narrative": "a", "contact": "%s"}'),
    ("POST", "/v1/tips", '{"narrative": "a", "fields": {"plate": {"value": "%s"}}}'),
    ("POST", "/v1/tips", '{"narrative": "a", "fields": {"colour": {"value": ["%s"]}}}'),
    ("POST", "/v1/tips", '{"narrative": "a", "fields": {"%s": {"value": "b"}}}'),
    ("POST", "/v1/interpret", '{"text": "%s"}'),
    ("POST", "/v1/tips/search", '{"filter": {"q": "%s"}}'),
    ("POST", "/v1/tips/search", '{"filter": {"area": "%s"}}'),
    ("POST", "/v1/tips/search", '{"cursor": "%s"}'),
    ("POST", "/v1/leases", '{"count": 1, "ttl_seconds": 30, "filter": {"assignee": "%s"}}'),
    ("POST", "/session", '{"token": "%s"}'),
    ("POST", "/session", '{"link": "%s"}'),
]


@pytest.mark.parametrize("unstorable", UNSTORABLE)
async def test_text_that_no_store_can_hold_is_refused(operator: Client, unstorable: str) -> None:
    for method, path, body in HOLES:
        content = (body % unstorable).encode()
        answer = await operator.request(method, path, content=content, headers={**JSON, **KEY})
        assert is_problem(answer, 422), (path, body, answer.text)


async def test_such_text_is_refused_of_those_who_change_a_tip_too(site: Site, operator: Client, admin: Client) -> None:
    tip = await told(operator)
    for unstorable in UNSTORABLE:
        for body in ('{"area": "%s"}', '{"assignee": "%s"}', '{"fields": {"place": {"value": "%s"}}}'):
            content = (body % unstorable).encode()
            answer = await operator.patch(f"/v1/tips/{tip['id']}", content=content, headers={**JSON, "If-Match": "*"})
            assert is_problem(answer, 422)
        note = f'{{"text": "{unstorable}"}}'.encode()
        assert is_problem(await operator.post(f"/v1/tips/{tip['id']}/notes", content=note, headers=JSON), 422)
        name = f'{{"name": "{unstorable}", "role": "editor"}}'.encode()
        assert is_problem(await admin.post("/v1/tokens", content=name, headers=JSON), 422)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "[NaN]"])
async def test_a_number_that_json_does_not_know_is_refused(operator: Client, number: str) -> None:
    body = f'{{"narrative": "a", "fields": {{"latitude": {{"value": {number}}}}}}}'.encode()
    answer = await operator.post("/v1/tips", content=body, headers={**JSON, **KEY})
    assert answer.status_code in {400, 422}
    assert is_problem(answer, answer.status_code)


@pytest.mark.parametrize("year", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z", "1600-01-01T00:00:00Z"])
async def test_an_instant_at_the_end_of_the_calendar_is_refused(operator: Client, year: str) -> None:
    body = {"narrative": "hej", "occurred_at": year}
    assert is_problem(await operator.post("/v1/tips", json=body, headers=KEY), 422)
    assert is_problem(await operator.post("/v1/interpret", json={"text": "hej", "sent_at": year}), 422)
    assert (await operator.get("/v1/tips", params={"since": year, "until": year})).status_code == 200


async def test_a_fault_of_our_own_is_a_problem_and_tells_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(_: str) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr(site.runtime.tips, "get", broken)
    answer = await site.client(Role.OPERATOR, raises=False).get("/v1/tips/x")
    assert is_problem(answer, 500)
    assert CANARY not in answer.text
