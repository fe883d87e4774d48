"""Sealing: each record under a key of its own, and keyed hashes for what must be found again.

AES-256-GCM with the record and its part as associated data, so that a ciphertext moved to another
row does not open. A record's key is wrapped by a root secret: `what` for what was told, `who` for
who told it. Lengths are padded to steps, so that size does not tell a text.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from api.store.secrets import Secrets

NONCE = 12
STEP = 64
DIGEST = 16


class Scope(StrEnum):
    """Which root secret wraps a record's key."""

    WHAT = "what"
    WHO = "who"


class SealBrokenError(Exception):
    """A sealed value does not open: other key, other record, or changed."""


class Sealer:
    """Pure cryptography: knows the root secrets, no database."""

    def __init__(self, roots: Secrets) -> None:
        self._roots = {Scope.WHAT: AESGCM(roots.what), Scope.WHO: AESGCM(roots.who)}
        self._index = roots.index

    def new_key(self, record: str, scope: Scope) -> tuple[bytes, bytes]:
        """A fresh key for a record, and the same wrapped for the key store."""
        key = secrets.token_bytes(32)
        return key, self.wrap(record, scope, key)

    def wrap(self, record: str, scope: Scope, key: bytes) -> bytes:
        nonce = secrets.token_bytes(NONCE)
        return nonce + self._roots[scope].encrypt(nonce, key, record.encode())

    def unwrap(self, record: str, scope: Scope, wrapped: bytes) -> bytes:
        try:
            return self._roots[scope].decrypt(wrapped[:NONCE], wrapped[NONCE:], record.encode())
        except InvalidTag:
            raise SealBrokenError from None

    def seal(self, key: bytes, record: str, part: str, value: Any) -> bytes:
        """A JSON-ready value, sealed. `part` names the column."""
        plain = json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()
        padded = plain + b" " * (-len(plain) % STEP)
        nonce = secrets.token_bytes(NONCE)
        return nonce + AESGCM(key).encrypt(nonce, padded, f"{record}/{part}".encode())

    def open(self, key: bytes, record: str, part: str, sealed: bytes) -> Any:
        """The value again. Raises `SealBrokenError`."""
        try:
            return json.loads(AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], f"{record}/{part}".encode()))
        except InvalidTag:
            raise SealBrokenError from None

    def index(self, purpose: str, value: str) -> bytes:
        """A keyed hash by which an equal value is found again, and nothing else is learned."""
        return hmac.digest(self._index, f"{purpose}\0{value}".encode("utf-8", "surrogatepass"), hashlib.sha256)[:DIGEST]
