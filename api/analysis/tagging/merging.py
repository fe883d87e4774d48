"""Rules and tagger together: what the tagger contradicts is dropped, what only it sees is added."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from api.analysis.findings import Finding, Source
from api.analysis.reading import Reading
from api.analysis.tagging.tagger import NOTHING, Tagged, Tags

# The fields whose words the tagger knows, by its labels.
FIELD_OF = {
    "place": "place", "direction": "direction", "item": "item_kind", "brand": "item_brand", "clothing": "person_clothing",
    "mark": "person_marks", "hair": "person_hair", "build": "person_build", "collar": "dog_collar",
    "make": "vehicle_make", "model": "vehicle_model", "age": "person_age", "time": "time_start",
}  # fmt: skip
LABELS_OF = {
    **{field: (label,) for label, field in FIELD_OF.items()},
    "person_gender": ("person",), "vehicle_kind": ("vehicle",), "vehicle_make": ("make", "brand"), "dog_breed": ("breed",), "time_start": ("time",), "time_end": ("time",),
    "area": ("place",),
}  # fmt: skip
# Below this share of its label a rule's finding is dropped: lists know words, not what they are said of.
DROP_BELOW = {
    "place": 0.1, "direction": 0.1, "item_kind": 0.5, "item_brand": 0.1, "person_marks": 0.5, "person_hair": 0.1,
    "person_build": 0.2, "person_clothing": 0.3, "dog_collar": 0.1, "person_gender": 0.15, "vehicle_kind": 0.03,
    "vehicle_make": 0.05, "vehicle_model": 0.1, "dog_breed": 0.1, "area": 0.1,
}  # fmt: skip
# A relative is often only somebody who tells or comes along; "pensionär" and "bebis" are seldom told for the age.
DROP_KIN_BELOW = 0.4
DROP_AGE_WORD_BELOW = 0.1
# From this share on, words that no rule knows are taken.
ADD_FROM = {"vehicle_make": 0.7, "item_kind": 0.65, "person_age": 0.35}
ADD_FROM_ELSE = 0.5
# How the reporter knows is often left unsaid; an animal is nearly always lost, found or seen.
SAID_FROM = {"basis": 0.75, "dog_status": 0.5}
# "Cykel stulen, Hjo" may be a notice about anybody's: without a word for the reporter it has to be all but certain.
UNSAID_FROM = 0.95
REPORTER = frozenset({
    "jag", "ja", "vi", "mig", "mej", "oss", "min", "mitt", "mina", "vår", "våran", "vårt", "vårat", "våra",
    "me", "my", "mine", "we", "us", "our", "ours", "i'm", "i've", "we've", "i’m", "i’ve", "we’ve",
})  # fmt: skip
# Taken down as the reporter wrote it: where the tagger sees more of the words, they are the better value.
AS_WRITTEN = frozenset({"person_marks", "person_hair", "person_build", "direction", "dog_collar"})
# These come with the best first; the others in the order of the text.
BEST_FIRST = frozenset({"place", "area", "time_start", "time_end"})
MEANT_FROM = 0.5
SURE = ("plate", "vin", "phone", "email", "imei", "dog_chip", "notice_ref", "item_serial")

ValueOf = Callable[[str, str, str], Any]
"""A field's name, the words and the language: the value, None where the words give none."""


def merged(reading: Reading, found: Sequence[Finding], tags: Tags, value: ValueOf) -> list[Finding]:
    """`found` by the rules, as the tagger sees it: in the order of the text, places and times the meant ones first."""
    kept = [_widened(reading, one, tags) for one in found if _share_of(reading, one, tags) >= _needed(reading, one)]
    kept = [one for one in kept if one.name != "vehicle_make" or not _came_with_dropped(one, found, kept)]
    kept += _added(reading, kept, tags, value)
    rest = [one for one in kept if one.name not in {"basis", "dog_status", *BEST_FIRST}]
    rest += [*_said("basis", tags.basis, kept, reading), *_said("dog_status", tags.dog_status, kept, reading)]
    rest.sort(key=lambda one: (one.start, one.end))
    best = [one for one in kept if one.name in BEST_FIRST]
    best.sort(key=lambda one: one.name in ("place", "area") and _share_of(reading, one, tags) < MEANT_FROM)
    return [*rest, *best]


