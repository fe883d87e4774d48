"""The sentences of a message that may each be a matter of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A full stop inside "kl. 14.10" or "ABC.123" ends nothing.
_END = re.compile(r"[?!]+\s*|\.+\s+(?=[A-ZÅÄÖ])|\n+|$")
_WORD = re.compile(r"\w+")
FEWEST_WORDS = 3
MOST_PARTS = 5


@dataclass(frozen=True, slots=True)
class Part:
    """Characters `start` to `end` (exclusive) of the message."""

    text: str
    start: int
    end: int


def parts_of(text: str) -> tuple[Part, ...]:
    """The sentences of three words or more, five at most; none where there are fewer than two."""
    found: list[Part] = []
    start = 0
    for match in _END.finditer(text):
        piece = text[start : match.end()]
        if len(_WORD.findall(piece)) >= FEWEST_WORDS:
            lead = len(piece) - len(piece.lstrip())
            found.append(Part(piece.strip(), start + lead, start + lead + len(piece.strip())))
        start = match.end()
    return tuple(found[:MOST_PARTS]) if len(found) > 1 else ()
