"""What the Messenger channel must be told; it reads nothing from the environment."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.webhooks import BODY_LIMIT


@dataclass(frozen=True, slots=True)
class MessengerSettings:
    """Without an app secret and a page token the channel is off; without a verify token the webhook
    cannot be registered. `get_started_payload` is what the page's profile gives its start button."""

    app_secret: str = field(default="", repr=False)
    page_token: str = field(default="", repr=False)
    verify_token: str = field(default="", repr=False)
    graph_url: str = "https://graph.facebook.com/v25.0"
    get_started_payload: str = "GET_STARTED"
    body_limit: int = BODY_LIMIT

    @property
    def enabled(self) -> bool:
        return bool(self.app_secret and self.page_token)
