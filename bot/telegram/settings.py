"""What the Telegram channel must be told; it reads nothing from the environment."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.webhooks import BODY_LIMIT

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


@dataclass(frozen=True, slots=True)
class Command:
    """A line of the bot's menu, shown to those whose Telegram speaks `language` (None: to the rest)."""

    name: str
    description: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """Without a token the channel is off. With `webhook_url` (the public https address of
    `/webhooks/telegram`) Telegram calls us, and `webhook_secret` is needed; without it we ask Telegram.

    Raises ValueError, which never repeats the value.
    """

    token: str = field(default="", repr=False)
    base_url: str = "https://api.telegram.org/bot"
    base_file_url: str = "https://api.telegram.org/file/bot"
    webhook_secret: str = field(default="", repr=False)
    webhook_url: str | None = None
    commands: tuple[Command, ...] = ()
    body_limit: int = BODY_LIMIT

    def __post_init__(self) -> None:
        if self.webhook_secret and not _SECRET.fullmatch(self.webhook_secret):
            raise ValueError("The Telegram webhook secret may hold 1 to 256 of A-Z, a-z, 0-9, _ and -")
        if self.token and self.webhook_url and not self.webhook_secret:
            raise ValueError("A Telegram webhook needs a secret")

    @property
    def enabled(self) -> bool:
        return bool(self.token)
