"""Words, numbers and marks of a line, with their places in the text."""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

from .folding import fold

_TOKEN = re.compile(r"\d+|[^\W\d_]+|[^\w\s]|_")
_LONGEST_NUMBER = 8
# A plate is two of them and a telephone number five; 4,000 characters of prose are 800 to 1,000.
_MOST = 2000
# "åt" and "nåt" keep their ring: without it they would be the English "at" and the Swedish night.
_TAKEN = {"at": "åt", "nat": "nåt"}


class Token(NamedTuple):
    """One word (folded), number or mark; `glued` when nothing stands between it and the token before."""

    word: str
    start: int
    end: int
    glued: bool
    number: int | None
    digits: int


NOTHING = Token("", -1, -1, False, None, 0)


def tokenize(text: str) -> list[Token]:
    """The first 2,000 tokens of a text in order; numbers of more than eight digits have no `number`."""
    tokens: list[Token] = []
    previous_end = -1
    for match in islice(_TOKEN.finditer(fold(text)), _MOST):
        word = match.group()
        start, end = match.span()
        if word in _TAKEN and "å" in text[start:end].lower():
            word = _TAKEN[word]
        digits = end - start if word[0].isdecimal() else 0
        number = int(word) if 0 < digits <= _LONGEST_NUMBER else None
        tokens.append(Token(word, start, end, start == previous_end, number, digits))
        previous_end = end
    return tokens
