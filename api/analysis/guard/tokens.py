"""Cuts a message into words, each in one spelling and with its place in the message.

Pure and total: any `str` is read, lone surrogates and NUL included.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Set
from dataclasses import dataclass

# A message says what it is about at its beginning and its end; the cap keeps any string under a few milliseconds.
HEAD = 2400
TAIL = 1200

_TOKEN = re.compile(
    r"\d+(?:[.:,]\d+)+"
    r"|[^\W_][\w\u0300-\u036f\u00ad\u200b-\u200d]*(?:['’´`][^\W_][\w\u0300-\u036f]*)*"
    r"|[.!?…\n]+"
    r"|[\u2600-\u27bf\U0001f100-\U0001faff]"
)
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200d'’´`_]")
_ELONGATED = re.compile(r"([^\W\d])\1{2,}")
_DOUBLED = re.compile(r"([^\W\d])\1+")
_FOLD = str.maketrans({"å": "a", "ä": "a", "ö": "o", "é": "e", "è": "e", "æ": "a", "ø": "o", "ü": "u"})
_KEPT_NUMBERS = frozenset({"112", "114", "14", "11414", "1177", "90101", "90390", "116", "111", "911", "999"})

END = "."
QUESTION = "?"
SHOUT = "!"
ENDINGS = frozenset({END, QUESTION, SHOUT})


def fold(word: str) -> str:
    """The word without å, ä and ö, as many write it on a foreign or broken keyboard."""
    return word.translate(_FOLD)


def collapse(word: str) -> str:
    """The word with every repeated letter once: "snällla" and "snälla" both give "snäla"."""
    return _DOUBLED.sub(r"\1", word)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a message, side by side.

    `forms[i]` is spelled with its åäö, `folded[i]` without; ends of sentences are tokens of
    their own (`.`, `?`, `!`). `spans[i]` is (start, end) in code points of the message. `numbers` are
    those that the lexicon lists, by place, as they were written; the forms name the kind of a number only.
    """

    forms: list[str]
    folded: list[str]
    spans: list[tuple[int, int]]
    shouted: bool
    numbers: Mapping[int, str]


def cut(text: str, restore: Mapping[str, str], listed: Set[str] = frozenset()) -> Tokens:
    """Cuts a message; `restore` gives the known word for a collapsed, elongated one, `listed` are numbers ("47", "3d")."""
    forms: list[str] = []
    spans: list[tuple[int, int]] = []
    if len(text) <= HEAD + TAIL:
        _cut_part(text, 0, restore, forms, spans)
    else:
        _cut_part(text[:HEAD], 0, restore, forms, spans)
        forms.append(END)
        spans.append((HEAD, HEAD))
        _cut_part(text[-TAIL:], len(text) - TAIL, restore, forms, spans)
    sample = text[:400]
    shouted = len(sample) > 5 and sample.upper() == sample and sample.lower() != sample
    numbers = {
        at: found for at, form in enumerate(forms) if form[0] == "#" and (found := _listed(text, spans[at], listed))
    }
    return Tokens(forms, [fold(form) for form in forms], spans, shouted, numbers)


def _listed(text: str, span: tuple[int, int], listed: Set[str]) -> str | None:
    start, end = span
    written = text[start:end].casefold()
    with_sign = f"+{written}" if text[max(0, start - 1) : start] == "+" else written
    return next((number for number in (with_sign, written) if number in listed), None)


def _cut_part(
    part: str, offset: int, restore: Mapping[str, str], forms: list[str], spans: list[tuple[int, int]]
) -> None:
    for match in _TOKEN.finditer(part):
        start, end = match.span()
        forms.append(_form(match.group(), restore))
        spans.append((start + offset, end + offset))


def _form(word: str, restore: Mapping[str, str]) -> str:
    first = word[0]
    if first in ".!?…\n":
        return QUESTION if "?" in word else SHOUT if "!" in word else END
    if not word.isascii():
        word = unicodedata.normalize("NFKC", word)
    word = _INVISIBLE.sub("", word.casefold()) or first
    if first.isdigit():
        return _number(word)
    if _ELONGATED.search(word):
        once = collapse(word)
        return restore.get(once, once)
    return word


def _number(word: str) -> str:
    """Numbers stand for their kind, so that the model never learns anybody's."""
    if word in _KEPT_NUMBERS:
        return word
    if not word.isdecimal():
        return "#clock" if len(word) <= 5 and word[:1].isdigit() and word[-1:].isdigit() else "#mixed"
    if len(word) == 4 and word[:2] in {"19", "20"}:
        return "#year"
    return f"#{min(len(word), 6)}"
