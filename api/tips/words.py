"""What is indexed of a tip: stems of its words and exact values, as keyed hashes."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

WORD = re.compile(r"\w+")
LONGEST = 2_000
# A value that somebody will look for exactly.
EXACT_FIELDS = ("plate", "phone", "email", "dog_chip", "imei", "vin", "item_serial", "notice_ref")


# Snowball's Swedish stemmer was measured first: of 85 everyday nouns and adjectives it parted the forms
# of 47 (väska from väskan, inbrott from inbrottet, cykel from cyklar). Endings go one after the other here, so
# that every form passes through its word; two words that meet are a hit too many, and none is missed.
ENDINGS = ("arna", "orna", "erna", "ena", "ar", "or", "er", "an", "en", "et", "a", "e", "s")
LONG_ENDINGS = ("ad", "at")
SHORTEST = 3
VOWELS = "aeiouyåäöé"
# cykeln, datorn, taxin: a bare -n or -t; cykel, fingr(ar), vapn(et): what comes and goes before l, r and n.
BARE = re.compile(r"(?<=[eo][lr])n$|(?<=[iouyåöé])n$|(?<=[lnr])t$")
FLEETING = (
    (re.compile(r"(?<=[^aeiouyåäöé])el$"), "l"),
    (re.compile(r"(?<=[^aeiouyåäölr])r$"), ""),
    (re.compile(r"(?<=[bdfgkptv])n$"), ""),
    (re.compile(r"([mn])\1"), r"\1"),
)


@lru_cache(maxsize=1)
def irregular() -> dict[str, str]:
    """Each form that no ending leads back, and its word."""
    known: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "stems.yml").read_text("utf-8"))
    return {form: word for word, forms in known.items() for form in forms}


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """What all forms of a Swedish word have in common, lower case."""
    form = word.casefold()
    form = irregular().get(form) or irregular().get(form.removesuffix("s")) or form
    while (shorter := _shorter(form)) != form:
        form = shorter
    return form


def _shorter(form: str) -> str:
    """Without one ending; the same when there is none left."""
    for ending in ENDINGS:
        if form.endswith(ending) and _is_stem(rest := form.removesuffix(ending), SHORTEST):
            return rest
    for ending in LONG_ENDINGS:
        if form.endswith(ending) and _is_stem(rest := form.removesuffix(ending), SHORTEST + 1):
            return rest
    if _is_stem(rest := BARE.sub("", form), SHORTEST) and rest != form:
        return rest
    for pattern, kept in FLEETING:
        if _is_stem(rest := pattern.sub(kept, form), SHORTEST) and rest != form:
            return rest
    return form


def _is_stem(rest: str, shortest: int) -> bool:
    return len(rest) >= shortest and any(letter in VOWELS for letter in rest)


def words(text: str) -> list[str]:
    return WORD.findall(text)[:LONGEST]


def stems(text: str) -> set[str]:
    """The stems in a text; single characters are left out."""
    return {stem(w) for w in words(text) if len(w) > 1}


def exact_values(fields: dict[str, dict[str, Any]]) -> set[tuple[str, str]]:
    """(field, normalised value) of the fields that are looked for exactly."""
    return {(name, "".join(str(fields[name]["value"]).split()).casefold()) for name in EXACT_FIELDS if name in fields}
