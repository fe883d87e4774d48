"""The webhook that Telegram calls."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bot.telegram.parse import Update
from bot.telegram.settings import TelegramSettings
from bot.telegram.verify import SECRET_HEADER, is_from_telegram
from bot.webhooks import BodyMalformedError, BodyTooLargeError, empty, json_object, read_body

PATH = "/webhooks/telegram"

_log = logging.getLogger(__name__)


def telegram_router(
    settings: TelegramSettings, parse: Callable[[object], Update | None], take: Callable[[Update], Awaitable[None]]
) -> APIRouter:
    """`POST /webhooks/telegram`: 200 when the update is stored, 403 without the secret, 413, 400 when it
    is no update, 500 when it could not be stored (Telegram repeats it). Bodies are empty."""
    router = APIRouter()

    @router.post(PATH, include_in_schema=False)
    async def receive(request: Request) -> Response:
        if not settings.enabled or not is_from_telegram(request.headers.get(SECRET_HEADER), settings.webhook_secret):
            return empty(403)
        try:
            update = parse(json_object(await read_body(request, settings.body_limit)))
        except BodyTooLargeError:
            return empty(413)
        except BodyMalformedError:
            return empty(400)
        if update is None:
            return empty(400)
        try:
            await take(update)
        except Exception as error:
            _log.error("telegram: an update could not be stored (%s)", type(error).__name__)
            return empty(500)
        return empty(200)

    return router
