"""Colours, and what each belongs to: the vehicle, the dog, the thing or the garment."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from api.analysis.findings import Finding, Source
from api.analysis.reading import STOPS, Hit, Reading
from api.analysis.wordlists import WordLists

RIGHT_REACH = 4
LEFT_REACH = 9
NEAR = 3
SHORT_TEXT = 6
ARTICLES = frozenset({"en", "ett", "den", "det", "de", "dom", "the", "a", "an", "vid", "mot", "mitt"})
BETWEEN_COLOURS = frozenset(
    {
        "och",
        "and",
        "eller",
        "or",
        "/",
        "-",
        ",",
        "&",
        "med",
        "inte",
        "utan",
        "not",
        "but",
        "nästan",
        "lite",
        "kanske",
        "maybe",
    }
)
NOT_KNOWN = frozenset({"vet", "minns", "vetja", "know", "remember", "sure", "säker", "kommer"})


@dataclass(frozen=True, slots=True)
class Coloured:
    """A colour and the finding of the thing that has it; None when the text does not say."""

    finding: Finding
    owner: Finding | None


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that may have a colour. A thing without a finding (a house) takes its colour out of the tip."""

    first: int
    last: int
    finding: Finding | None


@dataclass(frozen=True, slots=True)
class Scene:
    """The things of one text, looked up by word, and the words that are colours."""

    things: list[Thing]
    starting: dict[int, Thing]
    covering: dict[int, Thing]
    colours: set[int]

    @classmethod
    def of(cls, reading: Reading, findings: list[Finding]) -> Scene:
        things = _things(reading, findings)
        starting: dict[int, Thing] = {}
        covering: dict[int, Thing] = {}
        for thing in things:
            starting.setdefault(thing.first, thing)
            if thing.finding is not None:
                for index in range(thing.first, thing.last):
                    covering.setdefault(index, thing)
        return cls(things, starting, covering, {hit.first for hit, _ in _colour_hits(reading)})


def find(reading: Reading, lists: WordLists, findings: list[Finding]) -> list[Coloured]:
    """The colours that hold: without the ones denied ("inte blå") or taken back ("nej, grön")."""
    scene = Scene.of(reading, findings)
    elsewhere = _of_something_else(findings)
    held: list[Coloured] = []
    last_owner: Finding | None = None
    last_index = -100
    for hit, values in _colour_hits(reading):
        if hit.start in elsewhere:
            continue
        target = _target(reading, lists, hit, scene)
        if target is _NOBODY or (target is None and hit.label == "colour_if_near"):
            continue
        owner = target.finding if target is not None else None
        corrects = hit.first - last_index <= 8 and _corrects(reading, lists, last_index, hit.first)
        if owner is None or corrects:
            owner = last_owner if hit.first - last_index <= 8 and (corrects or owner is None) else owner
        if _denied(reading, lists, hit.first):
            held = [one for one in held if not (one.owner is owner and one.finding.value in values)]
        else:
            if corrects:
                held = [one for one in held if one.owner is not owner]
            held.extend(Coloured(_found(reading, hit, value), owner) for value in values)
        last_owner, last_index = owner, hit.first
    return held


_NOBODY = Thing(-1, -1, None)


def _colour_hits(reading: Reading) -> Iterator[tuple[Hit, list[str]]]:
    for hit in reading.any_of("colour", "colour_if_near", "colour_pair"):
        yield hit, hit.value.split() if hit.label == "colour_pair" else [hit.value]


def _things(reading: Reading, findings: list[Finding]) -> list[Thing]:
    owners = (
        "vehicle_kind",
        "vehicle_make",
        "vehicle_model",
        "plate",
        "person_clothing",
        "dog_breed",
        "item_kind",
        "item_brand",
    )
    things = [
        _thing(reading, one)
        for one in findings
        if one.name in owners or one.name in ("person_gender", "animal", "dog_collar")
    ]
    covered = {thing.first for thing in things}
    for label in ("colour_of_other", "person_noun", "person_any"):
        things.extend(Thing(hit.first, hit.last, None) for hit in reading.of_list(label) if hit.first not in covered)
    return sorted(things, key=lambda each: each.first)


