"""What an adapter's own HTTP calls answer when they cannot do what was asked.

The answer is RFC 9457 problem details. It names the fact and echoes nothing of the request: a body here
is somebody's tip.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

PROBLEM_JSON = "application/problem+json"


class BotError(Exception):
    """A refusal: its HTTP status, a title that names the fact, what to do about it, and the status's headers."""

    def __init__(self, status: int, title: str, detail: str = "", headers: dict[str, str] | None = None) -> None:
        super().__init__(title)
        self.status = status
        self.title = title
        self.detail = detail or f"{title}."
        self.headers = headers or {}


def problem(error: BotError) -> JSONResponse:
    """The error as `{"type", "title", "status", "detail"}`."""
    body = {"type": "about:blank", "title": error.title, "status": error.status, "detail": error.detail}
    return JSONResponse(body, error.status, {"Cache-Control": "no-store", **error.headers}, PROBLEM_JSON)


class ProblemRoute(APIRoute):
    """Turns errors into problem details by itself, so the router needs nothing of the app it is mounted in."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_or_refuse(request: Request) -> Response:
            try:
                response = await handle(request)
            except BotError as error:
                return problem(error)
            except RequestValidationError as error:
                names = sorted({str(item["loc"][1]) for item in error.errors() if len(item["loc"]) > 1})
                return problem(BotError(422, f"Not valid: {', '.join(names)}"))
            response.headers["Cache-Control"] = "no-store"
            return response

        return handle_or_refuse
