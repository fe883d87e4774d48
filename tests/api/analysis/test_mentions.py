from __future__ import annotations

from collections.abc import Callable
from typing import Any

from api.analysis.findings import Findings

Read = Callable[[str], Findings]


def mentions(read: Read, text: str, kind: str) -> list[dict[str, Any]]:
    return [one.fields for one in read(text).mentions if one.kind == kind]


def test_two_vehicles_keep_their_own_colours(read: Read) -> None:
    found = mentions(read, "en vit skåpbil abc123 och en röd moppe", "vehicle")
    assert found == [
        {"vehicle_kind": "van", "plate": "ABC123", "colour": ["white"]},
        {"vehicle_kind": "moped", "colour": ["red"]},
    ]


def test_two_vehicles_of_one_kind_are_two(read: Read) -> None:
    found = mentions(read, "det stod en vit bil och en svart bil på gården", "vehicle")
    assert [one["colour"] for one in found] == [["white"], ["black"]]


def test_a_vehicle_told_of_again_stays_one(read: Read) -> None:
    found = mentions(
        read, "En vit volvo körde förbi. Bilen svängde in på gården. Det var en V70, reg ABC 123", "vehicle"
    )
    assert found == [
        {"vehicle_kind": "car", "vehicle_make": "Volvo", "vehicle_model": "V70", "plate": "ABC123", "colour": ["white"]}
    ]


def test_a_van_may_later_be_called_the_car(read: Read) -> None:
    found = mentions(read, "en skåpbil kom. bilen var blå", "vehicle")
    assert found == [{"vehicle_kind": "van", "colour": ["blue"]}]


def test_a_car_that_turns_out_to_be_a_van_keeps_its_colour_among_others(read: Read) -> None:
    found = mentions(read, "bilen var blå och ganska ny. en röd moped körde bakom. det var en flyttskåpbil", "vehicle")
    assert found == [{"vehicle_kind": "van", "colour": ["blue"]}, {"vehicle_kind": "moped", "colour": ["red"]}]


def test_the_fuller_vehicle_speaks_for_the_text(read: Read) -> None:
    fields = read("en moppe och sen en vit volvo abc123 efter den").fields
    assert (fields["plate"].value, fields["colour"].value) == ("ABC123", ["white"])
    assert "vehicle_kind" not in fields


def test_a_jackets_colour_stays_with_the_person(read: Read) -> None:
    findings = read("en man i svart jacka klev ur en grön bil")
    person = next(one for one in findings.mentions if one.kind == "person")
    assert person.fields["person_clothing_colour"] == [["jacka", "black"]]
    assert findings.fields["colour"].value == ["green"]


def test_two_people_keep_what_is_said_of_each(read: Read) -> None:
    found = mentions(read, "en man runt 30 i keps och en kvinna med blont hår, hon hade röd jacka", "person")
    assert found[0] == {"person_gender": "male", "person_age": [28, 32], "person_clothing": ["keps"]}
    assert found[1]["person_gender"] == "female"
    assert (found[1]["person_hair"], found[1]["person_clothing"]) == ("blont hår", ["jacka"])


def test_words_before_the_noun_describe_the_person_that_follows(read: Read) -> None:
    found = mentions(read, "en tjej och en 25-årig smal kille", "person")
    assert found == [
        {"person_gender": "female"},
        {"person_age": [25, 25], "person_build": "smal", "person_gender": "male"},
    ]


def test_a_relative_in_passing_is_nobody_the_tip_describes(read: Read) -> None:
    found = mentions(read, "jag och min fru såg en man i blå jacka", "person")
    assert [one["person_gender"] for one in found] == ["male"]


def test_one_and_the_other_are_two_people(read: Read) -> None:
    found = mentions(read, "två tjejer, den ena blond med vit jacka och den andra mörkhårig i svart kappa", "person")
    assert [(one["person_hair"], one["person_clothing"]) for one in found] == [
        ("blond", ["jacka"]),
        ("mörkhårig", ["kappa"]),
    ]


def test_she_may_be_the_dog(read: Read) -> None:
    assert mentions(read, "jag såg hunden Bella som ni efterlyste, hon sprang mot skogen", "person") == []


def test_a_bicycle_is_one_mention_with_its_make_and_number(read: Read) -> None:
    found = read("min cykel är stulen, en svart crescent med ramnummer WTU12345").mentions
    assert [(one.kind, one.fields) for one in found] == [
        (
            "vehicle",
            {
                "vehicle_kind": "bicycle",
                "vehicle_make": "Crescent",
                "item_kind": "cykel",
                "item_brand": "Crescent",
                "item_serial": "WTU12345",
                "colour": ["black"],
            },
        )
    ]


def test_a_dog_and_a_car_are_two_mentions(read: Read) -> None:
    found = read("en brun hund i en röd bil").mentions
    assert {one.kind: one.fields for one in found} == {
        "dog": {"colour": ["brown"]},
        "vehicle": {"vehicle_kind": "car", "colour": ["red"]},
    }


def test_mentions_and_fields_are_ready_for_json(read: Read) -> None:
    findings = read("en vit skåpbil abc123 vid Odenplan igår kväll, en man i 30-årsåldern")
    assert findings.mentions[0].as_json() == {
        "kind": "vehicle",
        "fields": {"vehicle_kind": "van", "plate": "ABC123", "colour": ["white"]},
    }
    assert findings.fields["plate"].as_json()["source"] == "pattern"
