"""Dogs and other pets: breed, collar, and whether the animal is lost, found or only seen."""

from __future__ import annotations

from collections.abc import Iterator

from api.analysis.findings import Finding, Source
from api.analysis.reading import STOPS, Hit, Reading
from api.analysis.wordlists import WordLists

COLLAR_REACH = 4
OWN_REACH = 3
SHORT_TEXT = 20
DENIALS = frozenset({"utan", "inget", "ingen", "inga", "no", "without"})
COLLAR_COLOURS = ("colour", "colour_if_near", "colour_pair")


def find(reading: Reading, lists: WordLists) -> list[Finding]:
    """Findings `animal` (which animal; for the mentions only), `dog_breed`, `dog_collar`, `dog_status`."""
    breeds = list(_breeds(reading, lists))
    animals = reading.of_list("animal")
    findings = [_found(reading, "animal", hit.value, hit) for hit in animals]
    findings.extend(_found(reading, "dog_breed", hit.value, hit) for hit in breeds)
    collars = list(_collars(reading, lists))
    speaks_of_animals = bool(animals or breeds)
    findings.extend(collars if speaks_of_animals or _collar_alone(reading) else [])
    if speaks_of_animals or collars:
        status = _status(reading, lists, [*animals, *breeds])
        findings.extend([status] if status is not None else [])
    return sorted(findings, key=lambda each: each.start)


def _breeds(reading: Reading, lists: WordLists) -> Iterator[Hit]:
    known = reading.of_list("dog_breed")
    yield from known
    if not reading.of_list("animal") and not reading.any_of("dog_lost"):
        return
    taken = {index for hit in known for index in range(hit.first, hit.last)}
    for index, word in enumerate(reading.words):
        guess = None if index in taken or _is_name(reading, index) else lists.guess("dog_breed", word)
        if guess is not None:
            start, end = reading.spans[index]
            yield Hit("dog_breed", guess[0], index, index + 1, start, end, guess[1])


def _is_name(reading: Reading, index: int) -> bool:
    """A capital within a sentence is a place or a person; breeds are written small."""
    start, end = reading.spans[index]
    written = reading.text[start:end]
    return index > 0 and written[0].isupper() and not written.isupper() and reading.words[index - 1] not in STOPS


def _collar_alone(reading: Reading) -> bool:
    """A collar tells of an animal by itself; a harness or leash does not."""
    return any(hit.value in ("halsband", "collar") for hit in reading.of_list("dog_collar")) and bool(
        reading.any_of("dog_lost", "dog_found", "dog_seen")
    )


def _collars(reading: Reading, lists: WordLists) -> Iterator[Finding]:
    """A collar with the colours and materials written beside it: `rött halsband`, `halsband i blått`."""
    colours = {hit.first for hit in reading.any_of(*COLLAR_COLOURS)}
    for hit in reading.of_list("dog_collar"):
        if DENIALS & set(reading.before(hit.first, 1)):
            continue
        first = hit.first
        while first > 0 and hit.first - first < COLLAR_REACH:
            word = reading.words[first - 1]
            joins = word in lists.plain["collar_between"] and (
                first - 2 in colours or word not in {"och", "med", "i", "av"}
            )
            if first - 1 not in colours and not joins:
                break
            first -= 1
        last = hit.last
        if first == hit.first and reading.word(last) in {"i", "är", "var", "som"} and last + 1 in colours:
            last += 2
        start, end = reading.spans[first][0], reading.spans[last - 1][1]
        text = reading.text[start:end]
        yield Finding("dog_collar", " ".join(text.lower().split()), text, start, end, Source.LIST)


def _status(reading: Reading, lists: WordLists, animals: list[Hit]) -> Finding | None:
    lost = _first(reading, lists, "dog_lost", animals)
    found = _first(reading, lists, "dog_found", animals)
    seen = _first(reading, lists, "dog_seen", animals)
    own = _is_own(reading, lists, animals)
    if own and found is not None and lost is None:
        return _found(reading, "dog_status", "found", found)
    if own and (lost is not None or seen is not None):
        return _found(reading, "dog_status", "lost", lost or seen or animals[0])
    if found is not None and not _asks(reading, found):
        return _found(reading, "dog_status", "found", found)
    if seen is not None and (lost is None or _first_person(reading, seen) or seen.start < lost.start):
        return _found(reading, "dog_status", "seen", seen)
    if lost is not None:
        return _found(reading, "dog_status", "lost", lost)
    return None


def _first(reading: Reading, lists: WordLists, label: str, animals: list[Hit]) -> Hit | None:
    """The first hit that is not denied and stands in a sentence about an animal, in a short text anywhere."""
    denied = lists.plain["dog_found_not"]
    hits = [
        hit for hit in reading.of_list(label) if label == "dog_lost" or not denied & set(reading.before(hit.first, 2))
    ]
    sentences = [reading.sentence(animal.first) for animal in animals]
    near = [hit for hit in hits if any(first <= hit.first < last for first, last in sentences)]
    if not near and label != "dog_seen" and len(reading.words) <= SHORT_TEXT:
        return next(iter(hits), None)
    return next(iter(near), None)


def _is_own(reading: Reading, lists: WordLists, animals: list[Hit]) -> bool:
    return any(lists.plain["own_animal"] & set(reading.before(animal.first, OWN_REACH)) for animal in animals)


def _asks(reading: Reading, hit: Hit) -> bool:
    """ "Har någon hittat ..." asks for a finder."""
    return bool({"någon", "nån", "anyone", "somebody", "ni", "nagon", "nan"} & set(reading.before(hit.first, 4)))


def _first_person(reading: Reading, hit: Hit) -> bool:
    around = {*reading.before(hit.first, 3), *reading.after(hit.first, 1)}
    return bool({"jag", "vi", "i", "we", "i've"} & around) or hit.first == 0


def _found(reading: Reading, name: str, value: str, hit: Hit) -> Finding:
    return Finding(name, value, reading.text[hit.start : hit.end], hit.start, hit.end, Source.LIST, hit.confidence)
