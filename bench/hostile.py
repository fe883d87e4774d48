"""Strings that nobody should send: random, huge, mixed from real lines, broken, and odd letters of every kind."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

ODD = (
    "\x00", "\ud800", "\udfff", "\u202e", "\u200b", "\ufeff", "\u0301" * 40, "👨‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "ﷺ", "İ", "ß", "ŉ", "𝕳𝖏ä𝖑𝖕", "ＨＪÄＬＰ", "\u2028", "\r", "\t",
    "{", "}", "[x](item)", "␟", "/restart", "'; DROP TABLE", "<script>", "${x}", "%s%n", "../..", "112", "0" * 60, "ABC123", "a" * 400,
)  # fmt: skip
LONGEST = 6_000


def strings(lines: Sequence[str], count: int, seed: int) -> Iterator[str]:
    """`count` of them; the same seed gives the same."""
    chance = random.Random(seed)
    makers = (_noise, _mixed, _cut, _repeated, _sprinkled)
    for _ in range(count):
        yield chance.choice(makers)(lines, chance)[:LONGEST]


def _noise(_: Sequence[str], chance: random.Random) -> str:
    reach = chance.choice((0x7F, 0x24F, 0x2FFF, 0x1FFFF))
    return "".join(chr(chance.randint(0, reach)) for _ in range(chance.randint(0, 300)))


def _mixed(lines: Sequence[str], chance: random.Random) -> str:
    words = " ".join(chance.choices(lines, k=chance.randint(1, 12))).split()
    chance.shuffle(words)
    return " ".join(words)


def _cut(lines: Sequence[str], chance: random.Random) -> str:
    line = chance.choice(lines)
    return line[chance.randint(0, len(line)) :] + chance.choice(ODD) + line[: chance.randint(0, len(line))]


def _repeated(lines: Sequence[str], chance: random.Random) -> str:
    piece = chance.choice([*ODD, chance.choice(lines), "!", "?", "\n", "den ", "mellan 1 och ", "kl ", "i ", "inte "])
    return piece * chance.randint(1, 1 + LONGEST // max(1, len(piece)))


def _sprinkled(lines: Sequence[str], chance: random.Random) -> str:
    letters = list(chance.choice(lines))
    for _ in range(chance.randint(1, 8)):
        letters.insert(chance.randint(0, len(letters)), chance.choice(ODD))
    return "".join(letters)
