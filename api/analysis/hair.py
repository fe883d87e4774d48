"""A person's hair, as written: `kort mörkt hår`, `flintskallig`, `long blonde hair`."""

from __future__ import annotations

from collections.abc import Iterator

from api.analysis.findings import Finding, Source
from api.analysis.reading import Reading
from api.analysis.wordlists import WordLists

HAIR_ENDINGS = ("blont", "brunt", "mörkt", "färgat", "klippt", "långt", "lockigt", "slickat", "kammat")
IS = frozenset({"är", "var", "is", "was"})
HAS = frozenset({"han", "hon", "som", "den", "jag", "och", "de", "det"})


def find(reading: Reading, lists: WordLists) -> list[Finding]:
    """Every description of hair, the ones with the noun first where both would do."""
    hair_words = {hit.first for hit in reading.of_list("hair_word")}
    hair_words |= {index for index, word in enumerate(reading.words) if word.endswith(HAIR_ENDINGS)}
    findings = list(_before_noun(reading, lists, hair_words))
    for hit in reading.of_list("hair_look"):
        covered = any(one.start < hit.end and one.end > hit.start for one in findings)
        if not covered and not _says_other(reading, hit.first, hit.last):
            findings.append(_finding(reading, hit.first, hit.last, 0.9))
    return findings


def _before_noun(reading: Reading, lists: WordLists, hair_words: set[int]) -> Iterator[Finding]:
    for index, word in enumerate(reading.words):
        if word not in lists.plain["hair_noun"]:
            continue
        first = index
        while first > 0 and _joins(reading, lists, hair_words, first - 1):
            first -= 1
        if word == "har" and (
            first == index
            or reading.words[index - 1] not in lists.plain["hair_without_ring"]
            or reading.word(index - 2) in HAS
        ):
            continue
        if first < index:
            yield _finding(reading, first, index + 1, 1.0)
        elif reading.word(index + 1) in IS and index + 2 in hair_words:
            yield _finding(reading, index, index + 3, 0.9)


def _joins(reading: Reading, lists: WordLists, hair_words: set[int], index: int) -> bool:
    """Whether the word belongs to the hair after it. Past a comma it must agree with `hår` ("lång, ljust hår")."""
    if index in hair_words:
        return True
    if reading.words[index] not in lists.plain["hair_between"] or index - 1 not in hair_words:
        return False
    return reading.words[index] != "," or reading.words[index - 1].endswith("t") or reading.language == "en"


def _says_other(reading: Reading, first: int, last: int) -> bool:
    """A long-haired dachshund: the look belongs to the noun that follows, or is part of its name."""
    nouns = reading.any_of("dog_breed", "animal", "colour_of_other", "vehicle_kind")
    return any(hit.first == last or hit.first <= first < hit.last for hit in nouns)


def _finding(reading: Reading, first: int, last: int, confidence: float) -> Finding:
    start, end = reading.spans[first][0], reading.spans[last - 1][1]
    text = reading.text[start:end]
    return Finding("person_hair", " ".join(text.lower().split()), text, start, end, Source.LIST, confidence)
