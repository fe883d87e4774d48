"""School holidays, feasts named without "-as", days that recur, and hours from one to another."""

from __future__ import annotations

import pytest

from .reading import WEDNESDAY, at, main_span, spans

SWEDISH = {
    "på jullovet krossade de rutan": "2025-12-21 00:00 01-08 00:00",
    "under sportlovet": "02-09 00:00 03-09 00:00",
    "på påsklovet försvann cykeln": "03-30 00:00 04-13 00:00",
    "under sommarlovet": "06-12 00:00 08-18 00:00",
    "på höstlovet": "10-26 00:00 11-02 00:00",
    "i jul blev bilen stulen": "2025-12-24 00:00 2025-12-27 00:00",
    "båten togs i påsk": "04-03 00:00 04-07 00:00",
    "varje fredag säljer de knark här": "11-13 00:00 11-14 00:00",
}
SILENT = ["i jul kommer vi till er", "i påsk ska vi resa", "varannan fredag", "sportlovet närmar sig"]


@pytest.mark.parametrize(("text", "expected"), SWEDISH.items(), ids=list(SWEDISH))
def test_the_last_one_that_has_begun_is_meant(text: str, expected: str) -> None:
    assert main_span(text, WEDNESDAY) == expected


@pytest.mark.parametrize("text", SILENT)
def test_what_is_to_come_or_only_talked_of_is_no_time_of_the_matter(text: str) -> None:
    assert spans(text, WEDNESDAY) == []


def test_the_school_year_before_is_meant_where_this_ones_break_is_ahead() -> None:
    assert main_span("på höstlovet", at("2026-03-04 12:00")) == "2025-10-27 00:00 2025-11-03 00:00"


def test_every_weekday_gives_way_to_a_time_that_is_told() -> None:
    assert main_span("they meet every Friday, yesterday at 3pm one of them hit me", WEDNESDAY, "en") == "11-17 15:00"


def test_from_an_hour_to_another_is_no_minutes_before_it() -> None:
    assert main_span("from 10 to 12 today", WEDNESDAY, "en") == "11-18 10:00 11-18 12:00"
    assert main_span("at 10 to 12 today", WEDNESDAY, "en") == "11-18 11:50"
