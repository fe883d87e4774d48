"""The survey's answers over HTTP."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from fastapi import APIRouter, Depends, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from api.problems import refusals
from api.surveys.service import SurveyService, as_csv
from api.tokens.auth import SURVEYORS, Auth
from api.tokens.service import Principal

FEW = Field(description="null for fewer than five; in the week that goes on rounded down to whole fives")


class Format(StrEnum):
    JSON = "json"
    CSV = "csv"


class Counts(BaseModel):
    increased: int | None = FEW
    neither: int | None = FEW
    decreased: int | None = FEW
    dont_know: int | None = FEW


class Week(BaseModel):
    week: str = Field(description="By ISO 8601, such as 2026-W48")
    channel: str
    language: str
    counts: Counts


class WeekList(BaseModel):
    items: list[Week]


def router(surveys: SurveyService, auth: Auth) -> APIRouter:
    routes = APIRouter(prefix="/v1/surveys", tags=["surveys"])
    reader = auth.allow(*SURVEYORS)
    content: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}

    @routes.get("", response_model=WeekList, responses={**content, **refusals(401, 403, 422)})
    async def counts(format: Format = Format.JSON, _: Principal = Depends(reader)) -> Response:
        """Has trust in the police increased, after a tip? By week, channel and language; `format=csv` for a table."""
        items = await surveys.counts()
        headers = {"Cache-Control": "no-store"}
        if format is Format.JSON:
            return JSONResponse({"items": items}, headers=headers)
        name = {"Content-Disposition": 'attachment; filename="surveys.csv"'}
        return Response(as_csv(items), media_type="text/csv; charset=utf-8", headers={**headers, **name})

    return routes
