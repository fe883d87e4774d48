"""The stream of events over HTTP."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Response
from starlette.responses import StreamingResponse

from api.events.service import EventService
from api.problems import refusals
from api.tokens.auth import PULLERS, Auth
from api.tokens.service import Principal


def number_of(last_event_id: str | None) -> int | None:
    """The number after which to go on; None for "from now on"."""
    if last_event_id is None or not last_event_id.isascii() or not last_event_id.isdigit():
        return None
    return min(int(last_event_id), 2**62)


def router(events: EventService, auth: Auth) -> APIRouter:
    routes = APIRouter(prefix="/v1/events", tags=["events"])
    reader = auth.allow(*PULLERS)

    @routes.get(
        "",
        response_class=StreamingResponse,
        responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}, **refusals(401, 403)},
    )
    async def stream(last_event_id: Annotated[str | None, Header()] = None, _: Principal = Depends(reader)) -> Response:
        """Server-sent events: ids and types only. `Last-Event-ID` replays what was missed."""
        start = number_of(last_event_id)
        first = await events.newest() if start is None else start

        async def lines() -> AsyncIterator[str]:
            yield "retry: 3000\n\n"
            async for one in events.follow(first):
                if one is None:
                    yield ": still here\n\n"
                else:
                    data = json.dumps({"type": one.type, "id": one.subject})
                    yield f"id: {one.number}\nevent: {one.type}\ndata: {data}\n\n"

        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(lines(), media_type="text/event-stream", headers=headers)

    return routes
