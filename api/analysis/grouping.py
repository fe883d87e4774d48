"""The findings of one text sorted into vehicles, dogs, people and things, by nearness and by contradiction."""

from __future__ import annotations

from dataclasses import dataclass, field

from api.analysis.colours import Coloured
from api.analysis.findings import Finding
from api.analysis.people_groups import person_groups
from api.analysis.reading import STOPS, Reading
from api.analysis.wordlists import WordLists

VEHICLE = ("vehicle_kind", "vehicle_make", "vehicle_model", "plate", "vin")
DOG = ("animal", "dog_breed", "dog_status", "dog_collar", "dog_chip")
PERSON = (
    "person_gender", "person_age", "person_height_cm", "person_build", "person_hair", "person_marks", "person_clothing",
)  # fmt: skip
ITEM = ("item_kind", "item_brand", "item_serial", "imei")
WEIGHTS = {"plate": 4, "vin": 4, "dog_chip": 3, "item_serial": 3, "imei": 3, "person_gender": 0}
UNSURE = 0.5
INDEFINITE = frozenset({"en", "ett", "a", "an", "två", "tva", "two", "annan", "another", "tre", "three"})
JOINS = frozenset({"och", "and", "samt", "plus", "&"})
TELLS = frozenset({"är", "var", "is", "was", "typ", "tror", "nog", "märke", "märket", "it's", "alltså"})
# Any of these may later be called just "bilen" ("the car").
CARS = frozenset({"car", "van", "truck", "bus"})
NOT_CARS = frozenset({"moped", "motorcycle", "bicycle", "e_scooter", "boat", "trailer"})


# Whoever has told of so many others since speaks of an earlier one no more.
MOST_EARLIER = 20


@dataclass(slots=True, eq=False)
class Group:
    """The findings of one vehicle, dog, person or thing."""

    kind: str
    findings: list[Finding] = field(default_factory=list)
    garment_colours: list[tuple[str, str]] = field(default_factory=list)

    @property
    def start(self) -> int:
        return min((one.start for one in self.findings), default=0)

    def weight(self, names: tuple[str, ...]) -> int:
        """How much is known of it under `names`; a number that identifies it counts for several words."""
        known = {one.name for one in self.findings if one.confidence >= UNSURE and one.name in names}
        return sum(WEIGHTS.get(name, 1) for name in known)

    def of(self, name: str) -> list[Finding]:
        return [one for one in self.findings if one.name == name]

    def value(self, name: str) -> object | None:
        return next((one.value for one in self.findings if one.name == name), None)

    def add_colour(self, colour: Coloured) -> None:
        if colour.owner is not None and self.kind == "person":
            self.garment_colours.append((str(colour.owner.value), str(colour.finding.value)))
        else:
            self.findings.append(colour.finding)


def vehicles(reading: Reading, lists: WordLists, findings: list[Finding]) -> list[Group]:
    groups: list[Group] = []
    for finding in (one for one in findings if one.name in VEHICLE):
        home = _home(reading, lists, groups, finding)
        if home is None:
            home = Group("vehicle")
            groups.append(home)
        else:
            # What was spoken of last is where the next word belongs.
            groups.remove(home)
            groups.append(home)
        _put(home, finding)
    return sorted(groups, key=lambda one: one.start)


def _put(home: Group, finding: Finding) -> None:
    """Adds `finding`; a van that was a car before goes first: of each name the first value counts."""
    if finding.name == "vehicle_kind" and home.value("vehicle_kind") == "car":
        first = next(at for at, one in enumerate(home.findings) if one.name == "vehicle_kind")
        home.findings.insert(first, finding)
    else:
        home.findings.append(finding)


def _home(reading: Reading, lists: WordLists, groups: list[Group], finding: Finding) -> Group | None:
    if not groups:
        return None
    current = groups[-1]
    if _fits(lists, current, finding) and not _begins_another(reading, current, finding):
        return current
    if _is_indefinite(reading, finding) and finding.name != "plate":
        return None
    for earlier in reversed(groups[-1 - MOST_EARLIER : -1]):
        if earlier.value(finding.name) is not None and _fits(lists, earlier, finding):
            return earlier
    return None


