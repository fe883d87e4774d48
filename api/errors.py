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
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PROBLEM = "application/problem+json"
# Bytes of a body. Adapters read theirs by themselves, each with the limit of its channel.
BODY_LIMIT = 1_000_000
LIMITED = ("/v1/", "/session")


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


class BodyLimit:
    """ASGI middleware: what is larger than `BODY_LIMIT` is not read to its end, and answered 413.

    FastAPI's own limit answers in plain text where the length is declared.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(LIMITED):
            await self._app(scope, receive, send)
            return
        declared = dict(scope["headers"]).get(b"content-length", b"")
        too_large = declared.isdigit() and int(declared[:20]) > BODY_LIMIT
        read = 0

        async def limited() -> Message:
            nonlocal read
            message: Message = {} if too_large else await receive()
            read += len(message.get("body", b""))
            if too_large or read > BODY_LIMIT:
                # Starlette's own class: FastAPI takes any other that is raised while it reads for a 400.
                raise HTTPException(413)
            return message

        await self._app(scope, limited, send)


def is_json(content_type: str) -> bool:
    media_type = content_type.partition(";")[0].strip().lower()
    return media_type == "application/json" or (media_type.startswith("application/") and media_type.endswith("+json"))


def is_of_wrong_type(request: Request, error: RequestValidationError) -> bool:
    """Was the body not even looked into, because it is not said to be JSON?"""
    given = request.headers.get("content-type")
    if not any(tuple(e["loc"]) == ("body",) for e in error.errors()):
        return False
    return not is_json(given) if given is not None else bool(error.body)


def methods_of(request: Request) -> str:
    """All methods of a path, for `Allow`: Starlette names those of the first route only."""
    app: FastAPI = request.app
    routes = [r for r in iter_route_contexts(app.routes) if r.matches(request.scope)[0] is not Match.NONE]
    # `/v1/tips/search` also looks like a tip of that name.
    own = [route for route in routes if route.path == request.url.path] or routes
    return ", ".join(sorted({method for route in own for method in route.methods or ()}))


def names_of(documented: Mapping[str, Any]) -> set[str]:
    """Every name that our own OpenAPI gives to a part of a request."""
    names = {"body", "path", "query", "header", "cookie"}
    for schema in documented.get("components", {}).get("schemas", {}).values():
        names |= set(schema.get("properties", ()))
    for operations in documented["paths"].values():
        for operation in operations.values():
            names |= {parameter["name"] for parameter in operation.get("parameters", ())}
    return names


def place(part: str | int, known: set[str]) -> str:
    """A part of where the error is: a name only if it is one of ours and not one that was sent."""
    return str(part) if isinstance(part, int) or part in known else "…"


def install(app: FastAPI) -> None:
    """Answer every error of this app as a problem document."""
    app.add_middleware(BodyLimit)

    @app.exception_handler(TiplineError)
    async def ours(_: Request, error: TiplineError) -> JSONResponse:
        return problem(error.status, error.title, error.detail, error.headers)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        known = names_of(request.app.openapi())
        places = [{"at": [place(p, known) for p in e["loc"]], "problem": e["type"]} for e in error.errors()]
        if any(p["problem"] == "json_invalid" for p in places):
            return problem(400, "The body is not valid JSON")
        if any(p["at"][0] == "path" for p in places):
            return problem(404, NotFoundError.title)
        if is_of_wrong_type(request, error):
            return problem(415, "The body must be application/json")
        return problem(422, "The request is not valid", errors=places)

    @app.exception_handler(HTTPException)
    async def framework(request: Request, error: HTTPException) -> JSONResponse:
        headers = dict(error.headers or {})
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            headers["Allow"] = methods_of(request)
        return problem(error.status_code, HTTPStatus(error.status_code).phrase, headers=headers)

    @app.exception_handler(Exception)
    async def unexpected(_: Request, __: Exception) -> JSONResponse:
        return problem(500, "Something went wrong")
