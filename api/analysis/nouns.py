"""The dictionary form of a Swedish noun as somebody typed it: `väskan`, `väskorna` and `väskor` are a `väska`."""

from __future__ import annotations

from collections.abc import Container, Iterator

# Said of one thing in the plural; the ending of a compound tells.
_PLURAL = (
    "skor", "byxor", "tofflor", "skidor", "lurar", "stövlar", "kläder", "pengar", "jeans", "handskar", "vantar", "strumpor",
    "sandaler", "kängor", "glasögon", "nycklar", "kontanter", "verktyg", "smycken", "tights", "shorts", "leggings",
    "möbler", "pjäxor", "skridskor", "sneakers", "boots", "airpods", "kalsonger", "trosor",
)  # fmt: skip
_VOWELS = "aeiouyåäöé"
_SHORT = 3


def base_form(word: str, known: Container[str]) -> str:
    """`word` in the singular without an article; `known` are nouns that are sure to be in that form.

    The longest known end of a candidate decides ("klipparen" ends in the known "klippare"); without
    one the commonest declension does. An English or unknown word comes back with little changed.
    """
    lower = word.lower()
    plural = _plural_of(lower, known)
    if plural is not None:
        return plural
    if lower in known or len(lower) < 4:
        return lower
    candidates = list(_candidates(lower))
    best = max(candidates, key=lambda one: _known_end(one, known), default=lower)
    return best if _known_end(best, known) else (candidates[0] if candidates else lower)


def _plural_of(word: str, known: Container[str]) -> str | None:
    """`skor` and `skorna` are `skor`; `väskor` are several of a `väska`."""
    for ending in ("na", "a", ""):
        plural = word.removesuffix(ending)
        if word.endswith(ending) and plural.endswith(_PLURAL):
            singular = plural.removesuffix("or") + "a"
            return None if plural.endswith("skor") and _known_end(singular, known) > _SHORT else plural
    return None


def _known_end(word: str, known: Container[str]) -> int:
    return next((len(word) - cut for cut in range(len(word) - 2) if word[cut:] in known), 0)


def _candidates(word: str) -> Iterator[str]:
    """The likeliest first."""
    for ending, rest in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            stem = word[: -len(ending)]
            yield from (stem + new for new in rest)
            if ending in ("ar", "arna", "er", "erna") and stem[-1] in "lnr" and stem[-2] not in _VOWELS:
                yield f"{stem[:-1]}e{stem[-1]}"  # nycklar: nyckel
            if stem[-2:-1] == stem[-1:] and stem[-1] in "mn":
                yield stem[:-1]  # programmen: program
            return


_ENDINGS = (
    ("orna", ("a",)),
    ("arna", ("", "e", "are")),
    ("erna", ("", "e")),
    ("aren", ("are", "ar")),
    ("are", ("are",)),
    ("or", ("a", "or")),
    ("ar", ("", "e", "are")),
    ("er", ("", "er")),
    ("an", ("a",)),
    ("en", ("", "e", "en")),
    ("et", ("", "e", "et")),
    ("eln", ("el",)),
    ("ern", ("er",)),
    ("orn", ("or",)),
    ("rn", ("r",)),
    ("ln", ("l",)),
    ("ot", ("o", "ot")),
    ("on", ("o", "on")),
    ("ns", ("n",)),
    ("ts", ("t",)),
)
