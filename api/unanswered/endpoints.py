"""Unanswered questions over HTTP, for those who train."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from api.problems import refusals
from api.tokens.auth import TRAINERS, Auth
from api.tokens.service import Principal
from api.unanswered.service import UnansweredService
from api.wire import Id


class Question(BaseModel):
    id: str
    language: str
    asked_at: str = Field(description="To the hour")
    settled: bool
    text: str = Field(description="With numbers, plates, mail, links and accounts masked")
    reason: str = Field(description="`not_understood`, `out_of_scope`, or `unsure`: it was answered, perhaps wrongly")
    intent: str | None = Field(description="The best guess")
    confidence: float


class QuestionList(BaseModel):
    items: list[Question]


def router(unanswered: UnansweredService, auth: Auth) -> APIRouter:
    routes = APIRouter(prefix="/v1/training/unanswered", tags=["training"])
    trainer = auth.allow(*TRAINERS)

    @routes.get("", response_model=QuestionList, responses=refusals(401, 403, 422))
    async def list_questions(
        request: Request,
        settled: bool = False,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        cursor: Annotated[str | None, Query(max_length=20)] = None,
        _: Principal = Depends(trainer),
    ) -> Response:
        """Questions that found no answer, the newest first; `Link: rel="next"` leads on. Kept for 90 days."""
        found = await unanswered.page(settled=settled, limit=limit, cursor=cursor)
        headers = {"Cache-Control": "no-store"}
        if found.cursor is not None:
            address = request.url.include_query_params(cursor=found.cursor)
            headers["Link"] = f'<{address.path}?{address.query}>; rel="next"'
        return JSONResponse({"items": found.items}, headers=headers)

    @routes.post("/{identity}/settled", status_code=204, responses=refusals(401, 403, 404))
    async def settle(identity: Id, _: Principal = Depends(trainer)) -> None:
        """Somebody has seen to it: it is listed no more, unless asked for."""
        await unanswered.settle(identity)

    return routes
