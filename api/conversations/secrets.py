"""A few words within a message that must not stay readable: under a key of their own, which can be destroyed alone."""

from __future__ import annotations

import base64
from typing import Any

from api.store.keystore import KeyDestroyedError
from api.store.sealing import Scope
from api.store.store import Read, Write

# Stands in the stored text where the secret was. A private character: nobody writes it.
HOLE = "\ue000"
DOTS = "••••••••"


def record_of(message: str) -> str:
    return f"secret-{message}"


def cover(write: Write, message: str, body: dict[str, Any], secret: str) -> dict[str, Any]:
    """The body with the secret taken out of its text and sealed apart."""
    record = record_of(message)
    write.new_record(record, Scope.WHAT)
    sealed = base64.b64encode(write.seal(record, "secret", secret)).decode()
    return {**body, "text": body["text"].replace(secret, HOLE), "secret": sealed}


def reveal(read: Read, message: str, body: dict[str, Any]) -> dict[str, Any]:
    """The body as it was said, or with dots once the secret's key was destroyed."""
    if "secret" not in body:
        return body
    try:
        secret = read.open(record_of(message), "secret", base64.b64decode(body["secret"]))
    except KeyDestroyedError:
        secret = DOTS
    return {**body, "text": body["text"].replace(HOLE, secret)}


def destroy(write: Write, message: str) -> None:
    write.destroy([record_of(message)])
