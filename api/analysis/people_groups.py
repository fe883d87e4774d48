"""Who is described: the findings about people, divided among the people spoken of."""

from __future__ import annotations

from bisect import bisect_left

from api.analysis.findings import Finding
from api.analysis.reading import STOPS, Hit, Reading

BREAKS = STOPS | {",", "och", "and", "med", "with", "i", "in", "som", "who", "samt", ":", "("}
INDEFINITE = frozenset(
    {"en", "ett", "a", "an", "två", "two", "annan", "another", "andra", "tre", "three", "äldre", "yngre", "ung"}
)
THE_OTHER = frozenset({"andra", "andre", "tredje", "other", "third"})
TELLS_OF_ONE = frozenset({"var", "hade", "är", "har", "i", "med", "bar", "was", "had", "wore", "in", "with", "is"})
BEFORE_REACH = 6
# The most words that name a person.
LONGEST_SPOT = 20
UNSURE = 0.5


class _Person:
    __slots__ = ("anchor_end", "anchor_start", "findings", "gender")

    def __init__(self, gender: str | None, start: int, end: int) -> None:
        self.gender = gender
        self.anchor_start = start
        self.anchor_end = end
        self.findings: list[Finding] = []


def person_groups(reading: Reading, findings: list[Finding]) -> list[list[Finding]]:
    """One list of findings for each person, in the order of the text; people of whom nothing is said are left out."""
    about = [one for one in findings if one.name.startswith("person_")]
    people, spots = _people(reading, about)
    for finding in about:
        if finding.name != "person_gender":
            _whose(reading, people, spots, finding).findings.append(finding)
    return [person.findings for person in people if _is_told_of(person, len(people))]


def _is_told_of(person: _Person, count: int) -> bool:
    """A relative in passing ("jag och min fru såg ...") is nobody the tip describes."""
    told = [one for one in person.findings if one.name != "person_gender"]
    return bool(told) or any(one.confidence >= UNSURE or count == 1 for one in person.findings)


def _people(reading: Reading, about: list[Finding]) -> tuple[list[_Person], list[tuple[int, int, _Person]]]:
    """The people, and every place where one is named: (first word, last word exclusive, who)."""
    people: list[_Person] = []
    spots: list[tuple[int, int, _Person]] = []
    anchors: list[tuple[int, int, str | None, Finding | None]] = [
        (one.start, one.end, str(one.value), one) for one in about if one.name == "person_gender"
    ]
    anchors.extend(
        (hit.start, hit.end, None, None) for hit in reading.of_list("person_any") if not _covered(hit, anchors)
    )
    for start, end, gender, finding in sorted(anchors, key=lambda anchor: anchor[0]):
        first = reading.word_at(start)
        indefinite = bool(INDEFINITE & set(reading.before(first, 2))) or gender is None
        person = None if indefinite else _known(people, gender)
        if person is None and gender is None and people:
            person = people[-1]
        if person is None and gender is not None and people and people[-1].gender is None:
            person = people[-1]
            person.gender = gender
        if person is None:
            person = _Person(gender, start, end)
            people.append(person)
        if finding is not None:
            person.findings.append(finding)
        spots.append((first, reading.word_at(end - 1) + 1, person))
    _add_the_other(reading, people, spots)
    return people, spots


def _add_the_other(reading: Reading, people: list[_Person], spots: list[tuple[int, int, _Person]]) -> None:
    """ "Den ena hade ..., den andra var ...": two of whom one noun spoke ("två killar")."""
    named = {first for first, _, _ in spots}
    looks = _looks(reading)
    for index, word in enumerate(reading.words):
        if word not in THE_OTHER or reading.word(index - 1) not in {"den", "the"} or index + 1 in named or not people:
            continue
        if reading.word(index + 1) in TELLS_OF_ONE or index + 1 in looks:
            start, end = reading.spans[index]
            person = _Person(people[-1].gender, start, end)
            people.append(person)
            spots.append((index, index + 1, person))
    spots.sort(key=lambda spot: spot[0])


def _looks(reading: Reading) -> set[int]:
    return {hit.first for hit in reading.any_of("hair_look", "person_build", "person_clothing", "person_marks")}


def _covered(hit: Hit, anchors: list[tuple[int, int, str | None, Finding | None]]) -> bool:
    return any(hit.start < end and hit.end > start for start, end, _, _ in anchors)


def _known(people: list[_Person], gender: str | None) -> _Person | None:
    return next((person for person in reversed(people) if person.gender == gender), None)


def _first_word(spot: tuple[int, int, _Person]) -> int:
    return spot[0]


def _whose(reading: Reading, people: list[_Person], spots: list[tuple[int, int, _Person]], finding: Finding) -> _Person:
    """The person right after, when nothing parts the words ("en 25-årig kille"); else the one named last before."""
    first = reading.word_at(finding.start)
    last = reading.word_at(max(finding.start, finding.end - 1)) + 1
    for start, end, person in spots[bisect_left(spots, first - LONGEST_SPOT, key=_first_word) :]:
        if start < last and end > first:
            return person
        if start > last + BEFORE_REACH:
            break
        if last <= start and not BREAKS & set(reading.words[last:start]):
            return person
    before = bisect_left(spots, first, key=_first_word)
    if before:
        return spots[before - 1][2]
    if not people:
        people.append(_Person(None, finding.start, finding.end))
        spots.append((first, last, people[0]))
    return people[0]
