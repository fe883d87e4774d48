"""The webhook that Meta calls."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.intake import Inbound
from bot.messenger.settings import MessengerSettings
from bot.messenger.verify import SIGNATURE_HEADER, challenge, is_signed
from bot.webhooks import BodyMalformedError, BodyTooLargeError, empty, json_object, read_body

PATH = "/webhooks/messenger"


def messenger_router(
    settings: MessengerSettings,
    parse: Callable[[Mapping[str, object]], list[Inbound]],
    take_all: Callable[[list[Inbound]], Awaitable[bool]],
) -> APIRouter:
    """`GET` answers Meta's challenge. `POST`: 200 when every message is stored, 403 without a true
    signature, 413, 400 when it is no webhook body, 500 when one could not be stored (Meta repeats all,
    and what was stored before changes nothing)."""
    router = APIRouter()

    # One route for both: of two routes on one path, a 405 would name only the first one's method.
    @router.api_route(PATH, methods=["GET", "POST"], include_in_schema=False)
    async def messenger(request: Request) -> Response:
        if not settings.enabled:
            return empty(403)
        return await receive(request) if request.method == "POST" else confirm(request)

    def confirm(request: Request) -> Response:
        answer = challenge(request.query_params, settings.verify_token)
        return empty(403) if answer is None else PlainTextResponse(answer)

    async def receive(request: Request) -> Response:
        try:
            body = await read_body(request, settings.body_limit)
            if not is_signed(body, request.headers.get(SIGNATURE_HEADER), settings.app_secret):
                return empty(403)
            messages = parse(json_object(body))
        except BodyTooLargeError:
            return empty(413)
        except BodyMalformedError:
            return empty(400)
        return empty(200 if await take_all(messages) else 500)

    return router
