"""python-telegram-bot's client, quiet and with the updates as they came.

Importing it takes a third of a second, so only a channel that is on does so.
"""

from __future__ import annotations

import json
import logging
import warnings
from typing import cast

from telegram import BotCommand
from telegram.error import TelegramError
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest
from telegram.warnings import PTBDeprecationWarning

from bot.jsonshape import mapping, string
from bot.telegram.parse import ALLOWED_UPDATES
from bot.telegram.settings import TelegramSettings
from bot.telegram.wording import group_refusal

POLL_SECONDS = 25
_CONNECTIONS = 32


class QuietRequest(HTTPXRequest):
    """The library logs an answer that it cannot read, and an answer may be full of tips."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, object]:
        try:
            answer = json.loads(payload)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise TelegramError("Invalid server response")
        return answer


class Client(ExtBot[int]):
    """The Bot API. Calls raise `telegram.error.TelegramError`, whose text may hold the token: log its
    class, never its text or traceback."""

    def __init__(self, settings: TelegramSettings) -> None:
        _hush()
        super().__init__(
            settings.token,
            base_url=settings.base_url,
            base_file_url=settings.base_file_url,
            request=_request(_CONNECTIONS),
            get_updates_request=_request(1),
            # A retry belongs to the outbox, which knows how long a message may wait.
            rate_limiter=AIORateLimiter(max_retries=0),
        )

    async def connect(self, settings: TelegramSettings) -> None:
        """Checks the token and says how updates should come. What waits at Telegram is kept."""
        await self.initialize()
        if settings.webhook_url:
            await self.set_webhook(
                settings.webhook_url, secret_token=settings.webhook_secret, allowed_updates=ALLOWED_UPDATES
            )
        else:
            await self.delete_webhook(drop_pending_updates=False)
        for language in {command.language for command in settings.commands}:
            menu = [BotCommand(each.name, each.description) for each in settings.commands if each.language == language]
            await self.set_my_commands(menu, language_code=language)

    async def fetch(self, offset: int | None) -> list[object]:
        """The updates from `offset` on, as JSON; Telegram forgets those before it. Waits for the first
        one up to `POLL_SECONDS`."""
        parameters = {"offset": offset, "timeout": POLL_SECONDS, "allowed_updates": list(ALLOWED_UPDATES)}
        return cast(list[object], await self._post("getUpdates", parameters, read_timeout=POLL_SECONDS + 5))

    async def file_path(self, file: str) -> str | None:
        """Where the file lies under `base_file_url`, for the next hour."""
        # Not `get_file`, whose object makes an address of it that holds the token.
        return string(mapping(await self._post("getFile", {"file_id": file})).get("file_path"))

    async def refuse_group(self, chat: int) -> None:
        """Tells a group where tips are taken instead."""
        await self.send_message(chat, group_refusal(self.username), disable_notification=True)


def _request(connections: int) -> QuietRequest:
    return QuietRequest(
        connection_pool_size=connections, connect_timeout=5, read_timeout=10, write_timeout=10, pool_timeout=5
    )


def _hush() -> None:
    """Every Bot API address holds the token and httpx logs addresses at INFO; the library itself logs
    whole updates and errors with the token in them. What matters is logged by the adapter."""
    for name in ("httpx", "httpcore"):
        logger = logging.getLogger(name)
        logger.setLevel(max(logging.WARNING, logger.level))
    logging.getLogger("telegram").setLevel(logging.CRITICAL + 1)
    # `unsent_because` reads the new type as well as the old one.
    warnings.filterwarnings("ignore", message=".*`retry_after`", category=PTBDeprecationWarning)
