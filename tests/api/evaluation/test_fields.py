from __future__ import annotations

from typing import Any

import pytest

from api.evaluation.fields import FieldMatch, match_fields, same_value


@pytest.mark.parametrize(
    ("name", "true", "found"),
    [
        ("time_start", "2026-03-01T20:00:00+01:00", "2026-03-01T22:00:00+01:00"),
        ("time_start", "2026-03-01T20:00:00+01:00", "2026-03-01T19:00:00+00:00"),
        ("colour", ["white", "black"], ["black", "white"]),
        ("colour", ["white"], "white"),
        ("person_clothing", ["jacka"], ["Jacka"]),
        ("person_age", [23, 27], [27, 40]),
        ("person_age", [25, 25], 25),
        ("plate", "ABC123", "abc 123"),
        ("phone", "+46701740605", "+46 70 174 06 05"),
        ("place", "bakom Coop i Ljungby", "Coop"),
        ("place", "Coop", "coop i Ljungby"),
        ("direction", "mot Slussen", "Slussen"),
        ("vehicle_make", "Volvo", "VOLVO"),
        ("person_height_cm", 180, 180),
        ("latitude", 59.3301, 59.3306),
    ],
)
def test_values_that_serve_as_well_are_the_same(name: str, true: Any, found: Any) -> None:
    assert same_value(name, true, found)


@pytest.mark.parametrize(
    ("name", "true", "found"),
    [
        ("time_start", "2026-03-01T20:00:00+01:00", "2026-03-01T22:01:00+01:00"),
        ("time_start", "2026-03-01T20:00:00+01:00", "2026-03-01T20:00:00"),
        ("time_start", "2026-03-01T20:00:00+01:00", None),
        ("colour", ["white", "black"], ["black"]),
        ("person_age", [23, 27], [28, 40]),
        ("person_age", [23, 27], "25"),
        ("plate", "ABC123", "ABC132"),
        ("imei", "", ""),
        ("place", "Coop", "Coopers pub"),
        ("place", "Coop", ""),
        ("vehicle_model", "V70", "V70 Cross"),
        ("person_height_cm", 180, 185),
        ("latitude", 59.3301, "59.3301"),
        ("latitude", 59.3301, 59.34),
    ],
)
def test_values_that_would_mislead_are_not_the_same(name: str, true: Any, found: Any) -> None:
    assert not same_value(name, true, found)


def test_a_line_s_fields_are_right_wrong_missed_or_made_up() -> None:
    match = match_fields(
        {"plate": "ABC123", "colour": ["red"], "area": "Kista"},
        {"plate": "ABC123", "colour": ["blue"], "basis": "seen"},
        sent_at_known=True,
    )

    assert match == FieldMatch(
        right=frozenset({"plate"}),
        wrong=frozenset({"colour"}),
        missed=frozenset({"area"}),
        made_up=frozenset({"basis"}),
    )
    assert not match.whole


def test_without_the_instant_of_sending_no_time_is_counted() -> None:
    match = match_fields(
        {"plate": "ABC123"}, {"plate": "ABC123", "time_start": "2026-03-01T20:00:00+01:00"}, sent_at_known=False
    )

    assert match.whole


def test_an_end_at_the_beginning_is_not_made_up_but_a_later_one_is() -> None:
    true = {"time_start": "2026-03-01T20:00:00+01:00"}
    near = true | {"time_end": "2026-03-01T20:30:00+01:00"}
    far = true | {"time_end": "2026-03-02T20:00:00+01:00"}

    assert match_fields(true, near, sent_at_known=True).whole
    assert match_fields(true, far, sent_at_known=True).made_up == {"time_end"}


def test_a_place_that_is_the_area_again_is_not_made_up() -> None:
    assert match_fields({"area": "Kista"}, {"area": "Kista", "place": "kista"}, sent_at_known=True).whole
    assert match_fields({"area": "Kista"}, {"area": "Kista", "place": "Galan"}, sent_at_known=True).made_up == {"place"}
