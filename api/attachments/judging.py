"""What a file is, by its content alone: what its sender calls it is never believed."""

from __future__ import annotations

import re
from dataclasses import dataclass

import filetype

from api.attachments.models import Kind

HEAD, TAIL = 8192, 64 * 1024
UNKNOWN = "application/octet-stream"

# What a re-encoded copy is made of.
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/heic", "image/heif", "image/avif"})
DOCUMENTS = frozenset(
    {
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.oasis.opendocument.text",
    }
)
ENDINGS = {
    "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif", "image/heic": "heic",
    "image/heif": "heif", "image/avif": "avif", "image/bmp": "bmp", "image/tiff": "tif", "application/pdf": "pdf",
    "video/mp4": "mp4", "video/quicktime": "mov", "video/webm": "webm", "video/x-matroska": "mkv",
    "video/3gpp": "3gp", "video/x-msvideo": "avi", "audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/ogg": "ogg",
    "audio/x-wav": "wav", "audio/x-flac": "flac", "audio/amr": "amr", "audio/aac": "aac",
}  # fmt: skip

# What makes a file also something that a program would run or a browser would read.
FOREIGN = re.compile(
    rb"%PDF-|<script|<html|<!doctype|<svg[\s>]|<iframe|<body|<\?php|<%@|javascript:|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\x7fELF",
    re.IGNORECASE,
)
ZIP_BEGINS, ZIP_ENDS = b"PK\x03\x04", b"PK\x05\x06"
MARKUP = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:<[!?a-z]|\{\\rtf|#!|@echo|MZ)", re.IGNORECASE)
# The brands that ISO base media files begin with.
BRANDS = {
    b"heic": "image/heic", b"heix": "image/heic", b"hevc": "image/heic", b"heim": "image/heic",
    b"heis": "image/heic", b"mif1": "image/heif", b"msf1": "image/heif", b"avif": "image/avif",
    b"avis": "image/avif", b"qt  ": "video/quicktime", b"M4A ": "audio/mp4", b"M4B ": "audio/mp4",
    b"3gp4": "video/3gpp", b"3gp5": "video/3gpp", b"3gp6": "video/3gpp",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judgement:
    """`kind` is None for what is nothing that a reporter is asked for. `mixed`: it is something else besides."""

    content_type: str
    kind: Kind | None
    mixed: bool = False

    @property
    def may_be_copied(self) -> bool:
        """May a picture be made of it? No other file is ever shown."""
        return self.content_type in PICTURES and not self.mixed

    @property
    def ending(self) -> str:
        return ENDINGS.get(self.content_type, "bin")


def judge(head: bytes, tail: bytes = b"") -> Judgement:
    """`head`: the first `HEAD` bytes, or more; `tail`: the last `TAIL`, or the same when it is shorter."""
    content_type = type_of(head)
    if content_type == UNKNOWN or MARKUP.match(head):
        return Judgement(UNKNOWN, None)
    return Judgement(content_type, kind_of(content_type), mixed=is_mixed(content_type, head, tail))


def type_of(head: bytes) -> str:
    if head[4:8] == b"ftyp":
        return BRANDS.get(head[8:12], "video/mp4")
    found = filetype.guess(head)
    return str(found.mime) if found is not None else UNKNOWN


def kind_of(content_type: str) -> Kind | None:
    if content_type in PICTURES or content_type in {"image/bmp", "image/tiff"}:
        return Kind.PICTURE
    if content_type.startswith("video/") and content_type != "video/x-flv":
        return Kind.FILM
    if content_type.startswith("audio/") and content_type != "audio/midi":
        return Kind.SOUND
    return Kind.DOCUMENT if content_type in DOCUMENTS else None


def is_mixed(content_type: str, head: bytes, tail: bytes) -> bool:
    """Would another program take it for something of its own? Pictures with a film behind them are made by phones."""
    if content_type in DOCUMENTS:
        return False
    if FOREIGN.search(head[:HEAD]) or FOREIGN.search(tail[-TAIL:]):
        return True
    return ZIP_ENDS in tail[-TAIL:] or ZIP_BEGINS in head[:HEAD]
