"""Pages over HTTP: the answers to questions, in the words that are said now."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Response
from fastapi.responses import JSONResponse

from api.pages.schemas import Language, NewPage, PageList, ShownPage
from api.pages.service import PageService, etag
from api.pages.topics import Topic
from api.problems import BODY, refusals
from api.tokens.auth import EDITORS, PUBLIC_READERS, Auth
from api.tokens.service import Principal

IfMatch = Annotated[str | None, Header()]


def shown(page: dict[str, Any]) -> JSONResponse:
    return JSONResponse(page, headers={"ETag": etag(page["text"]), "Cache-Control": "no-store"})


def router(pages: PageService, auth: Auth) -> APIRouter:
    routes = APIRouter(prefix="/v1/pages", tags=["pages"])
    reader, editor = auth.allow(*PUBLIC_READERS), auth.allow(*EDITORS)

    @routes.get("", response_model=PageList, responses=refusals(401, 403))
    async def list_pages(_: Principal = Depends(reader)) -> Response:
        """Every topic in both languages, as it is answered now."""
        return JSONResponse({"items": await pages.listed()}, headers={"Cache-Control": "no-store"})

    @routes.get("/{topic}/{language}", response_model=ShownPage, responses=refusals(401, 403, 404))
    async def get_page(topic: Topic, language: Language, _: Principal = Depends(reader)) -> Response:
        """A page, with the `ETag` of its words."""
        return shown(await pages.get(topic, language))

    @routes.put("/{topic}/{language}", response_model=ShownPage, responses=refusals(*BODY, 401, 403, 404, 412, 428))
    async def put_page(
        topic: Topic,
        language: Language,
        given: NewPage,
        if_match: IfMatch = None,
        who: Principal = Depends(editor),
    ) -> Response:
        """Answer in these words from now on. 422 names in `detail` the rules that the text breaks."""
        return shown(await pages.put(topic, language, given.text, if_match, who))

    @routes.delete("/{topic}/{language}", status_code=204, responses=refusals(401, 403, 404, 412, 428))
    async def delete_page(
        topic: Topic, language: Language, if_match: IfMatch = None, _: Principal = Depends(editor)
    ) -> None:
        """Back to the shipped words; 404 when they are in force already."""
        await pages.delete(topic, language, if_match)

    return routes
