"""Cuts a text that is longer than a channel allows where a reader would pause."""

from __future__ import annotations

_BREAKS = ("\n\n", "\n", ". ", "? ", "! ", " ")


def split_text(text: str, limit: int) -> list[str]:
    """Parts of at most `limit` UTF-16 units, the way the services count. All characters but the
    white space at the cuts are kept; no character is cut in two. A blank text gives no part."""
    parts = []
    rest = text.strip()
    while rest:
        part = rest if _units(rest) <= limit else _first_part(rest, limit)
        parts.append(part.rstrip())
        rest = rest[len(part) :].lstrip()
    return parts


def _first_part(text: str, limit: int) -> str:
    window = _within(text, limit)
    for mark in _BREAKS:
        at = window.rfind(mark)
        # A cut in the first half would leave a stump of a message.
        if at >= len(window) // 2:
            return window[: at + len(mark)]
    return window


def _within(text: str, limit: int) -> str:
    used = 0
    for index, character in enumerate(text):
        used += 2 if ord(character) > 0xFFFF else 1
        if used > limit:
            return text[:index]
    return text


def _units(text: str) -> int:
    return len(text) + sum(ord(character) > 0xFFFF for character in text)
