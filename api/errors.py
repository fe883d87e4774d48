"""Errors are values with a status; one handler turns them into RFC 9457 problem documents.

They never echo what was sent: a problem says which part is wrong, not what it held.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

PROBLEM = "application/problem+json"


class TiplineError(Exception):
    """Base of all errors that a client may see; a subclass stands beside the code that raises it."""

    status: int = 500
    title: str = "Something went wrong"

    def __init__(self, detail: str | None = None, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(self.title)
        self.detail = detail
        self.headers = dict(headers or {})


class NotFoundError(TiplineError):
    status = 404
    title = "There is no such thing here"


class InvalidRequestError(TiplineError):
    status = 422
    title = "The request is not valid"


def problem(
    status: int, title: str, detail: str | None = None, headers: Mapping[str, str] | None = None, **more: Any
) -> JSONResponse:
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, **more}
    if detail:
        body["detail"] = detail
    return JSONResponse(body, status_code=status, media_type=PROBLEM, headers=dict(headers or {}))


def install(app: FastAPI) -> None:
    """Answer every error of this app as a problem document."""

    @app.exception_handler(TiplineError)
    async def ours(_: Request, error: TiplineError) -> JSONResponse:
        return problem(error.status, error.title, error.detail, error.headers)

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        places = [{"at": [str(p) for p in e["loc"]], "problem": e["type"]} for e in error.errors()]
        malformed = any(p["problem"] == "json_invalid" for p in places)
        if malformed:
            return problem(400, "The body is not valid JSON")
        return problem(422, "The request is not valid", errors=places)

    @app.exception_handler(HTTPException)
    async def framework(_: Request, error: HTTPException) -> JSONResponse:
        return problem(error.status_code, HTTPStatus(error.status_code).phrase, headers=error.headers)

    @app.exception_handler(Exception)
    async def unexpected(_: Request, __: Exception) -> JSONResponse:
        return problem(500, "Something went wrong")
