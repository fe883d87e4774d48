"""The web chat's calls, against an app that lives in memory."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response

from bot.intake import Button, Channel, InboundKind
from bot.webchat.routes import router
from tests.bot.webchat.fakes import STARTED, FakeApp

CANARY = "kanariefågel-7731"


@pytest.fixture
def app() -> FakeApp:
    greeting = ("Hej! Vad gäller det?", (Button("Ett tips", "/tip"),))
    return FakeApp(replies=lambda said: [(f"Tack för: {len(said)} tecken", ())], greeting=greeting)


@pytest.fixture
def client(app: FakeApp) -> TestClient:
    site = FastAPI()
    site.include_router(router(app, app, now=lambda: STARTED, closing=asyncio.Event()))
    return TestClient(site, raise_server_exceptions=False)


@pytest.fixture
def bearer(client: TestClient) -> dict[str, str]:
    return {"Authorization": f"Bearer {client.post('/chat/api/sessions', json={}).json()['token']}"}


def say(client: TestClient, bearer: dict[str, str], **said: Any) -> Response:
    answer: Response = client.post("/chat/api/messages", json={"client_message_id": "m1", **said}, headers=bearer)
    return answer


def assert_problem(response: Response, status: int) -> None:
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["cache-control"] == "no-store"
    assert set(response.json()) == {"type", "title", "status", "detail"}
    assert response.json()["status"] == status
    assert CANARY not in response.text


def test_a_new_conversation_has_its_greeting_in_the_history(client: TestClient) -> None:
    opened = client.post("/chat/api/sessions", json={"language": "sv-SE", "notice": "K-12"})
    assert opened.status_code == 201
    assert set(opened.json()) == {"token", "expires_at"}
    history = client.get("/chat/api/messages", headers={"Authorization": f"Bearer {opened.json()['token']}"})
    assert history.json() == {
        "items": [
            {
                "seq": 1,
                "from": "bot",
                "text": "Hej! Vad gäller det?",
                "buttons": [{"title": "Ett tips", "payload": "/tip"}],
                "at": "2026-11-03T13:37:01Z",
            }
        ]
    }


def test_a_conversation_opens_in_the_asked_language_and_for_the_asked_notice(client: TestClient, app: FakeApp) -> None:
    client.post("/chat/api/sessions", json={"language": "sv-SE", "notice": "K-12"})
    client.post("/chat/api/sessions")
    assert app.opened == [("sv", "K-12"), (None, None)]


def test_a_message_is_accepted_with_its_place(client: TestClient, app: FakeApp, bearer: dict[str, str]) -> None:
    answer = say(client, bearer, text="Jag såg en blå bil")
    assert (answer.status_code, answer.json()) == (202, {"seq": 2})
    (inbound,) = app.accepted
    assert (inbound.channel, inbound.kind, inbound.text) == (Channel.WEBCHAT, InboundKind.TEXT, "Jag såg en blå bil")
    assert (inbound.sender, inbound.external_id, inbound.sent_at) == ("token-1", "m1", STARTED)


def test_the_same_message_twice_is_one_message(client: TestClient, app: FakeApp, bearer: dict[str, str]) -> None:
    first, second = say(client, bearer, text="hej"), say(client, bearer, text="hej")
    assert first.json() == second.json() == {"seq": 2}
    assert len(app.accepted) == 1


def test_a_button_that_was_offered_is_taken(client: TestClient, app: FakeApp, bearer: dict[str, str]) -> None:
    assert say(client, bearer, payload="/tip").status_code == 202
    assert (app.accepted[0].kind, app.accepted[0].payload) == (InboundKind.PAYLOAD, "/tip")


def test_only_messages_after_the_asked_place_are_read(client: TestClient, bearer: dict[str, str]) -> None:
    say(client, bearer, text="hej")
    items = client.get("/chat/api/messages?after=1", headers=bearer).json()["items"]
    assert [(item["seq"], item["from"]) for item in items] == [(2, "reporter"), (3, "bot")]


def test_a_nul_becomes_the_replacement_character(client: TestClient, app: FakeApp, bearer: dict[str, str]) -> None:
    assert say(client, bearer, text="a\x00b").status_code == 202
    assert app.accepted[0].text == "a\ufffdb"


def test_a_text_of_5000_emoji_written_as_escapes_is_taken(client: TestClient, bearer: dict[str, str]) -> None:
    assert say(client, bearer, text="😀" * 5000).status_code == 202


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ({"payload": f"/{CANARY}"}, "No recent message offered this payload"),
        ({"text": ""}, "Neither text nor payload was sent"),
        ({"text": " \n"}, "Neither text nor payload was sent"),
        ({}, "Neither text nor payload was sent"),
        ({"text": CANARY * 500}, "The text is longer than 5000 characters"),
        ({"text": {"x": CANARY}}, "text is not valid"),
        ({"text": CANARY, "client_message_id": ""}, "client_message_id is not valid"),
        ({"text": CANARY, "client_message_id": None}, "client_message_id is not valid"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name(
    client: TestClient, app: FakeApp, bearer: dict[str, str], said: dict[str, Any], title: str
) -> None:
    answer = say(client, bearer, **said)
    assert_problem(answer, 422)
    assert answer.json()["title"] == title
    assert app.accepted == []


@pytest.mark.parametrize(
    "body",
    [
        b"{" + CANARY.encode(),
        b"[]",
        b'"text"',
        b"\xff\xfe",
        b'{"client_message_id": "1", "text": "\\ud800"}',
        b"[" * 60_000,
    ],
)
def test_what_is_no_json_object_is_refused(client: TestClient, bearer: dict[str, str], body: bytes) -> None:
    assert_problem(client.post("/chat/api/messages", content=body, headers=bearer), 400)


@pytest.mark.parametrize("path", ["/chat/api/messages", "/chat/api/sessions"])
def test_a_body_over_64_kb_is_refused_whether_or_not_it_says_so(
    client: TestClient, bearer: dict[str, str], path: str
) -> None:
    body = b'{"x": "' + b"a" * 70_000 + b'"}'
    assert_problem(client.post(path, content=body, headers=bearer), 413)
    assert_problem(client.post(path, content=iter([body[:40_000], body[40_000:]]), headers=bearer), 413)


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer nobody"}, {"Authorization": "Basic dG9rZW4tMQ=="}])
@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/chat/api/messages"), ("GET", "/chat/api/messages"), ("GET", "/chat/api/events")],
)
def test_a_stranger_is_told_to_open_a_conversation(
    client: TestClient, bearer: dict[str, str], method: str, path: str, header: dict[str, str]
) -> None:
    answer = client.request(method, path, json={"text": CANARY, "client_message_id": "1"}, headers=header)
    assert_problem(answer, 401)
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("after", ["-1", "x", "99999999999999999999"])
def test_a_place_that_is_none_is_refused(client: TestClient, bearer: dict[str, str], after: str) -> None:
    assert_problem(client.get(f"/chat/api/messages?after={after}", headers=bearer), 422)


@pytest.mark.parametrize("asked", [{"language": "<script>"}, {"language": 7}, {"notice": "x" * 101}])
def test_a_conversation_for_nonsense_is_refused(client: TestClient, asked: dict[str, Any]) -> None:
    assert_problem(client.post("/chat/api/sessions", json=asked), 422)


def test_too_many_new_conversations_are_told_when_to_come_back(app: FakeApp) -> None:
    site = FastAPI()
    site.include_router(router(app, app, now=lambda: STARTED, closing=asyncio.Event(), admit=lambda _address: 12.0))
    answer = TestClient(site).post("/chat/api/sessions", json={})
    assert_problem(answer, 429)
    assert answer.headers["retry-after"] == "12"
    assert app.opened == []


def test_nothing_is_left_in_a_cache(client: TestClient, bearer: dict[str, str]) -> None:
    answers = [say(client, bearer, text="hej"), client.get("/chat/api/messages", headers=bearer)]
    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}


def test_every_refusal_is_declared(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    declared = {
        path: {method: set(call["responses"]) for method, call in calls.items()} for path, calls in paths.items()
    }
    assert declared == {
        "/chat/api/sessions": {"post": {"201", "400", "413", "422", "429"}},
        "/chat/api/messages": {"post": {"202", "400", "401", "413", "422"}, "get": {"200", "401", "422"}},
        "/chat/api/events": {"get": {"200", "401", "422"}},
    }
    refusal = paths["/chat/api/messages"]["post"]["responses"]["422"]["content"]
    assert set(refusal) == {"application/problem+json"}
