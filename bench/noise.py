"""What hurried fingers and foreign keyboards do to a line: dropped dots, changed case, slips of the finger."""

from __future__ import annotations

import random

_PLAIN = str.maketrans("åäöÅÄÖéÉ", "aaoAAOeE")
_NEAR = {
    "a": "sq", "s": "ad", "d": "sf", "e": "rw", "r": "et", "t": "ry", "i": "uo", "o": "ip", "n": "mb", "m": "n", "l": "k", "k": "lj",
    "g": "fh", "h": "gj", "u": "iy", "p": "o", "v": "cb", "b": "vn", "f": "dg", "c": "xv",
}  # fmt: skip


def without_dots(line: str, _: random.Random) -> str:
    return line.translate(_PLAIN)


def other_case(line: str, chance: random.Random) -> str:
    return chance.choice((str.upper, str.lower))(line)


def slips(line: str, chance: random.Random) -> str:
    """One slip in a line, one more for every forty letters: a letter twice, left out, swapped, or its neighbour on the keyboard."""
    letters = list(line)
    for _ in range(1 + len(line) // 40):
        at = [i for i, letter in enumerate(letters) if letter.isalpha()]
        if not at:
            break
        i = chance.choice(at)
        match chance.randrange(4):
            case 0:
                letters.insert(i, letters[i])
            case 1:
                del letters[i]
            case 2 if i + 1 < len(letters):
                letters[i], letters[i + 1] = letters[i + 1], letters[i]
            case _:
                letters[i] = chance.choice(_NEAR.get(letters[i].lower(), letters[i]))
    return "".join(letters)


KINDS = {"without åäö": without_dots, "in another case": other_case, "with slips": slips}
