"""A desk API in memory, as far as the page uses it: sessions, tips, tokens, and a stream of events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import APIRouter, Body, Header, HTTPException, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse

COOKIE = "tipline_session"
RANKS = ["now", "urgent", "normal", "low"]


def instant(minutes_ago: float = 0) -> str:
    return (datetime.now(UTC) - timedelta(minutes=minutes_ago)).isoformat()


def spotted(
    message: str, text: str, words: str, value: Any, source: str = "model", confidence: float = 0.9
) -> dict[str, Any]:
    """A field whose words stand in a message; offsets count code points, as the API's do."""
    start = text.index(words)
    return {
        "value": value, "text": words, "start": start, "end": start + len(words), "source": source,
        "confidence": confidence, "message": message,
    }  # fmt: skip


def make_tip(identity: str, text: str, **given: Any) -> dict[str, Any]:
    """An open, ordinary tip of one message, as the API shows it whole."""
    at = given.pop("at", None) or instant(30)
    message = {"id": f"m-{identity}", "seq": 1, "from": "reporter", "text": text, "at": at, "emergency": "none"}
    tip = {
        "id": identity, "reference": f"T-{identity.upper():0>7.7}", "status": "open", "category": "stolen_vehicle",
        "urgency": "normal", "urgency_reason": "Inget av det som höjer eller sänker",
        "emergency": {"level": "none", "kind": None}, "area": "Solna", "unit": None, "notice": None, "cluster": None,
        "case_number": None, "assignee": None, "language": "sv", "narrative": text, "summary": "Stulet fordon",
        "fields": {}, "mentions": [], "complete": False, "missing": ["when", "basis"], "messages": [message],
        "attachments": [], "timeline": [{"action": "created", "actor": "tipline", "at": at}], "notes": [],
        "outcome": None, "channel": "telegram",
        "reporter": {"handle": "r-7", "reachable": True, "consents_to_contact": False},
        "stuck": False, "told": True, "wants_human": False, "created_at": at, "updated_at": at, "version": 1,
    }  # fmt: skip
    return tip | given


@dataclass
class FakeDesk:
    """Tips by id, links and tokens by secret, and what was asked of it."""

    tips: dict[str, dict[str, Any]] = field(default_factory=dict)
    tokens: dict[str, dict[str, str]] = field(
        default_factory=lambda: {
            "tl_eva": {"name": "Eva Ek", "role": "investigator"},
            "tl_adam": {"name": "Adam Alm", "role": "admin"},
            "tl_tove": {"name": "Tove Tall", "role": "trainer"},
        }
    )
    links: dict[str, str] = field(default_factory=lambda: {"once-only": "tl_eva"})
    issued: list[dict[str, Any]] = field(default_factory=list)
    sessions: dict[str, str] = field(default_factory=dict)
    searches: list[dict[str, Any]] = field(default_factory=list)
    patches: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    listeners: list[asyncio.Queue[str | None]] = field(default_factory=list)
    loop: asyncio.AbstractEventLoop | None = None
    down: bool = False

    def put(self, tip: dict[str, Any], event: str = "tip.created") -> None:
        """Add or replace a tip, and tell those who listen. May be called from any thread."""
        self.tips[tip["id"]] = tip
        self.tell(event, tip["id"])

    def tell(self, event: str, identity: str) -> None:
        if self.loop is None:
            return
        said = f"event: {event}\ndata: {json.dumps({'type': event, 'id': identity})}\n\n"
        for listener in self.listeners:
            self.loop.call_soon_threadsafe(listener.put_nowait, said)

    def found(self, wanted: dict[str, Any]) -> list[dict[str, Any]]:
        def matches(tip: dict[str, Any]) -> bool:
            lists = all(tip[name] in wanted[name] for name in ("status", "category", "urgency") if name in wanted)
            return (
                lists
                and wanted.get("assignee") in (None, tip["assignee"])
                and wanted.get("q", "").lower() in tip["narrative"].lower()
            )

        return [tip for tip in self.tips.values() if matches(tip)]

    def change(self, identity: str, actor: str, action: str, **values: Any) -> dict[str, Any]:
        tip = self.tips[identity]
        entry = {"action": action, "actor": actor, "at": instant()}
        changed = tip | values | {"version": tip["version"] + 1, "timeline": [*tip["timeline"], entry]}
        self.put(changed, "tip.updated")
        return changed


def sort_key(sort: str) -> Any:
    return {
        "queue": lambda tip: (RANKS.index(tip["urgency"]), tip["created_at"]),
        "oldest": lambda tip: tip["created_at"],
        "newest": lambda tip: tip["created_at"],
    }[sort]


def problem(status: int) -> HTTPException:
    return HTTPException(status)


def api(desk: FakeDesk, closing: asyncio.Event) -> APIRouter:
    """The routes. A `down` desk answers 503 to everything."""
    routes = APIRouter()
    _add_session(routes, desk)
    _add_reading(routes, desk)
    _add_changing(routes, desk)
    _add_events(routes, desk, closing)
    return routes


