"""What the webhooks of the messaging services share: read a bounded body, take it for JSON, answer plainly."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

BODY_LIMIT = 64 * 1024
"""Bytes of a webhook body, unless an adapter's settings say otherwise."""


class BodyTooLargeError(Exception):
    """The body has more bytes than the limit."""


class BodyMalformedError(Exception):
    """The body is not a JSON object in UTF-8."""


async def read_body(request: Request, limit: int) -> bytes:
    """The raw body. Raises `BodyTooLargeError` as soon as it is known to exceed `limit` bytes,
    without keeping what came before."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and len(declared) < 20 and int(declared) > limit:
        raise BodyTooLargeError
    body = bytearray()
    async for chunk in request.stream():
        if len(body) + len(chunk) > limit:
            raise BodyTooLargeError
        body += chunk
    return bytes(body)


def json_object(body: bytes) -> Mapping[str, object]:
    """Raises `BodyMalformedError`, which carries nothing of the body."""
    try:
        value = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise BodyMalformedError
    return value


def empty(status: int) -> Response:
    """An answer without a body: a caller who is not the service learns nothing from it."""
    return Response(status_code=status)