def _came_with_dropped(make: Finding, found: Sequence[Finding], kept: Sequence[Finding]) -> bool:
    """Whether only a model brought the make along, and the tagger takes it for none: "min häst Mustang"."""
    where = ("vehicle_model", make.start, make.end)
    brought, left = ([(one.name, one.start, one.end) for one in ones] for ones in (found, kept))
    return where in brought and where not in left


def _needed(reading: Reading, one: Finding) -> float:
    """The share below which the rules' finding is dropped."""
    if one.name == "person_gender" and any(hit.start == one.start for hit in reading.of_list("person_family")):
        return DROP_KIN_BELOW
    if one.name == "person_age":
        return DROP_AGE_WORD_BELOW if one.source is Source.LIST else 0.0
    return DROP_BELOW.get(one.name, 0.0)


def _widened(reading: Reading, one: Finding, tags: Tags) -> Finding:
    if one.name not in AS_WRITTEN:
        return one
    for tagged in tags.spans:
        start, end = _characters(reading, tagged)
        if tagged.label in LABELS_OF[one.name] and start <= one.start and one.end <= end:
            text = reading.text[start:end]
            return replace(one, value=text, text=text, start=start, end=end)
    return one


def _share_of(reading: Reading, one: Finding, tags: Tags) -> float:
    """How probably the tagger takes any of the finding's words for what it is; 1 for what the tagger does not know."""
    labels = LABELS_OF.get(one.name)
    if labels is None:
        return 1.0
    words = range(reading.word_at(one.start), reading.word_at(max(one.start, one.end - 1)) + 1)
    return max((_share(tags, label, index) for label in labels for index in words), default=0.0)


def _share(tags: Tags, label: str, index: int) -> float:
    shares = tags.shares.get(label, ())
    if index < len(shares):
        return shares[index]
    # Behind what the tagger reads, the rules are believed; a label that it never learned has no share.
    return 1.0 if tags.shares and index >= max(map(len, tags.shares.values())) else 0.0


def _added(reading: Reading, kept: Sequence[Finding], tags: Tags, value: ValueOf) -> list[Finding]:
    added: list[Finding] = []
    for tagged in tags.spans:
        name = FIELD_OF.get(tagged.label)
        if name is None or tagged.probability < ADD_FROM.get(name, ADD_FROM_ELSE):
            continue
        start, end = _characters(reading, tagged)
        # A number that a pattern knows is nothing else: "Transit DHW 53L" is no model DHW.
        if any(one.name in (name, *SURE) and one.start < end and start < one.end for one in kept):
            continue
        # A bare "nu" is the time only where no other is told.
        if name == "time_start" and any(one.name == name for one in [*kept, *added]):
            continue
        text = reading.text[start:end]
        found = value(name, text, reading.language)
        if found is not None:
            added.append(Finding(name, found, text, start, end, Source.MODEL, tagged.probability))
    return added


def _characters(reading: Reading, tagged: Tagged) -> tuple[int, int]:
    return reading.spans[tagged.first][0], reading.spans[tagged.last - 1][1]


def _said(name: str, said: tuple[str, float], kept: Sequence[Finding], reading: Reading) -> Iterator[Finding]:
    """What the whole message says; the words are the rule's, where one found something, else the first sentence."""
    label, probability = said
    by_rule = next((one for one in kept if one.name == name), None)
    if by_rule is not None and by_rule.value == "heard_from_other" != label:
        # "Vakten säger att vi ska gå" tells of the guard, not of where the matter is known from.
        by_rule = None
    if by_rule is not None and (probability < SAID_FROM[name] or by_rule.value == label):
        yield by_rule
    elif label != NOTHING and probability >= _said_from(name, reading):
        start, end = (by_rule.start, by_rule.end) if by_rule else _first_sentence(reading)
        yield Finding(name, label, reading.text[start:end], start, end, Source.MODEL, probability)


def _said_from(name: str, reading: Reading) -> float:
    if name != "basis" or REPORTER & set(reading.words) or (reading.language == "en" and "i" in reading.words):
        return SAID_FROM[name]
    return UNSAID_FROM


def _first_sentence(reading: Reading) -> tuple[int, int]:
    first, last = reading.sentence(0)
    return reading.spans[first][0], reading.spans[max(first, last - 1)][1]
