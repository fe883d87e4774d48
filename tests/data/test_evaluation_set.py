"""The frozen evaluation set holds together: its labels, its counts, its reserved numbers, its words."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from rapidfuzz import fuzz, process
from stdnum import imei

from api.analysis.guard.verdict import Kind
from api.evaluation import LabelledLine, read_lines
from api.evaluation.vocabulary import TOPICS_OF_ACT, Act, Category, Group, Topic

FOLDER = Path(__file__).parent / "evaluation"
TRAINING_DATA = Path(__file__).parents[2] / "nlu_data"
LINES = read_lines(FOLDER)
STOCKHOLM = ZoneInfo("Europe/Stockholm")

PLATE = re.compile(r"[A-HJ-PR-UW-Z]{3}\d{2}(\d|[A-HJ-NPR-UW-Z])")
FICTIONAL_PHONE = re.compile(r"\+46(7017406(0[5-9]|[1-9]\d)|846500(4\d|[5-9]\d))")
WRITTEN_PHONE = re.compile(r"(?<![\w+])(?:\+46[ -]?|0)\d(?:[ -]?\d){7,9}(?!\w)")
WORDS_OF = {
    "vehicle_kind": {"car", "van", "truck", "bus", "motorcycle", "moped", "bicycle", "e_scooter", "boat", "trailer"},
    "colour": {"black", "white", "grey", "silver", "red", "blue", "green", "yellow", "brown", "orange", "beige"}
    | {"purple", "pink", "gold"},
    "dog_status": {"lost", "found", "seen"},
    "person_gender": {"male", "female"},
    "basis": {"seen", "heard_from_other", "own_loss"},
}
AS_WRITTEN = ("plate", "vin", "dog_chip", "item_serial", "imei", "email", "notice_ref", "place", "direction")
NEARLY_AS_WRITTEN = (
    "dog_collar",
    "person_hair",
    "person_build",
    "person_marks",
    "vehicle_make",
    "vehicle_model",
    "item_brand",
)


def compact(text: str) -> str:
    """Letters and digits only, in lower case."""
    return re.sub(r"[\W_]", "", text).casefold()


def training_texts() -> Iterator[str]:
    """Every text that `nlu_data/` could train on, with the marks of annotations taken off."""
    for file in TRAINING_DATA.rglob("*"):
        if file.suffix in {".yml", ".yaml", ".txt"}:
            for row in file.read_text(encoding="utf-8").splitlines():
                yield re.sub(r"\]\([^)]*\)|\]\{[^}]*\}", "", row.strip().removeprefix("- "))
        elif file.suffix == ".jsonl":
            for row in file.read_text(encoding="utf-8").splitlines():
                yield str(json.loads(row).get("text", "")) if row.strip() else ""


def lines_with(name: str) -> list[LabelledLine]:
    found = [line for line in LINES if name in line.fields]
    assert found, f"no line has {name}"
    return found


def test_nothing_was_changed_since_the_set_was_frozen() -> None:
    rows = (FOLDER / "frozen.sha256").read_text().splitlines()
    frozen = {name: digest for digest, name in (row.split("  ") for row in rows)}

    actual = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in FOLDER.glob("*.jsonl")}
    assert actual == frozen


def test_every_file_names_its_lines_and_says_nothing_beside_the_contract() -> None:
    known = {"id", "text", "lang", "sent_at", "act", "topic", "category", "emergency", "kind", "group", "fields"}
    for file in FOLDER.glob("*.jsonl"):
        for row in file.read_text(encoding="utf-8").splitlines():
            line = json.loads(row)
            assert line["id"].startswith(f"{file.stem}-")
            assert line.keys() <= known, line["id"]


def test_every_line_has_all_the_labels_that_its_act_asks_for() -> None:
    for line in LINES:
        assert line.lang in {"sv", "en"}, line.id
        assert (line.category is not None) == (line.act is Act.TIP), line.id
        assert (line.topic is not None) == (line.act in TOPICS_OF_ACT), line.id
        assert (line.kind is not None) == line.emergency, line.id


def test_no_line_is_another_one_over_again() -> None:
    texts = [line.text.casefold() for line in LINES]
    assert len(texts) == len({" ".join(text.split()) for text in texts})

    alike = process.cdist(texts, texts, scorer=fuzz.ratio, score_cutoff=80)
    pairs = [
        (LINES[first].id, LINES[second].id)
        for first, second in zip(*alike.nonzero(), strict=True)
        if first < second and len(texts[first]) > 20
    ]
    assert pairs == []


def test_no_line_stands_in_the_training_data() -> None:
    # Eight words and fewer ("can I speak to an officer") two people may well say alike.
    ids = {compact(line.text): line.id for line in LINES if len(line.text.split()) > 8}
    trained = {compact(row) for row in training_texts()}

    assert sorted(ids[text] for text in ids.keys() & trained) == []


def test_the_set_is_large_enough_in_every_group_and_class() -> None:
    groups = Counter(line.group for line in LINES)
    kinds = Counter(line.kind for line in LINES)
    categories = Counter(line.category for line in LINES if line.group is not Group.EMERGENCY)
    topics = Counter(line.topic for line in LINES)
    acts = Counter(line.act for line in LINES)

    assert len(LINES) >= 1100
    assert groups[Group.EMERGENCY] >= 250
    assert groups[Group.LOOK_ALIKE] >= 200
    assert all(kinds[kind] >= 10 for kind in Kind), kinds
    assert all(categories[category] >= 35 for category in Category), categories
    assert all(topics[topic] >= 7 for topic in Topic), topics
    assert all(acts[act] >= 20 for act in Act), acts


def test_a_fifth_is_english_and_people_write_short_long_and_without_å_ä_ö() -> None:
    english = sum(line.lang == "en" for line in LINES) / len(LINES)
    lengths = [len(line.text.split()) for line in LINES]

    assert 0.15 <= english <= 0.25
    assert sum(length <= 5 for length in lengths) >= 100
    assert sum(length > 40 for length in lengths) >= 40
    assert sum(line.lang == "sv" and not set("åäö") & set(line.text.casefold()) for line in LINES) >= 100


@pytest.mark.parametrize("name", AS_WRITTEN)
def test_a_value_that_is_taken_down_as_written_stands_in_the_text(name: str) -> None:
    for line in lines_with(name):
        assert compact(line.fields[name]) in compact(line.text), line.id


@pytest.mark.parametrize("name", NEARLY_AS_WRITTEN)
def test_a_value_with_a_proper_spelling_stands_in_the_text_or_nearly_so(name: str) -> None:
    for line in lines_with(name):
        assert fuzz.partial_ratio(compact(line.fields[name]), compact(line.text)) >= 75, line.id


@pytest.mark.parametrize("name", WORDS_OF)
def test_a_value_is_one_of_the_contract_s_words(name: str) -> None:
    for line in lines_with(name):
        value = line.fields[name]
        assert set(value if isinstance(value, list) else [value]) <= WORDS_OF[name], line.id


def test_plates_have_a_form_that_is_given_out() -> None:
    for line in lines_with("plate"):
        assert PLATE.fullmatch(line.fields["plate"]), line.id


def test_every_phone_number_is_reserved_for_fiction() -> None:
    for line in LINES:
        written = [re.sub(r"[ -]", "", number) for number in WRITTEN_PHONE.findall(line.text)]
        numbers = ["+46" + number.removeprefix("+46").removeprefix("0") for number in written]
        assert all(FICTIONAL_PHONE.fullmatch(number) for number in numbers), line.id
        expected: list[str | None] = [*numbers] or [None]
        assert line.fields.get("phone") in expected, line.id
    assert len(lines_with("phone")) >= 10


def test_chips_and_phone_identities_have_their_digits() -> None:
    assert all(re.fullmatch(r"\d{15}", line.fields["dog_chip"]) for line in lines_with("dog_chip"))
    assert all(imei.is_valid(line.fields["imei"]) for line in lines_with("imei"))


def test_ages_and_heights_can_be_those_of_people() -> None:
    for line in lines_with("person_age"):
        youngest, oldest = line.fields["person_age"]
        assert 0 <= youngest <= oldest <= 110, line.id
    assert all(50 <= line.fields["person_height_cm"] <= 220 for line in lines_with("person_height_cm"))


def test_times_are_read_against_the_instant_of_sending_in_swedish_time() -> None:
    for line in lines_with("time_start"):
        assert line.sent_at is not None, line.id
        instants = [datetime.fromisoformat(line.fields[n]) for n in ("time_start", "time_end") if n in line.fields]
        for instant in (line.sent_at, *instants):
            assert instant.utcoffset() == instant.replace(tzinfo=STOCKHOLM).utcoffset(), line.id
        assert instants == sorted(set(instants)), line.id


def test_the_year_is_covered_with_its_summer_and_winter_time() -> None:
    months = Counter(line.sent_at.month for line in LINES if line.sent_at)

    assert all(months[month] >= 10 for month in range(1, 13)), months
