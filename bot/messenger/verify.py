"""Is this call from Meta? And the proof that ours come from us."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

SIGNATURE_HEADER = "X-Hub-Signature-256"


def is_signed(body: bytes, header: str | None, app_secret: str) -> bool:
    """Whether the header signs exactly these bytes. They must be the raw ones: Meta escapes å and emoji
    its own way, and JSON written anew has another signature."""
    if not header or not app_secret:
        return False
    expected = "sha256=" + hmac.new(app_secret.encode("utf-8"), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(header.strip().encode("utf-8"), expected.encode("ascii"))


def challenge(query: Mapping[str, str], verify_token: str) -> str | None:
    """What to answer when Meta asks whether this webhook wants to be one; None to refuse."""
    given = query.get("hub.verify_token", "")
    answer = query.get("hub.challenge")
    if not verify_token or query.get("hub.mode") != "subscribe" or not answer:
        return None
    return answer if hmac.compare_digest(given.encode("utf-8"), verify_token.encode("utf-8")) else None


def appsecret_proof(page_token: str, app_secret: str) -> str:
    """HMAC-SHA256 of the token under the app secret, hex: a stolen token alone can send nothing."""
    return hmac.new(app_secret.encode("utf-8"), page_token.encode("utf-8"), hashlib.sha256).hexdigest()
