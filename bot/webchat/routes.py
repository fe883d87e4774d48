"""The web chat's calls."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.responses import JSONResponse, StreamingResponse

from bot.errors import PROBLEM_JSON, ProblemRoute
from bot.intake import (
    Channel,
    Inbound,
    InboundKind,
    Intake,
    Shown,
    UnknownPayloadError,
    UnknownSessionError,
    WebSessions,
)
from bot.webchat.body import json_body, read_model
from bot.webchat.errors import NothingSaidError, PayloadUnknownError, SessionUnknownError, TooManySessionsError
from bot.webchat.events import HEARTBEAT_SECONDS, events
from bot.webchat.schemas import (
    History,
    MessageAccepted,
    MessageRequest,
    Problem,
    SessionOpened,
    SessionRequest,
    shown,
)

_LARGEST_SEQ = 2**53 - 1
TOKEN_LIMIT = 512

_bearer = HTTPBearer(auto_error=False, scheme_name="webchat", description="The token of POST /chat/api/sessions")

Admit = Callable[[str], float | None]
"""From a client's address: the seconds until it may open another conversation, or None when it may now."""


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    content = {PROBLEM_JSON: {"schema": Problem.model_json_schema()}}
    return {status: {"description": HTTPStatus(status).phrase, "content": content} for status in statuses}


async def _token(credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]) -> str:
    token = credentials.credentials if credentials else ""
    if not token or len(token) > TOKEN_LIMIT:
        raise SessionUnknownError
    return token


Token = Annotated[str, Depends(_token)]
After = Annotated[int, Query(ge=0, le=_LARGEST_SEQ, description="Only messages with a higher seq")]


def router(
    intake: Intake,
    sessions: WebSessions,
    *,
    now: Callable[[], datetime],
    closing: asyncio.Event,
    admit: Admit | None = None,
    heartbeat_seconds: float = HEARTBEAT_SECONDS,
) -> APIRouter:
    """The calls under `/chat/api`. Setting `closing` ends the open event streams.

    `intake.accept` and the sessions raise `UnknownSessionError` for a token that they do not know.
    """
    routes = APIRouter(prefix="/chat/api", tags=["web chat"], route_class=ProblemRoute)
    _add_sessions(routes, sessions, admit)
    _add_messages(routes, intake, sessions, now)
    _add_events(routes, sessions, closing, heartbeat_seconds)
    return routes


def _add_sessions(routes: APIRouter, sessions: WebSessions, admit: Admit | None) -> None:
    @routes.post(
        "/sessions",
        status_code=201,
        response_model=SessionOpened,
        responses=refusals(400, 413, 422, 429),
        openapi_extra=json_body(SessionRequest, required=False),
    )
    async def open_session(request: Request) -> Response:
        """Open a conversation; its greeting is already in the history."""
        wait = admit(request.client.host if request.client else "") if admit else None
        if wait is not None:
            raise TooManySessionsError(wait)
        asked = await read_model(request, SessionRequest)
        language = asked.language.split("-")[0].lower() if asked.language else None
        session = await sessions.open(language, asked.notice, asked.upload)
        return JSONResponse({"token": session.token, "expires_at": session.expires_at.isoformat()}, 201)


def _add_messages(routes: APIRouter, intake: Intake, sessions: WebSessions, now: Callable[[], datetime]) -> None:
    @routes.post(
        "/messages",
        status_code=202,
        response_model=MessageAccepted,
        responses=refusals(400, 401, 413, 422),
        openapi_extra=json_body(MessageRequest, required=True),
    )
    async def say(request: Request, token: Token) -> Response:
        """Say something. The answer comes after it is on disk; the same `client_message_id` twice is one message."""
        said = await read_model(request, MessageRequest)
        text = said.text if said.text and said.text.strip() else None
        if text is None and said.payload is None:
            raise NothingSaidError
        inbound = Inbound(
            channel=Channel.WEBCHAT,
            external_id=said.client_message_id,
            sender=token,
            kind=InboundKind.PAYLOAD if said.payload is not None else InboundKind.TEXT,
            sent_at=now(),
            text=text,
            payload=said.payload,
        )
        try:
            accepted = await intake.accept(inbound)
        except UnknownPayloadError:
            raise PayloadUnknownError from None
        except UnknownSessionError:
            raise SessionUnknownError from None
        return JSONResponse({"seq": accepted.seq}, 202)

    @routes.get("/messages", response_model=History, responses=refusals(401, 422))
    async def read(token: Token, after: After = 0) -> Response:
        """The conversation's history, in order."""
        history = History(items=[shown(message) for message in await _history(sessions, token, after)])
        return Response(history.model_dump_json(by_alias=True), media_type="application/json")


def _add_events(routes: APIRouter, sessions: WebSessions, closing: asyncio.Event, heartbeat_seconds: float) -> None:
    @routes.get(
        "/events",
        response_class=StreamingResponse,
        responses={
            200: {
                "description": "Server-sent events",
                "content": {"text/event-stream": {"schema": {"type": "string"}}},
            },
            **refusals(401, 422),
        },
    )
    async def follow(token: Token, after: After = 0, last_event_id: Annotated[str | None, Header()] = None) -> Response:
        """The history as server-sent events: `id` is the seq, `data` an item of `GET /chat/api/messages`."""
        start = max(after, _seq(last_event_id))
        backlog = await _history(sessions, token, start)
        stream = events(sessions, token, start, backlog, closing, heartbeat_seconds)
        # Some proxies hold a stream back until it ends unless they are told not to.
        return StreamingResponse(stream, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


def _seq(last_event_id: str | None) -> int:
    """0 for anything but a number: too much of the history is better than a gap."""
    if last_event_id is None or not (last_event_id.isascii() and last_event_id.isdecimal()):
        return 0
    return min(int(last_event_id[:20]), _LARGEST_SEQ)


async def _history(sessions: WebSessions, token: str, after: int) -> list[Shown]:
    try:
        return await sessions.history(token, after)
    except UnknownSessionError:
        raise SessionUnknownError from None