def _fits(lists: WordLists, one: Group, finding: Finding) -> bool:
    known = one.value(finding.name)
    if known is not None and known != finding.value:
        return finding.name == "vehicle_kind" and {known, finding.value} <= CARS and "car" in (known, finding.value)
    if finding.name == "vehicle_kind" and finding.value in NOT_CARS:
        make = one.value("vehicle_make")
        return make is None or make in lists.plain["make_of_other"]
    if finding.name == "vehicle_make" and finding.value not in lists.plain["make_of_other"]:
        return one.value("vehicle_kind") not in NOT_CARS
    return True


def _begins_another(reading: Reading, current: Group, finding: Finding) -> bool:
    """ "En vit bil och en svart bil": an indefinite article after a join or a full stop begins another one."""
    if finding.name == "plate" or not _is_indefinite(reading, finding):
        return False
    if current.value("vehicle_kind") is None and current.value("vehicle_make") is None:
        return False
    first = reading.word_at(finding.start)
    previous = reading.word_at(max(one.end for one in current.findings) - 1)
    between = reading.words[previous + 1 : first]
    return bool((JOINS | STOPS) & set(between)) and not TELLS & set(between)


def _is_indefinite(reading: Reading, finding: Finding) -> bool:
    """Whether it is brought up as something new; "det var en" tells more of what was spoken of."""
    before = reading.before(reading.word_at(finding.start), 4)
    last = max((index for index, word in enumerate(before) if word in INDEFINITE), default=None)
    return last is not None and len(before) - last <= 3 and not (last > 0 and before[last - 1] in TELLS)


def dogs(findings: list[Finding]) -> list[Group]:
    """One group for each breed; what else is said of animals belongs to the first."""
    groups: list[Group] = []
    for finding in (one for one in findings if one.name in DOG):
        if not groups:
            groups.append(Group("dog"))
        current = groups[-1]
        other_breed = finding.name == "dog_breed" and current.value("dog_breed") not in (None, finding.value)
        other_chip = finding.name == "dog_chip" and current.value("dog_chip") not in (None, finding.value)
        if other_breed or other_chip:
            groups.append(Group("dog", [finding]))
        else:
            (groups[0] if finding.name == "dog_status" else current).findings.append(finding)
    return groups


def items(findings: list[Finding], vehicle_groups: list[Group]) -> list[Group]:
    """One group for each kind of thing; a bicycle that is a vehicle already takes its make and number into that."""
    homes: list[tuple[Finding, Group]] = []
    groups: list[Group] = []
    for finding in (one for one in findings if one.name == "item_kind"):
        known = next((home for one, home in homes if one.value == finding.value), None)
        twin = next(
            (
                one
                for one in vehicle_groups
                if any(part.start < finding.end and finding.start < part.end for part in one.findings)
            ),
            None,
        )
        home = known or twin
        if home is None:
            home = Group("item")
            groups.append(home)
        home.findings.append(finding)
        homes.append((finding, home))
    for finding in (one for one in findings if one.name in ITEM and one.name != "item_kind"):
        home = _nearest(homes, finding)
        if home is None and finding.name in ("item_serial", "item_brand") and len(vehicle_groups) == 1:
            home = vehicle_groups[0]
        if home is None:
            home = Group("item")
            groups.append(home)
            homes.append((finding, home))
        home.findings.append(finding)
    return groups


def _nearest(homes: list[tuple[Finding, Group]], finding: Finding) -> Group | None:
    if not homes:
        return None
    return min(homes, key=lambda home: min(abs(finding.start - home[0].end), abs(home[0].start - finding.end)))[1]


def people(reading: Reading, findings: list[Finding]) -> list[Group]:
    return [Group("person", part) for part in person_groups(reading, findings)]