def who(desk: FakeDesk, request: Request) -> dict[str, str]:
    if desk.down:
        raise problem(503)
    token = desk.sessions.get(request.cookies.get(COOKIE, ""))
    if token is None:
        raise problem(401)
    return desk.tokens[token]


def _add_session(routes: APIRouter, desk: FakeDesk) -> None:
    @routes.post("/session")
    async def log_in(given: dict[str, str] = Body()) -> Response:
        token = desk.links.pop(given["link"], "") if "link" in given else given["token"]
        if token not in desk.tokens:
            raise problem(401)
        desk.sessions[f"s-{token}"] = token
        answer = JSONResponse(desk.tokens[token])
        answer.set_cookie(COOKIE, f"s-{token}", httponly=True, samesite="strict")
        return answer

    @routes.get("/session")
    async def who_am_i(request: Request) -> dict[str, str]:
        return who(desk, request)

    @routes.delete("/session", status_code=204)
    async def log_out(request: Request) -> None:
        desk.sessions.pop(request.cookies.get(COOKIE, ""), None)

    @routes.get("/v1/tokens")
    async def list_tokens() -> dict[str, Any]:
        return {"items": desk.issued}

    @routes.post("/v1/tokens", status_code=201)
    async def new_token(given: dict[str, str] = Body()) -> dict[str, str]:
        identity = f"t{len(desk.issued)}"
        desk.issued.append({"id": identity, **given, "created_at": instant(), "revoked_at": None})
        return {"id": identity, "token": "tl_secret-one", "link": "link-one"}

    @routes.delete("/v1/tokens/{identity}", status_code=204)
    async def revoke(identity: str) -> None:
        next(one for one in desk.issued if one["id"] == identity)["revoked_at"] = instant()


def _add_reading(routes: APIRouter, desk: FakeDesk) -> None:
    @routes.post("/v1/tips/search")
    async def search(request: Request, given: dict[str, Any] = Body()) -> Response:
        who(desk, request)
        desk.searches.append(given)
        found = sorted(desk.found(given["filter"]), key=sort_key(given["sort"]), reverse=given["sort"] == "newest")
        start = int(given.get("cursor", 0))
        end = start + given["limit"]
        listed = [
            {k: v for k, v in tip.items() if k not in {"messages", "timeline", "notes"}} for tip in found[start:end]
        ]
        headers = {"Link": f'<?cursor={end}>; rel="next"'} if end < len(found) else {}
        return JSONResponse({"items": listed}, headers=headers)

    @routes.get("/v1/tips/{identity}")
    async def get_tip(identity: str, request: Request) -> Response:
        who(desk, request)
        if identity not in desk.tips:
            raise problem(404)
        return JSONResponse(desk.tips[identity])


def _add_changing(routes: APIRouter, desk: FakeDesk) -> None:
    @routes.patch("/v1/tips/{identity}")
    async def patch(
        identity: str, request: Request, values: dict[str, Any] = Body(), if_match: str = Header()
    ) -> dict[str, Any]:
        me = who(desk, request)
        if if_match != f'"{desk.tips[identity]["version"]}"':
            raise problem(412)
        desk.patches.append((identity, values))
        return desk.change(identity, me["name"], "changed", **values)

    @routes.post("/v1/tips/{identity}/{act}", status_code=201)
    async def act(identity: str, act: str, request: Request, given: dict[str, Any] = Body()) -> dict[str, Any]:
        me, tip = who(desk, request)["name"], desk.tips[identity]
        if act == "notes":
            note = {"author": me, "text": given["text"], "at": instant()}
            return desk.change(identity, me, "noted", notes=[*tip["notes"], note])
        if act == "claims" and tip["status"] == "claimed" and tip["assignee"] != me:
            raise problem(409)
        moved: dict[str, dict[str, Any]] = {
            "claims": {"action": "claimed", "status": "claimed", "assignee": me},
            "releases": {"action": "released", "status": "open", "assignee": None},
            "reopens": {"action": "reopened", "status": "open", "assignee": None, "outcome": None},
            "outcome": {"action": "closed", "status": "closed", "outcome": given.get("outcome")},
        }
        return desk.change(identity, me, **moved[act])


def _add_events(routes: APIRouter, desk: FakeDesk, closing: asyncio.Event) -> None:
    @routes.get("/v1/events")
    async def events(request: Request) -> StreamingResponse:
        who(desk, request)
        desk.loop = asyncio.get_running_loop()
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        desk.listeners.append(queue)
        closed = asyncio.create_task(closing.wait())
        closed.add_done_callback(lambda _: queue.put_nowait(None))

        async def stream() -> AsyncIterator[str]:
            yield ": hello\n\n"
            while (said := await queue.get()) is not None:
                yield said

        return StreamingResponse(stream(), media_type="text/event-stream")
