"""Is this call from Telegram?"""

from __future__ import annotations

import hmac

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


def is_from_telegram(header: str | None, secret: str) -> bool:
    """Whether the header holds the secret that Telegram was given with the webhook. Without a secret
    of our own nobody is Telegram."""
    if not header or not secret:
        return False
    return hmac.compare_digest(header.encode("utf-8", "surrogateescape"), secret.encode("utf-8"))
