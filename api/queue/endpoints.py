"""Leases over HTTP."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from api.problems import BODY, refusals
from api.queue.service import QueueService
from api.tips.schemas import Filter, ShownTip, TipList
from api.tokens.auth import PULLERS, Auth
from api.tokens.service import Principal
from api.wire import Id, Numeric, Strict, Text

Seconds = Annotated[int, Field(ge=30, le=43_200), Numeric]


class NewLease(Strict):
    count: Annotated[int, Field(ge=1, le=50), Numeric]
    ttl_seconds: Seconds
    filter: Filter = Field(default_factory=Filter)


class Extension(Strict):
    ttl_seconds: Seconds


class Acks(Strict):
    tips: Annotated[list[Annotated[Text, Field(max_length=64)]], Field(min_length=1, max_length=50)]


class ShownLease(TipList):
    id: str
    expires_at: datetime
    items: list[ShownTip]


def router(queue: QueueService, auth: Auth) -> APIRouter:
    routes = APIRouter(prefix="/v1/leases", tags=["queue"])
    puller = auth.allow(*PULLERS)

    @routes.post("", status_code=201, response_model=ShownLease, responses=refusals(*BODY, 401, 403))
    async def new_lease(wanted: NewLease, who: Principal = Depends(puller)) -> Response:
        """Take open tips for a time. Each tip is in one live lease at most, whoever asks at once."""
        ttl = timedelta(seconds=wanted.ttl_seconds)
        return JSONResponse(await queue.take(wanted.count, ttl, wanted.filter, who), 201)

    @routes.patch("/{lease}", response_model=ShownLease, responses=refusals(*BODY, 401, 403, 404, 409))
    async def extend_lease(lease: Id, wanted: Extension, who: Principal = Depends(puller)) -> Response:
        """Let it run for so long, counting from now."""
        return JSONResponse(await queue.extend(lease, timedelta(seconds=wanted.ttl_seconds), who))

    @routes.delete("/{lease}", status_code=204, responses=refusals(401, 403, 404))
    async def give_back(lease: Id, who: Principal = Depends(puller)) -> None:
        await queue.give_back(lease, who)

    @routes.post(
        "/{lease}/acks", status_code=201, response_model=TipList, responses=refusals(*BODY, 401, 403, 404, 409)
    )
    async def acknowledge(lease: Id, wanted: Acks, who: Principal = Depends(puller)) -> Response:
        """Claim these tips of the lease: all, or none and 409."""
        return JSONResponse({"items": await queue.acknowledge(lease, wanted.tips, who)}, 201)

    return routes
