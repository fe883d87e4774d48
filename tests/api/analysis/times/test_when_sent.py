"""The same wording means another time when it is sent at another moment."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from api.analysis import times

from .reading import at, main_span, spans

READINGS = [
    # At eight in the morning the night is over; at eleven in the evening it may still be the one before.
    ("i natt", "2026-11-22 08:00", "11-22 00:00 11-22 06:00"),
    ("i natt hörde jag skott", "2026-11-21 23:00", "11-21 00:00 11-21 06:00"),
    ("i natt ska de ta bilen", "2026-11-21 23:00", "11-22 00:00 11-22 06:00"),
    ("i natt vid 23", "2026-11-22 08:00", "11-21 23:00"),
    ("i natt vid elva", "2026-11-21 23:20", "11-21 23:00"),
    ("i natt", "2026-11-22 01:30", "11-22 00:00 11-22 01:30"),
    # After midnight the evening is still "ikväll".
    ("ikväll", "2026-11-22 00:40", "11-21 18:00 11-22 00:00"),
    ("ikväll vid 22", "2026-11-22 00:40", "11-21 22:00"),
    ("idag vid 15", "2026-11-22 00:40", "11-21 15:00"),
    ("klockan 23", "2026-11-22 00:40", "11-21 23:00"),
    ("imorse", "2026-11-22 23:30", "11-22 06:00 11-22 10:00"),
    ("tonight at 9", "2026-11-21 23:00", "11-21 21:00"),
    ("last night", "2026-11-22 08:00", "11-21 22:00 11-22 06:00"),
    # The nearest hour in the past.
    ("halv åtta", "2026-11-21 22:00", "11-21 19:30"),
    ("halv åtta", "2026-11-21 06:00", "11-20 19:30"),
    ("vid åtta", "2026-11-21 07:55", "11-21 08:00"),
    ("kvart över tre", "2026-11-21 15:16", "11-21 15:15"),
    ("klockan 12", "2026-11-21 08:00", "11-20 12:00"),
    ("vid midnatt", "2026-11-22 08:00", "11-22 00:00"),
    # Weekends.
    ("i helgen", "2026-11-22 12:00", "11-21 00:00 11-22 12:00"),
    ("förra helgen", "2026-11-22 12:00", "11-14 00:00 11-16 00:00"),
    ("i söndags", "2026-11-22 12:00", "11-15 00:00 11-16 00:00"),
    ("natten till söndag", "2026-11-22 12:00", "11-22 00:00 11-22 06:00"),
    ("fredag kväll", "2026-11-20 15:00", "11-13 18:00 11-14 00:00"),
    ("fredag kväll", "2026-11-20 21:00", "11-20 18:00 11-20 21:00"),
    # The turn of the year.
    ("i december", "2027-01-05 10:00", "2026-12-01 00:00 01-01 00:00"),
    ("den 30 december kl 22", "2027-01-05 10:00", "2026-12-30 22:00"),
    ("31/12", "2027-01-05 10:00", "2026-12-31 00:00 01-01 00:00"),
    ("igår kväll", "2027-01-01 10:00", "2026-12-31 18:00 01-01 00:00"),
    ("på nyårsafton", "2027-01-05 10:00", "2026-12-31 00:00 01-01 00:00"),
    ("i julas", "2027-01-05 10:00", "2026-12-24 00:00 2026-12-27 00:00"),
    ("förra veckan", "2027-01-05 10:00", "2026-12-28 00:00 01-04 00:00"),
    ("vecka 52", "2027-01-05 10:00", "2026-12-21 00:00 2026-12-28 00:00"),
    ("den 28:e", "2027-01-05 10:00", "2026-12-28 00:00 2026-12-29 00:00"),
    ("förra vintern", "2027-01-05 10:00", "2025-12-01 00:00 2026-03-01 00:00"),
    ("i mars", "2026-03-10 10:00", "03-01 00:00 03-10 10:00"),
    ("om det är i mars ska vi åka", "2026-02-10 10:00", "03-01 00:00 04-01 00:00"),
]


@pytest.mark.parametrize(("text", "sent", "expected"), READINGS, ids=[f"{text} ({sent})" for text, sent, _ in READINGS])
def test_the_moment_of_sending_decides(text: str, sent: str, expected: str) -> None:
    language = "en" if "night" in text else "sv"
    assert main_span(text, at(sent), language) == expected


def test_instants_carry_the_offset_of_their_own_season() -> None:
    found = times.find("den 3 juli kl 14", at("2026-11-18 14:30"))
    assert [finding.value for finding in found] == ["2026-07-03T14:00:00+02:00"] * 2


def test_hours_ago_count_real_hours_over_the_change_to_summer_time() -> None:
    found = times.find("för tre timmar sen", at("2026-03-29 04:30"))
    assert found[0].value == "2026-03-29T00:30:00+01:00"


def test_an_hour_that_summer_time_skips_moves_on() -> None:
    found = times.find("inatt kl 02:30", at("2026-03-29 09:00"))
    assert found[0].value == "2026-03-29T03:30:00+02:00"


def test_a_night_of_twenty_five_hours_keeps_its_wall_clock() -> None:
    found = times.find("igår kl 23", at("2026-10-25 12:00"))
    assert found[0].value == "2026-10-24T23:00:00+02:00"


def test_a_moment_of_sending_in_another_zone_is_read_as_swedish_time() -> None:
    found = times.find("igår kväll", datetime(2026, 11, 18, 23, 30, tzinfo=UTC))
    assert found[0].value == "2026-11-18T18:00:00+01:00"


def test_a_time_without_its_own_day_leans_on_the_day_named_before() -> None:
    text = "I lördags var jag i centrum. Vid halv åtta på kvällen kom en man fram"
    assert spans(text, at("2026-11-18 14:30"))[0] == "11-14 19:30"


def test_a_time_leans_on_the_day_named_later_in_its_sentence() -> None:
    assert (
        main_span("vid halv åtta såg jag honom på gården, det var i söndags", at("2026-11-18 14:30")) == "11-15 07:30"
    )


def test_an_hour_after_midnight_follows_the_night_that_was_named() -> None:
    text = "hörde skott i fredags natt, klockan var ca 02.20"
    assert main_span(text, at("2026-11-18 14:30")) == "11-14 02:05 11-14 02:35"


def test_the_part_of_the_day_named_before_settles_a_later_hour() -> None:
    assert main_span("igår kväll satt de i bilen. vid nio drog de", at("2026-11-18 14:30")) == "11-17 21:00"


def test_the_most_telling_time_comes_first_and_the_others_follow() -> None:
    text = "såg bilen förra veckan också, men igår kl 21.15 stod den här"
    assert spans(text, at("2026-11-18 14:30")) == ["11-17 21:15", "11-09 00:00 11-16 00:00"]


def test_a_finding_is_cut_from_the_text_itself() -> None:
    text = "Hej! Det var i lördags kväll, vid halv åtta, på torget"
    for finding in times.find(text, at("2026-11-18 14:30")):
        assert text[finding.start : finding.end] == finding.text == "i lördags kväll, vid halv åtta"


def test_letters_with_their_rings_apart_are_read_at_their_own_places() -> None:
    text = "det var iga\u030ar kva\u0308ll"
    found = times.find(text, at("2026-11-18 14:30"))
    assert found[0].text == "iga\u030ar kva\u0308ll"
    assert found[0].value == "2026-11-17T18:00:00+01:00"


def test_an_hour_that_may_be_morning_or_evening_is_less_certain() -> None:
    sure = times.find("igår kl 19:30", at("2026-11-18 14:30"))[0]
    open_ = times.find("igår vid sju", at("2026-11-18 14:30"))[0]
    assert open_.confidence < sure.confidence
