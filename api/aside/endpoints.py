"""The view "set aside" over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import JSONResponse

from api.aside.schemas import Dismissal, SetAsideList
from api.aside.service import AsideService
from api.problems import refusals
from api.tips.schemas import ShownTip
from api.tokens.auth import CHANGERS, READERS, Auth
from api.tokens.service import Principal
from api.wire import Id


def router(aside: AsideService, auth: Auth) -> APIRouter:
    routes = APIRouter(prefix="/v1/set-aside", tags=["queue"])
    reader, changer = auth.allow(*READERS), auth.allow(*CHANGERS)

    @routes.get("", response_model=SetAsideList, responses=refusals(401, 403, 422))
    async def list_set_aside(
        limit: Annotated[int, Query(ge=1, le=200)] = 50, _: Principal = Depends(reader)
    ) -> Response:
        """Conversations that wrote too fast, or came with too many others: what waits for review. No text."""
        return JSONResponse({"items": await aside.waiting(limit)}, headers={"Cache-Control": "no-store"})

    @routes.post(
        "/{conversation}/takes", status_code=201, response_model=ShownTip, responses=refusals(401, 403, 404, 409)
    )
    async def take(conversation: Id, who: Principal = Depends(changer)) -> Response:
        """Make one tip of what is set aside, each text once. The reporter is heard as usual again."""
        return JSONResponse(await aside.take(conversation, who), 201)

    @routes.post(
        "/{conversation}/dismissals", status_code=201, response_model=Dismissal, responses=refusals(401, 403, 404)
    )
    async def dismiss(conversation: Id, who: Principal = Depends(changer)) -> Response:
        """Nothing of it is a tip. The messages stay stored."""
        return JSONResponse({"conversation": conversation, "count": await aside.dismiss(conversation, who)}, 201)

    return routes
