"""Folding of text to lower case without diacritics, at unchanged length, so that offsets stay true."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_PLAIN = str.maketrans("åäöéèêëáàâãüúùûíìîïóòôõñçæøšžčćđ", "aaoeeeeaaaauuuuiiiioooonc" + "ao" + "szccd")


def fold(text: str) -> str:
    """`text` in lower case with å, ä, ö and accents made plain; exactly as many code points as before."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered.translate(_PLAIN)


def compose(text: str) -> tuple[str, Sequence[int]]:
    """The text in composed form (a ring and its a become å) and, for each position, where it was before.

    The second value has one entry more than the composed text, for the end.
    """
    if unicodedata.is_normalized("NFC", text):
        return text, range(len(text) + 1)
    pieces: list[str] = []
    origins: list[int] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and unicodedata.combining(text[end]):
            continue
        piece = unicodedata.normalize("NFC", text[start:end])
        pieces.append(piece)
        origins.extend([start] * len(piece))
        start = end
    return "".join(pieces), [*origins, len(text)]
