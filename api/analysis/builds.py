"""A person's build: `smal`, `kraftig`, `lång`, where the word is about a body and not about a queue or a jacket."""

from __future__ import annotations

from collections.abc import Iterator

from api.analysis.findings import Finding, Source
from api.analysis.reading import STOPS, Hit, Reading
from api.analysis.wordlists import WordLists

# Builds that are everyday words: they need a person close by and no garment, hair or vehicle after them.
EVERYDAY_BUILDS = frozenset({"lång", "kort", "stor", "kraftig", "smal", "överviktig", "mager", "späd"})
ONE_OF_THEM = frozenset({"ena", "andra", "andre", "ene", "tredje"})


def find(reading: Reading, lists: WordLists, findings: list[Finding]) -> Iterator[Finding]:
    """Every `person_build` that is said of a person; `findings` are hair, clothes and ages found already."""
    people = [hit.first for hit in reading.any_of("person_noun", "person_any", "person_family", "person_pronoun")]
    people.extend(index for index, word in enumerate(reading.words) if word in ONE_OF_THEM)
    covered = [one for one in findings if one.name in ("person_hair", "person_clothing", "person_age")]
    for hit in reading.of_list("person_build"):
        if any(hit.start < one.end and hit.end > one.start for one in covered):
            continue
        if (
            hit.value in EVERYDAY_BUILDS
            and " " not in reading.text[hit.start : hit.end]
            and not _says_build(reading, lists, hit, people)
        ):
            continue
        text = reading.text[hit.start : hit.end]
        yield Finding("person_build", hit.value, text, hit.start, hit.end, Source.LIST, hit.confidence)


def _says_build(reading: Reading, lists: WordLists, hit: Hit, people: list[int]) -> bool:
    words = reading.words
    described = {one.first for one in reading.any_of("person_build", "colour", "age_word", "hair_look", "hair_word")}
    unknown = 0
    for index in range(hit.last, min(hit.last + 4, len(words))):
        if index in people:
            return True
        unknown += index not in described and words[index] not in {"och", "and", ","}
        if words[index] in STOPS or words[index] in {"med", "i", "bil", "hår"} or unknown > 1:
            break
    reach = 16 if reading.word(hit.first - 1) == "," else 8
    before = any(first < hit.first <= first + reach and not set(words[first : hit.first]) & STOPS for first in people)
    return before and reading.word(hit.first - 1) in lists.plain["build_after"] and _ends_here(reading, hit.last)


def _ends_here(reading: Reading, index: int) -> bool:
    """Whether no noun follows that the word could belong to (a long queue, a short jacket)."""
    word = reading.word(index)
    return (
        not word
        or word in STOPS
        or not word.isalpha()
        or word in {"och", "and", "med", "i", "with", "in", "som", "ca", "cirka", "runt", "person"}
    )
