"""Strings that nobody should send: random, huge, mixed from real lines, broken, and odd letters of every kind."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

ODD = (
    "\x00", "\ud800", "\udfff", "\u202e", "\u200b", "\ufeff", "\u0301" * 40, "👨‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "ﷺ", "İ", "ß", "ŉ", "𝕳𝖏ä𝖑𝖕", "ＨＪÄＬＰ", "\u2028", "\r", "\t",
    "{", "}", "[x](item)", "␟", "/restart", "'; DROP TABLE", "<script>", "${x}", "%s%n", "../..", "112", "0" * 60, "ABC123", "a" * 400,
)  # fmt: skip
# What somebody may tell once, said without end: every list and every pattern has to bear it.
SAID = (
    "070-123 45 67", "+46 70 123 45 67", "(08) 123", "ABC 123", "a@b.se", "a.b.c", "www.x.se", "http://", "19850505-1234", "123456789012345",
    "serienummer AB123", "ärende K123-24", "12 år", "25-30", "typ 30", "180 cm", "1 m 80", "en och åttio", "kl 22.30", "igår", "i måndags",
    "den 3 maj", "maj 2026", "mellan 10 och 12", "för 2 timmar sedan", "Hornsgatan 14", "Malmö", "mot Kista", "E4", "torget i Rinkeby",
    "ICA Maxi i Haninge", "röd och blå", "svart jacka", "en vit volvo v70", "min cykel", "två män", "den andra var", "hon", "tax", "halsband",
    "blåmärken", "kortväxt", "biblioteket", "s:t", "''", "0 0 0 0 0 0 0", "1.2.3.", "nej", "knivar", "brinner",
)  # fmt: skip
BETWEEN = (" ", ", ", ". ", " och ", "\n", "-", "", " i ", "/")
LONGEST = 6_000


def strings(lines: Sequence[str], count: int, seed: int) -> Iterator[str]:
    """`count` of them; the same seed gives the same."""
    chance = random.Random(seed)
    makers = (_noise, _mixed, _cut, _repeated, _sprinkled, _told_without_end)
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


def _told_without_end(_: Sequence[str], chance: random.Random) -> str:
    said = chance.choice(BETWEEN).join(chance.choices(SAID, k=chance.randint(1, 4)))
    change = chance.choice((str, str, str.upper, str.capitalize))
    return (change(said) + chance.choice(BETWEEN)) * (1 + LONGEST // len(said))
