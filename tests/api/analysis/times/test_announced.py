"""Dates in all their spellings, and those of what is announced: they lie ahead."""

from __future__ import annotations

import pytest

from .reading import WEDNESDAY, at, main_span

DATES = {
    "d. 3/11": "11-03 00:00 11-04 00:00",
    "d 3/11": "11-03 00:00 11-04 00:00",
    "den 31": "10-31 00:00 11-01 00:00",
    "3 nov": "11-03 00:00 11-04 00:00",
    "3e nov": "11-03 00:00 11-04 00:00",
    "1:a november": "11-01 00:00 11-02 00:00",
    "den 9 dennes": "11-09 00:00 11-10 00:00",
    "den 11 ds": "11-11 00:00 11-12 00:00",
    "den 11:e dennes kl 22": "11-11 22:00",
    "lördagen den 14:e": "11-14 00:00 11-15 00:00",
    "lörd 14/11": "11-14 00:00 11-15 00:00",
    "fre 13 nov": "11-13 00:00 11-14 00:00",
    "i lördags den 14": "11-14 00:00 11-15 00:00",
    "den 3/11 -26": "11-03 00:00 11-04 00:00",
    "den tredje november": "11-03 00:00 11-04 00:00",
    "den 3dje november": "11-03 00:00 11-04 00:00",
    "det började den 4": "11-04 00:00 11-05 00:00",
    "den 12e på kvällen": "11-12 18:00 11-13 00:00",
    "2026-11-09 kl 8": "11-09 08:00",
    "tisdag förra veckan": "11-10 00:00 11-11 00:00",
    "i tisdags förra veckan": "11-10 00:00 11-11 00:00",
    "förra veckan på torsdagen": "11-12 00:00 11-13 00:00",
    "fredagen i förra veckan": "11-13 00:00 11-14 00:00",
    "måndag kväll förra veckan": "11-09 18:00 11-10 00:00",
    "torsdag vecka 45": "11-05 00:00 11-06 00:00",
    "förra månaden den 3:e": "10-03 00:00 10-04 00:00",
}
ENGLISH_DATES = {
    "the 4th": "11-04 00:00 11-05 00:00",
    "on the 4th at 9 pm": "11-04 21:00",
    "Nov 3": "11-03 00:00 11-04 00:00",
    "3rd Nov": "11-03 00:00 11-04 00:00",
    "Friday the 13th": "11-13 00:00 11-14 00:00",
    "Tuesday last week": "11-10 00:00 11-11 00:00",
    "last week on Thursday": "11-12 00:00 11-13 00:00",
    "the 4th of last month": "10-04 00:00 10-05 00:00",
}
AHEAD = [
    ("Demonstration den 30 november kl 18", "2026-11-18 14:30", "11-30 18:00"),
    ("on 30 November at 18", "2026-11-18 14:30", "11-30 18:00"),
    ("den 3 dec samlas de på torget kl 17", "2026-11-18 14:30", "12-03 17:00"),
    ("julmarknad i Haga 5 december", "2026-11-18 14:30", "12-05 00:00 12-06 00:00"),
    ("mötet är den 12/12", "2026-11-18 14:30", "12-12 00:00 12-13 00:00"),
    ("party at the lake on 28 november", "2026-11-18 14:30", "11-28 00:00 11-29 00:00"),
    ("marsch den 6 januari kl 13", "2026-12-20 10:00", "2027-01-06 13:00"),
    ("de ska slåss den 2 december", "2026-11-18 14:30", "12-02 00:00 12-03 00:00"),
    # What has happened lies behind.
    ("den 20 dec stals min cykel", "2026-11-18 14:30", "2025-12-20 00:00 2025-12-21 00:00"),
    ("inbrott den 24 december", "2026-11-18 14:30", "2025-12-24 00:00 2025-12-25 00:00"),
    ("det var den 1 januari kl 3", "2026-11-18 14:30", "01-01 15:00"),
    ("it was stolen on 2 December", "2026-11-18 14:30", "2025-12-02 00:00 2025-12-03 00:00"),
    ("min bil blev repad den 10/12 kl 20", "2026-11-18 14:30", "2025-12-10 20:00"),
    ("den 9 mars samlas de på torget", "2026-11-18 14:30", "03-09 00:00 03-10 00:00"),
]


@pytest.mark.parametrize(("text", "expected"), DATES.items(), ids=list(DATES))
def test_a_date_in_everyday_spelling(text: str, expected: str) -> None:
    assert main_span(text, WEDNESDAY) == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH_DATES.items(), ids=list(ENGLISH_DATES))
def test_a_date_in_english(text: str, expected: str) -> None:
    assert main_span(text, WEDNESDAY, "en") == expected


@pytest.mark.parametrize(("text", "sent", "expected"), AHEAD, ids=[text for text, _, _ in AHEAD])
def test_what_is_announced_within_two_months_lies_ahead(text: str, sent: str, expected: str) -> None:
    language = "en" if " on " in text or text.startswith("on ") else "sv"
    assert main_span(text, at(sent), language) == expected
