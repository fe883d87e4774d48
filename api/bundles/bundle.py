"""A bundle: guard, tagger and Rasa model under one version, signed and sealed at rest.

A folder `bundles/<version>/` holds `manifest.json` (what it was made from, hashes, figures, and a
signature over it) and the parts, each sealed. `bundles/active` names the one that serves. A part is
opened only after the signature and its hash are right: a model is code.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import os
import secrets
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
GUARD, RASA, TAGGER = "guard.tar", "rasa.tar.gz", "tagger.tar"


class BundleBrokenError(Exception):
    """The bundle's signature or a hash is wrong, or it does not open: it must not be used."""


class NoBundleError(Exception):
    """There is no active bundle."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle on disk whose signature was checked."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def version(self) -> str:
        return str(self.manifest["version"])


class Bundles:
    """All bundles of an installation."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        # One secret, two uses: a key of its own for each.
        self._sign = hmac.digest(key, b"sign", hashlib.sha256)
        self._seal = AESGCM(hmac.digest(key, b"seal", hashlib.sha256))

    def active(self) -> Bundle:
        """Raises `NoBundleError`, `BundleBrokenError`."""
        pointer = self._folder / "active"
        if not pointer.is_file():
            raise NoBundleError
        return self.get(pointer.read_text(encoding="utf-8").strip())

    def get(self, version: str) -> Bundle:
        folder = self._folder / version
        try:
            signed = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
            manifest, signature = signed["manifest"], bytes.fromhex(signed["signature"])
        except (OSError, ValueError, KeyError, TypeError):
            raise BundleBrokenError(f"bundle {version} has no readable manifest") from None
        if not hmac.compare_digest(signature, self._signature(manifest)):
            raise BundleBrokenError(f"bundle {version} is not signed by this installation")
        if manifest.get("version") != version:
            raise BundleBrokenError(f"bundle {version} has the name of another one")
        return Bundle(folder, manifest)

    def add(self, version: str, parts: dict[str, bytes], about: dict[str, Any]) -> Bundle:
        """Seal, sign and store; not yet active."""
        folder = self._folder / version
        folder.mkdir(parents=True, mode=0o700)
        manifest = {"version": version, **about, "parts": {}}
        for name, content in parts.items():
            nonce = secrets.token_bytes(NONCE)
            sealed = nonce + self._seal.encrypt(nonce, content, f"{version}/{name}".encode())
            (folder / f"{name}.sealed").write_bytes(sealed)
            manifest["parts"][name] = hashlib.sha256(sealed).hexdigest()
        signed = {"manifest": manifest, "signature": self._signature(manifest).hex()}
        (folder / "manifest.json").write_text(json.dumps(signed, indent=1, ensure_ascii=False), encoding="utf-8")
        return Bundle(folder, manifest)

    def activate(self, version: str) -> None:
        """Let this version serve from the next start (or switch) on. Raises `BundleBrokenError`."""
        self.get(version)
        beside = self._folder / "active.new"
        beside.write_text(version, encoding="utf-8")
        os.replace(beside, self._folder / "active")

    def part(self, bundle: Bundle, name: str) -> bytes:
        """A part's content. Raises `BundleBrokenError`."""
        try:
            sealed = (bundle.folder / f"{name}.sealed").read_bytes()
        except OSError:
            raise BundleBrokenError(f"bundle {bundle.version} lacks {name}") from None
        if not hmac.compare_digest(hashlib.sha256(sealed).hexdigest(), bundle.manifest["parts"].get(name, "")):
            raise BundleBrokenError(f"bundle {bundle.version}: {name} was changed")
        try:
            return self._seal.decrypt(sealed[:NONCE], sealed[NONCE:], f"{bundle.version}/{name}".encode())
        except InvalidTag:
            raise BundleBrokenError(f"bundle {bundle.version}: {name} does not open") from None

    def _signature(self, manifest: dict[str, Any]) -> bytes:
        return hmac.digest(self._sign, json.dumps(manifest, sort_keys=True).encode(), hashlib.sha256)


def pack(folder: Path) -> bytes:
    """A folder's files as one tar."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for path in sorted(folder.iterdir()):
            tar.add(path, arcname=path.name)
    return buffer.getvalue()


def unpack(content: bytes, folder: Path) -> None:
    """The files of a tar into a folder; refuses anything that would land elsewhere."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        tar.extractall(folder, filter="data")


def unpacked(content: bytes) -> dict[str, bytes]:
    """The files of a tar, by name, without touching the disk."""
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        found = ((member.name, tar.extractfile(member)) for member in tar.getmembers())
        return {name: file.read() for name, file in found if file is not None}
