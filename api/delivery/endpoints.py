"""What could not be delivered, for a person to see and to try again."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import JSONResponse

from api.delivery.schemas import DeliveryList, ShownDelivery
from api.delivery.service import Delivery
from api.problems import refusals
from api.tokens.auth import DISPATCHERS, Auth
from api.tokens.service import Principal
from api.wire import Id


def router(deliveries: Delivery, auth: Auth) -> APIRouter:
    routes = APIRouter(prefix="/v1/deliveries", tags=["deliveries"])
    dispatcher = auth.allow(*DISPATCHERS)

    @routes.get("", response_model=DeliveryList, responses=refusals(401, 403, 422))
    async def list_deliveries(
        state: Literal["dead"] = "dead",
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        cursor: Annotated[str | None, Query(max_length=64)] = None,
        _: Principal = Depends(dispatcher),
    ) -> Response:
        """What was given up, the latest first. `Link: rel="next"` leads on."""
        items = await deliveries.dead(cursor, limit)
        headers = {"Cache-Control": "no-store"}
        if len(items) == limit:
            query = urlencode({"state": state, "limit": limit, "cursor": items[-1]["id"]})
            headers["Link"] = f'</v1/deliveries?{query}>; rel="next"'
        return JSONResponse({"items": items}, headers=headers)

    @routes.post(
        "/{delivery}/retry", status_code=202, response_model=ShownDelivery, responses=refusals(401, 403, 404, 409)
    )
    async def retry(delivery: Id, _: Principal = Depends(dispatcher)) -> Response:
        """Try once more, as if for the first time; 409 for one that was not given up."""
        return JSONResponse(await deliveries.retry(delivery), 202, {"Cache-Control": "no-store"})

    return routes
