"""What kind of vehicle, which make, which model."""

from __future__ import annotations

from collections.abc import Iterator

from api.analysis.findings import Finding, Source
from api.analysis.reading import Hit, Reading
from api.analysis.wordlists import WordLists

MODEL_REACH = 2
ENGINE_MAKES = frozenset({"Yamaha", "Honda", "Suzuki"})
ENGINES = frozenset({"båtmotor", "utombordare", "utombordsmotor", "inombordare", "snurra", "elverk"})


def find(reading: Reading, lists: WordLists) -> list[Finding]:
    """Every vehicle word in the order of the text; a model brings its make along where the make is not written."""
    findings = [
        _found(reading, "vehicle_kind", hit.value, hit)
        for hit in reading.of_list("vehicle_kind")
        if _is_kind(reading, hit)
    ]
    makes = [hit for hit in reading.of_list("vehicle_make") if not is_engine_make(reading, hit)]
    findings.extend(_found(reading, "vehicle_make", hit.value, hit) for hit in makes)
    for hit in _models(reading, makes):
        model, make = _split(hit.value)
        findings.append(_found(reading, "vehicle_model", model, hit))
        if not any(abs(other.first - hit.first) <= MODEL_REACH and other.value == make for other in makes):
            findings.append(_found(reading, "vehicle_make", make, hit, 0.9))
    return sorted(findings, key=lambda each: (each.start, each.end))


def is_engine_make(reading: Reading, hit: Hit) -> bool:
    """Whether `hit` names the maker of an outboard motor or a generator rather than of a vehicle."""
    if hit.value not in ENGINE_MAKES:
        return False
    return any(thing.value in ENGINES and abs(thing.first - hit.first) <= 6 for thing in reading.of_list("item_kind"))


def _models(reading: Reading, makes: list[Hit]) -> Iterator[Hit]:
    whole = reading.of_list("vehicle_model")
    yield from whole
    for hit in reading.of_list("vehicle_model_after_make"):
        follows = any(make.last == hit.first and make.value == _split(hit.value)[1] for make in makes)
        if follows and not any(other.start <= hit.start < other.end for other in whole):
            yield hit


def _split(value: str) -> tuple[str, str]:
    """`V70 (Volvo)` as model and make."""
    model, _, make = value.partition(" (")
    return model, make.rstrip(")")


def _is_kind(reading: Reading, hit: Hit) -> bool:
    """`van vid` is Swedish for "used to"."""
    return not (reading.words[hit.first] == "van" and reading.word(hit.last) in {"vid", "att", "med", "i"})


def _found(reading: Reading, name: str, value: str, hit: Hit, confidence: float | None = None) -> Finding:
    return Finding(
        name,
        value,
        reading.text[hit.start : hit.end],
        hit.start,
        hit.end,
        Source.LIST,
        hit.confidence if confidence is None else confidence,
    )
