"""Reads a request's body: capped while it streams in, and parsed straight into its model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from bot.errors import BotError
from bot.webchat.errors import BodyNotJsonError, BodyTooLargeError, FieldNotValidError, TextTooLongError
from bot.webchat.schemas import TEXT_LIMIT

_Model = TypeVar("_Model", bound=BaseModel)

BODY_LIMIT = 64 * 1024
"""Bytes. A text of the greatest length fits even when every character of it is written as two escapes."""


async def read_model(request: Request, model: type[_Model]) -> _Model:
    """Raises `BodyTooLargeError`, `BodyNotJsonError`, `TextTooLongError` or `FieldNotValidError`."""
    body = await read_capped(request)
    try:
        return model.model_validate_json(body or b"{}")
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)[0]
        # The error itself holds the reporter's words, so it must not become the cause of ours.
        raise _refusal(found) from None


def _refusal(found: Mapping[str, Any]) -> BotError:
    if not found["loc"]:
        return BodyNotJsonError()
    field = str(found["loc"][0])
    if (field, found["type"]) == ("text", "string_too_long"):
        return TextTooLongError(TEXT_LIMIT)
    return FieldNotValidError(field)


async def read_capped(request: Request) -> bytes:
    """Raises `BodyTooLargeError`."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared[:20]) > BODY_LIMIT:
        raise BodyTooLargeError
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_LIMIT:
            raise BodyTooLargeError
    return bytes(body)


def json_body(model: type[BaseModel], *, required: bool) -> dict[str, Any]:
    """The OpenAPI entry of a body that `read_model` reads."""
    return {
        "requestBody": {"required": required, "content": {"application/json": {"schema": model.model_json_schema()}}}
    }