def _thing(reading: Reading, finding: Finding) -> Thing:
    bodiless = finding.name in ("person_gender", "dog_collar")
    first = reading.word_at(finding.start)
    return Thing(first, reading.word_at(max(finding.start, finding.end - 1)) + 1, None if bodiless else finding)


def _of_something_else(findings: list[Finding]) -> set[int]:
    """The characters of hair, collars and model names, which hold their colours already ("svart hår", "rött halsband")."""
    owners = ("person_hair", "dog_collar", "person_marks", "vehicle_model", "dog_breed", "place")
    return {at for one in findings if one.name in owners for at in range(one.start, one.end)}


def _target(reading: Reading, lists: WordLists, hit: Hit, scene: Scene) -> Thing | None:
    """The thing with the colour, `_NOBODY` when it is something that does not matter, None when nothing is near."""
    at_once = next((scene.covering[at] for at in range(hit.first, hit.last) if at in scene.covering), None)
    if at_once is not None:
        return at_once
    right = _right(reading, lists, hit, scene)
    if right is not None:
        return right if right.finding is not None else _NOBODY
    if reading.word(hit.first - 1) == "mot":
        return _NOBODY
    if reading.word(hit.first - 1) in ARTICLES and _is_plain_word(lists, reading.word(hit.last)):
        return _NOBODY
    nearest = _left(reading, hit, scene)
    if nearest is None:
        return _NOBODY if len(reading.words) > SHORT_TEXT and _is_plain_word(lists, reading.word(hit.last)) else None
    limit = NEAR if hit.label == "colour_if_near" else LEFT_REACH
    if hit.first - nearest.last > limit:
        return None if hit.label == "colour_if_near" or nearest.finding is None else nearest
    return nearest if nearest.finding is not None else _NOBODY


def _left(reading: Reading, hit: Hit, scene: Scene) -> Thing | None:
    """The last thing before the colour in its sentence."""
    begins, _ = reading.sentence(hit.first)
    before = bisect_left(scene.things, hit.first, key=_first_word)
    return next((one for one in reversed(scene.things[:before]) if begins <= one.last <= hit.first), None)


def _first_word(thing: Thing) -> int:
    return thing.first


def _right(reading: Reading, lists: WordLists, hit: Hit, scene: Scene) -> Thing | None:
    limit = 2 if hit.label == "colour_if_near" else RIGHT_REACH
    for index in range(hit.last, min(hit.last + limit + 2, len(reading.words))):
        if index in scene.starting:
            return scene.starting[index]
        word = reading.words[index]
        if word in STOPS:
            return None
        if word in BETWEEN_COLOURS and (
            index + 1 in scene.colours or (index + 2 in scene.colours and reading.words[index + 1] in BETWEEN_COLOURS)
        ):
            if reading.word(hit.first - 1) in {"är", "var", "is", "was", "are"}:
                return None
            continue
        if index in scene.colours:
            continue
        if word in lists.plain["colour_phrase_end"] or index - hit.last >= limit:
            return None
    return None


def _is_plain_word(lists: WordLists, word: str) -> bool:
    return word[:1].isalpha() and word not in lists.plain["colour_phrase_end"] and word not in BETWEEN_COLOURS


def _denied(reading: Reading, lists: WordLists, index: int) -> bool:
    for back in (1, 2, 3):
        word = reading.word(index - back)
        if word in lists.plain["colour_negation"]:
            return reading.word(index - back - 1) not in NOT_KNOWN
        if back == 1 and word not in ARTICLES and word not in {"helt", "mörk", "ljus"}:
            return False
    return False


def _corrects(reading: Reading, lists: WordLists, last: int, index: int) -> bool:
    return last >= 0 and any(word in lists.plain["colour_correction"] for word in reading.words[last + 1 : index])


def _found(reading: Reading, hit: Hit, value: str) -> Finding:
    return Finding("colour", value, reading.text[hit.start : hit.end], hit.start, hit.end, Source.LIST, hit.confidence)
