"""Which findings speak of the same vehicle, dog, person or thing, and which values stand for the whole text."""

from __future__ import annotations

from typing import Any

from api.analysis.colours import Coloured
from api.analysis.findings import Finding, Mention
from api.analysis.grouping import DOG, ITEM, PERSON, VEHICLE, Group, dogs, items, people, vehicles
from api.analysis.reading import Reading
from api.analysis.wordlists import WordLists

LISTS = ("colour", "person_clothing", "person_marks")
# Kept for the mentions only: they name who is meant and are no fields of the contract.
INTERNAL = ("animal",)
LONGEST_SPAN = 80
# A number names its thing wherever it stands, also when another mention is the fuller one.
NAMES = {"vehicle": (*VEHICLE, "colour"), "dog": (*DOG, "colour"), "person": PERSON, "item": (*ITEM, "colour")}
IDENTIFIERS = ("plate", "vin", "dog_chip", "imei", "item_serial")


def group(
    reading: Reading, lists: WordLists, findings: list[Finding], colours: list[Coloured]
) -> tuple[dict[str, Finding], tuple[Mention, ...]]:
    """The main finding of each field, and every mention with what belongs to it."""
    vehicle_groups = vehicles(reading, lists, findings)
    groups = [*vehicle_groups, *dogs(findings), *people(reading, findings), *items(findings, vehicle_groups)]
    loose = _give_colours(groups, colours)
    fields: dict[str, Finding] = {}
    for kind, names in NAMES.items():
        of_kind = [one for one in groups if one.kind == kind or (kind == "item" and one.of("item_kind"))]
        if of_kind:
            _take_main(reading, of_kind, names, fields)
    if "colour" not in fields and loose:
        fields["colour"] = _listed(reading, "colour", loose)
    for finding in findings:
        if finding.name not in INTERNAL and (finding.name in IDENTIFIERS or not _is_grouped(finding)):
            fields.setdefault(finding.name, finding)
    groups.sort(key=lambda one: one.start)
    return fields, tuple(Mention(one.kind, _values(one)) for one in groups if _values(one))


def _is_grouped(finding: Finding) -> bool:
    return finding.name.startswith(("vehicle_", "person_", "item_")) or finding.name in (
        "dog_breed",
        "dog_collar",
        *IDENTIFIERS,
    )


def _give_colours(groups: list[Group], colours: list[Coloured]) -> list[Finding]:
    """Hands each colour to the group of its owner; answers those that belong to nobody known.

    A colour without an owner is the only vehicle's, else the only dog's, when that has none yet.
    """
    loose: list[Finding] = []
    homes = {id(finding): one for one in reversed(groups) for finding in one.findings}
    for colour in colours:
        home = homes.get(id(colour.owner))
        if home is not None:
            home.add_colour(colour)
        else:
            loose.append(colour.finding)
    for kind in ("vehicle", "dog"):
        of_kind = [one for one in groups if one.kind == kind]
        if loose and len(of_kind) == 1 and not of_kind[0].of("colour"):
            of_kind[0].findings.extend(loose)
            return []
        if of_kind:
            break
    return loose


def _take_main(reading: Reading, groups: list[Group], names: tuple[str, ...], fields: dict[str, Finding]) -> None:
    """The fullest group speaks for its kind, the first of equals; it alone, so that no two things are mixed."""
    main = max(groups, key=lambda one: (one.weight(names), -one.start))
    for name in names:
        found = main.of(name)
        if name in INTERNAL or name in fields or not found:
            continue
        fields[name] = _listed(reading, name, found) if name in LISTS else _surest(name, found)


def _surest(name: str, found: list[Finding]) -> Finding:
    """The first of a kind, where the more exact word stands first; else the one read with most confidence."""
    return found[0] if name == "vehicle_kind" else max(found, key=lambda one: one.confidence)


def _listed(reading: Reading, name: str, found: list[Finding]) -> Finding:
    """One finding with every value, over the words from the first to the last where they stand close together."""
    values = list(dict.fromkeys(one.value for one in found))
    start, end = min(one.start for one in found), max(one.end for one in found)
    if end - start > LONGEST_SPAN:
        start, end = found[0].start, found[0].end
    confidence = min(one.confidence for one in found)
    return Finding(name, values, reading.text[start:end], start, end, found[0].source, confidence)


def _values(one: Group) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for finding in one.findings:
        if finding.name in INTERNAL:
            continue
        if finding.name in LISTS:
            listed = values.setdefault(finding.name, [])
            if finding.value not in listed:
                listed.append(finding.value)
        else:
            values.setdefault(finding.name, finding.value)
    if one.garment_colours:
        values["person_clothing_colour"] = [list(pair) for pair in dict.fromkeys(one.garment_colours)]
    return values
