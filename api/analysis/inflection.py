"""The forms in which a Swedish or English word of a list is written: endings, and letters without rings and dots."""

from __future__ import annotations

from collections.abc import Iterator

VOWELS = "aeiouyåäöé"


def noun_forms(word: str) -> Iterator[str]:
    """`word` and its regular Swedish endings; for an English noun they are harmless. Longer than needed on purpose."""
    yield word
    yield word + "s"
    stem = word[:-1]
    if word.endswith("a"):
        yield from (word + "n", word + "ns", stem + "or", stem + "orna", stem + "ornas")
    elif word.endswith("e"):
        yield from (word + "n", word + "ns", word + "t", stem + "ar", stem + "arna", stem + "er", word + "n" + "a")
    elif word.endswith(("el", "er", "en")) and len(word) > 4:
        short = word[:-2] + word[-1]
        yield from (word + "n", word + "ns", short + "ar", short + "arna", word + "na", short + "et", word + "s")
        yield from (word + "et", word + "en", word + "erna")
    elif word.endswith("or") and len(word) > 4:
        yield from (word + "n", word + "ns", word + "er", word + "erna")
    elif word[-1] in VOWELS:
        yield from (word + "n", word + "ns", word + "t", word + "er", word + "erna", word + "ar", word + "arna")
    else:
        yield from (word + "en", word + "ens", word + "et", word + "ets", word + "n")
        yield from (word + "ar", word + "arna", word + "er", word + "erna", word + "arnas")


def adjective_forms(word: str) -> Iterator[str]:
    """`word` (`svart`, `röd`, `grå`) in its genders and numbers."""
    yield word
    yield from (word + "a", word + "e", word + "t", word + "ast", word + "aste", word + "are")
    if word.endswith("d"):
        yield from (word[:-1] + "t", word[:-1] + "tt")
    elif word.endswith("t"):
        yield word + "t"
    elif word.endswith(("å", "a")):
        yield word + "tt"
    elif word.endswith(("er", "el", "en")):
        yield word[:-2] + word[-1] + "a"


def no_forms(word: str) -> Iterator[str]:
    yield word


FORMS = {"noun": noun_forms, "adjective": adjective_forms, "none": no_forms}
