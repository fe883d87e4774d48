"""What is indexed of a tip: stems of its words and exact values, as keyed hashes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import snowballstemmer

WORD = re.compile(r"\w+")
LONGEST = 2_000
# A value that somebody will look for exactly.
EXACT_FIELDS = ("plate", "phone", "email", "dog_chip", "imei", "vin", "item_serial", "notice_ref")


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    return snowballstemmer.stemmer("swedish")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word's Swedish stem, lower case."""
    stemmed = str(_stemmer().stemWord(word.casefold()))
    # The stemmer leaves "cykeln" as it is, which would then miss "cykel".
    return stemmed[:-1] if stemmed.endswith("eln") else stemmed


def words(text: str) -> list[str]:
    return WORD.findall(text)[:LONGEST]


def stems(text: str) -> set[str]:
    """The stems in a text; single characters are left out."""
    return {stem(w) for w in words(text) if len(w) > 1}


def exact_values(fields: dict[str, dict[str, Any]]) -> set[tuple[str, str]]:
    """(field, normalised value) of the fields that are looked for exactly."""
    return {(name, "".join(str(fields[name]["value"]).split()).casefold()) for name in EXACT_FIELDS if name in fields}
