"""A small Graph API over HTTP with its limits and its faults, and the bodies that Meta sends to webhooks."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

APP_SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
PAGE_TOKEN = "EAAGm0PX4ZCpsBAK"
VERIFY_TOKEN = "tell-me-yes"
PAGE = "110002223334445"
REPORTER = "2468013579"


@dataclass
class FakeGraph:
    """`sent` holds the bodies that were accepted, `addresses` the path and query of every call."""

    sent: list[dict[str, Any]] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    refusals: deque[JSONResponse | None] = field(default_factory=deque)
    down: bool = False
    profiles: list[dict[str, Any]] = field(default_factory=list)
    profile_refusals: deque[JSONResponse] = field(default_factory=deque)
    files: dict[str, Response] = field(default_factory=dict)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def app(self) -> FastAPI:
        app = FastAPI()
        app.add_api_route("/v25.0/me", self._me, methods=["GET"], response_model=None)
        app.add_api_route("/v25.0/me/messages", self._messages, methods=["POST"], response_model=None)
        app.add_api_route("/v25.0/me/messenger_profile", self._profile, methods=["POST"], response_model=None)
        app.add_api_route("/cdn/{name}", self._file, methods=["GET"], response_model=None)
        return app

    def refuse(
        self, code: int, subcode: int | None = None, status: int = 400, message: str = "(#) no", after: int = 0
    ) -> None:
        """A message is answered with this error: the next, or the one after so many others."""
        error = {"message": message, "type": "OAuthException", "code": code, "error_subcode": subcode}
        self.refusals.extend([*[None] * after, JSONResponse({"error": error}, status)])

    async def _me(self, request: Request) -> JSONResponse:
        return self._stranger(request) or JSONResponse({"id": PAGE})

    async def _messages(self, request: Request) -> JSONResponse:
        body = await request.json()
        if (refusal := self._stranger(request)) is not None:
            return refusal
        if (refusal := _unproven(body)) is not None:
            return refusal
        if body["messaging_type"] not in {"RESPONSE", "MESSAGE_TAG"} or (body["messaging_type"] == "MESSAGE_TAG") != (
            "tag" in body
        ):
            return _error(100, "(#100) Invalid messaging type")
        if self.refusals and (refusal := self.refusals.popleft()) is not None:
            return refusal
        replies = body["message"].get("quick_replies", [])
        if len(body["message"]["text"]) > 2000 or len(replies) > 13 or any(len(each["title"]) > 20 for each in replies):
            return _error(100, "Param too long")
        self.sent.append(body)
        return JSONResponse({"recipient_id": body["recipient"]["id"], "message_id": f"m_{len(self.sent)}"})

    async def _profile(self, request: Request) -> JSONResponse:
        body = await request.json()
        if (refusal := self._stranger(request) or _unproven(body)) is not None:
            return refusal
        if self.profile_refusals:
            return self.profile_refusals.popleft()
        locales = [menu["locale"] for menu in body["persistent_menu"]]
        titles = [item["title"] for menu in body["persistent_menu"] for item in menu["call_to_actions"]]
        greetings = [each["text"] for each in body["greeting"]]
        if "default" not in locales or "payload" not in body["get_started"]:
            return _error(100, "(#100) A persistent menu needs a default locale and a get started button")
        if any(len(title) > 30 for title in titles) or any(len(text) > 160 for text in greetings):
            return _error(100, "(#100) Param too long")
        self.profiles.append(body)
        return JSONResponse({"result": "success"})

    async def _file(self, name: str, request: Request) -> Response:
        self.addresses.append(str(request.url))
        self.headers.append(dict(request.headers))
        return self.files.get(name) or Response(status_code=403)

    def _stranger(self, request: Request) -> JSONResponse | None:
        self.addresses.append(str(request.url))
        if self.down:
            return JSONResponse({}, 503)
        if request.headers.get("authorization") != f"Bearer {PAGE_TOKEN}":
            return _error(190, "Invalid OAuth access token.", 401)
        return None


def _unproven(body: dict[str, Any]) -> JSONResponse | None:
    proof = hmac.new(APP_SECRET.encode(), PAGE_TOKEN.encode(), hashlib.sha256).hexdigest()
    if body.get("appsecret_proof") == proof:
        return None
    return _error(100, "Invalid appsecret_proof provided in the API argument")


def _error(code: int, message: str, status: int = 400) -> JSONResponse:
    return JSONResponse({"error": {"message": message, "type": "OAuthException", "code": code}}, status)


def event(sender: str = REPORTER, at: int = 1780000000123, **content: object) -> dict[str, object]:
    """One item of `messaging`."""
    return {"sender": {"id": sender}, "recipient": {"id": PAGE}, "timestamp": at, **content}


def said(mid: str, text: str | None = None, sender: str = REPORTER, **more: object) -> dict[str, object]:
    message: dict[str, object] = {"mid": mid, **more}
    return event(sender, message=message | ({} if text is None else {"text": text}))


def webhook(*entries: list[dict[str, object]]) -> dict[str, object]:
    """A body with one entry for each list of events."""
    return {
        "object": "page",
        "entry": [{"id": PAGE, "time": 1780000000999, "messaging": events} for events in entries],
    }


def as_meta_writes(body: object) -> bytes:
    """Meta escapes everything beyond ASCII, and slashes too."""
    return json.dumps(body, separators=(",", ":")).replace("/", "\\/").encode("ascii")


def signature(raw: bytes, secret: str = APP_SECRET) -> dict[str, str]:
    return {"X-Hub-Signature-256": "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()}
