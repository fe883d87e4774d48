"""Tips over HTTP."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from api.errors import TiplineError
from api.problems import BODY, refusals
from api.tips.listing import Page, Sort
from api.tips.models import Category, Status, Urgency
from api.tips.schemas import Filter, NewNote, NewTip, ShownTip, TipList, TipPatch
from api.tips.service import TipService, etag
from api.tokens.auth import CHANGERS, PULLERS, SENDERS, Auth
from api.tokens.service import Principal
from api.wire import Id, Instant, Numeric, Strict, Text

LONGEST_KEY = 255
Name = Annotated[Text | None, Query(min_length=1, max_length=64)]


class KeyNeededError(TiplineError):
    status = 400
    title = "An Idempotency-Key of 1 to 255 characters is needed"


class Search(Strict):
    """A list's filter, as a body: search words stay out of addresses and logs."""

    filter: Filter = Field(default_factory=Filter)
    sort: Sort = Sort.QUEUE
    limit: Annotated[int, Field(ge=1, le=200), Numeric] = 50
    cursor: Annotated[str, Field(max_length=200)] | None = None


def shown(tip: dict[str, Any], status: int = 200) -> JSONResponse:
    return JSONResponse(tip, status, {"ETag": etag(tip["version"]), "Cache-Control": "no-store"})


def query_filter(
    status: Annotated[list[Status] | None, Query()] = None,
    category: Annotated[list[Category] | None, Query()] = None,
    urgency: Annotated[list[Urgency] | None, Query()] = None,
    area: Name = None,
    unit: Name = None,
    notice: Name = None,
    cluster: Name = None,
    channel: Name = None,
    assignee: Name = None,
    since: Annotated[Instant | None, Query()] = None,
    until: Annotated[Instant | None, Query()] = None,
    q: Annotated[Text | None, Query(max_length=200, description="For integrators; pages search with a body")] = None,
    near: Annotated[str | None, Query(pattern=r"^-?\d{1,2}(\.\d+)?,-?\d{1,3}(\.\d+)?,\d{1,6}$")] = None,
) -> Filter:
    # Each was checked above; a second check would turn a 422 into a 500 for what only it refuses.
    return Filter.model_construct(
        status=status, category=category, urgency=urgency, area=area, unit=unit, notice=notice, cluster=cluster,
        channel=channel, assignee=assignee, since=since, until=until, q=q, near=near,
    )  # fmt: skip


def listing(page: Page, link: str | None) -> JSONResponse:
    headers = {"Cache-Control": "no-store", **({"Link": link} if link else {})}
    return JSONResponse({"items": page.items}, headers=headers)


def router(tips: TipService, auth: Auth) -> APIRouter:
    routes = APIRouter(prefix="/v1/tips", tags=["tips"])
    reader, changer, sender = auth.allow(*PULLERS), auth.allow(*CHANGERS), auth.allow(*SENDERS)
    changed = refusals(401, 403, 404, 409)

    @routes.get("", response_model=TipList, responses=refusals(401, 403, 422))
    async def list_tips(
        request: Request,
        wanted: Filter = Depends(query_filter),
        sort: Sort = Sort.QUEUE,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        cursor: Annotated[str | None, Query(max_length=200)] = None,
        _: Principal = Depends(reader),
    ) -> Response:
        """Tips that match, in the queue's order: danger first, then age. `Link: rel="next"` leads on."""
        found = await tips.page(wanted, sort, limit, cursor)
        if found.cursor is None:
            return listing(found, None)
        query = [(k, v) for k, v in request.query_params.multi_items() if k != "cursor"]
        address = f"{request.url.path}?{urlencode([*query, ('cursor', found.cursor)])}"
        return listing(found, f'<{address}>; rel="next"')

    @routes.post("/search", response_model=TipList, responses=refusals(*BODY, 401, 403))
    async def search_tips(search: Search, _: Principal = Depends(reader)) -> Response:
        """As the list, with the filter in the body; the next page's cursor is in `Link`."""
        found = await tips.page(search.filter, search.sort, search.limit, search.cursor)
        link = f'<?{urlencode({"cursor": found.cursor})}>; rel="next"' if found.cursor else None
        return listing(found, link)

    @routes.post("", status_code=201, response_model=ShownTip, responses=refusals(*BODY, 401, 403))
    async def new_tip(
        given: NewTip,
        idempotency_key: Annotated[str | None, Header()] = None,
        who: Principal = Depends(sender),
    ) -> Response:
        """A tip from another system, or by phone or letter. The same key gives the first answer again."""
        if not idempotency_key or len(idempotency_key) > LONGEST_KEY:
            raise KeyNeededError
        return shown(await tips.create(idempotency_key, given, who), 201)

    @routes.get(
        "/{tip}", response_model=ShownTip, responses={304: {"description": "Unchanged"}, **refusals(401, 403, 404)}
    )
    async def get_tip(
        tip: Id, if_none_match: Annotated[str | None, Header()] = None, _: Principal = Depends(reader)
    ) -> Response:
        """A tip whole."""
        found = await tips.get(tip)
        if if_none_match == etag(found["version"]):
            return Response(status_code=304, headers={"ETag": etag(found["version"])})
        return shown(found)

    @routes.patch("/{tip}", response_model=ShownTip, responses=refusals(*BODY, 401, 403, 404, 412, 428))
    async def change_tip(
        tip: Id,
        patch: TipPatch,
        if_match: Annotated[str | None, Header()] = None,
        who: Principal = Depends(changer),
    ) -> Response:
        """Change what is named; 428 without `If-Match`, 412 when the tip has changed since."""
        return shown(await tips.change(tip, if_match, patch, who))

    @routes.post("/{tip}/claims", status_code=201, response_model=ShownTip, responses=changed)
    async def claim(tip: Id, who: Principal = Depends(changer)) -> Response:
        return shown(await tips.claim(tip, who), 201)

    @routes.post("/{tip}/releases", status_code=201, response_model=ShownTip, responses=changed)
    async def release(tip: Id, who: Principal = Depends(changer)) -> Response:
        return shown(await tips.release(tip, who), 201)

    @routes.post("/{tip}/reopens", status_code=201, response_model=ShownTip, responses=changed)
    async def reopen(tip: Id, who: Principal = Depends(changer)) -> Response:
        return shown(await tips.reopen(tip, who), 201)

    @routes.post("/{tip}/notes", status_code=201, response_model=ShownTip, responses={**changed, **refusals(*BODY)})
    async def note(tip: Id, given: NewNote, who: Principal = Depends(changer)) -> Response:
        """An internal note; no reporter ever sees it."""
        return shown(await tips.note(tip, given.text, who), 201)

    return routes
