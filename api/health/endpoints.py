"""Is it alive, is it ready, and its figures."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Literal, Protocol

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from pydantic import BaseModel

from api.problems import refusals


class Component(Protocol):
    def __call__(self) -> str: ...


class Readiness(BaseModel):
    status: Literal["ready", "warming", "degraded"]
    components: dict[str, str]


# A channel without its token is off: that is no fault.
GOOD = {"ready", "off"}
STARTING = {"starting", "warming"}


def overall(components: dict[str, str]) -> Literal["ready", "warming", "degraded"]:
    states = set(components.values())
    if states <= GOOD:
        return "ready"
    return "warming" if states <= GOOD | STARTING else "degraded"


def router(
    database: Callable[[], Awaitable[str]], components: dict[str, Component], metrics: Callable[[], bytes]
) -> APIRouter:
    """`database` and the `components` by name each say `ready`, `off`, `starting`, `warming` or what is wrong."""
    routes = APIRouter(tags=["health"])

    @routes.get("/livez", response_class=PlainTextResponse)
    async def livez() -> str:
        """200 while the process lives."""
        return "ok"

    @routes.get("/readyz", responses={503: {"model": Readiness}, **refusals(422)})
    async def readyz(part: Annotated[Literal["intake"] | None, Query()] = None) -> Readiness:
        """200 when everything is ready; `part=intake`: as soon as messages are safely taken."""
        states = {"database": await database(), **{name: state() for name, state in components.items()}}
        looked_at = {n: s for n, s in states.items() if n in {"database", "guard"}} if part == "intake" else states
        status = overall(looked_at)
        answer = Readiness(status=status, components=states)
        if status == "ready":
            return answer
        return JSONResponse(answer.model_dump(), 503)  # type: ignore[return-value]  # FastAPI passes it on

    @routes.get("/metrics", response_class=PlainTextResponse)
    async def figures() -> Response:
        """Prometheus text; counts only."""
        return Response(metrics(), media_type="text/plain; version=0.0.4; charset=utf-8")

    return routes
