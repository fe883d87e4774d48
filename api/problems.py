"""How refusals are documented in the OpenAPI: every route names the statuses that it may answer."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel

from api.errors import PROBLEM

# What any route with a JSON body may answer.
BODY = (400, 413, 415, 422)


class Problem(BaseModel):
    """RFC 9457. It never repeats what was sent."""

    type: str
    title: str
    status: int
    detail: str | None = None
    errors: list[dict[str, Any]] | None = None


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    content = {PROBLEM: {"schema": Problem.model_json_schema()}}
    return {status: {"description": HTTPStatus(status).phrase, "content": content} for status in sorted(set(statuses))}


def document(app: FastAPI) -> None:
    """Leave FastAPI's own 422 out of the OpenAPI: it has another shape than ours, and routes name theirs."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        known = app.openapi_schema is not None
        documented = generate()
        if not known:
            for operations in documented["paths"].values():
                for operation in operations.values():
                    if "HTTPValidationError" in str(operation["responses"].get("422")):
                        del operation["responses"]["422"]
            for name in ("HTTPValidationError", "ValidationError"):
                documented.get("components", {}).get("schemas", {}).pop(name, None)
        return documented

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way
