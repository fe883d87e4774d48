"""Signatures against others' computations: openssl, and digests worked out by hand."""

from __future__ import annotations

import hashlib
import shutil
import subprocess

import pytest

from bot.messenger.verify import appsecret_proof, is_signed
from tests.bot.messenger.fake_graph import as_meta_writes, said, webhook

# RFC 4231, test cases 1 and 2: data and HMAC-SHA-256 that were published with the algorithm.
PUBLISHED = [
    ("\x0b" * 20, b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
    ("Jefe", b"what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
]
SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
BODIES = [
    b"",
    b"{}",
    as_meta_writes(webhook([said("m_1", "Åke såg en blå bil på Ån 🚗 och/eller")])),
    "råa bytes: å ä ö 🚓".encode(),
    bytes(range(256)) * 300,
]


def by_hand(secret: str, body: bytes) -> str:
    """RFC 2104 word for word, without the library's hmac."""
    key = secret.encode().ljust(64, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in key) + body).digest()
    return hashlib.sha256(bytes(byte ^ 0x5C for byte in key) + inner).hexdigest()


@pytest.mark.parametrize(("secret", "body", "digest"), PUBLISHED)
def test_the_published_vectors_are_signatures(secret: str, body: bytes, digest: str) -> None:
    assert is_signed(body, f"sha256={digest}", secret)
    assert not is_signed(body + b" ", f"sha256={digest}", secret)


@pytest.mark.parametrize("body", BODIES)
def test_a_signature_worked_out_by_hand_is_one(body: bytes) -> None:
    assert is_signed(body, f"sha256={by_hand(SECRET, body)}", SECRET)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
@pytest.mark.parametrize("body", BODIES)
def test_a_signature_of_openssl_is_one(body: bytes) -> None:
    command = ["openssl", "dgst", "-sha256", "-hmac", SECRET]
    said = subprocess.run(command, input=body, capture_output=True, check=True).stdout.decode()

    assert is_signed(body, f"sha256={said.split()[-1]}", SECRET)


def test_the_proof_is_the_tokens_own_signature() -> None:
    assert appsecret_proof("EAAGm0PX4ZCpsBAK", SECRET) == by_hand(SECRET, b"EAAGm0PX4ZCpsBAK")


def test_no_change_of_a_single_bit_is_a_signature() -> None:
    body = BODIES[2]
    digest = by_hand(SECRET, body)
    for at in range(0, len(body) * 8, 7):
        bent = bytearray(body)
        bent[at // 8] ^= 1 << at % 8
        assert not is_signed(bytes(bent), f"sha256={digest}", SECRET)
