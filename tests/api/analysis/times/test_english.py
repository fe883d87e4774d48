"""English wording of time, read on Wednesday 18 November 2026 at half past two."""

from __future__ import annotations

import pytest

from .reading import WEDNESDAY, main_span

READINGS = {
    "today": "11-18 00:00 11-18 14:30",
    "yesterday": "11-17 00:00 11-18 00:00",
    "the day before yesterday": "11-16 00:00 11-17 00:00",
    "yesterday evening around half past seven": "11-17 19:15 11-17 19:45",
    "yesterday at 3pm": "11-17 15:00",
    "yesterday at 7.30 pm": "11-17 19:30",
    "yesterday afternoon": "11-17 12:00 11-17 18:00",
    "this morning": "11-18 06:00 11-18 12:00",
    "this morning at 7": "11-18 07:00",
    "last night": "11-17 22:00 11-18 06:00",
    "last night at 11": "11-17 23:00",
    "last night around 2": "11-18 01:45 11-18 02:15",
    "last evening": "11-17 18:00 11-18 00:00",
    "two hours ago": "11-18 12:30",
    "half an hour ago": "11-18 14:00",
    "an hour and a half ago": "11-18 13:00",
    "about 10 minutes ago": "11-18 14:20",
    "a couple of hours ago": "11-18 12:30",
    "3 days ago": "11-15 00:00 11-16 00:00",
    "two weeks ago": "11-04 00:00 11-05 00:00",
    "last Friday": "11-13 00:00 11-14 00:00",
    "last Friday night": "11-13 22:00 11-14 06:00",
    "on Saturday at quarter to three": "11-14 14:45",
    "Saturday morning": "11-14 06:00 11-14 12:00",
    "on Monday evening": "11-16 18:00 11-17 00:00",
    "last week": "11-09 00:00 11-16 00:00",
    "over the weekend": "11-14 00:00 11-16 00:00",
    "this weekend": "11-14 00:00 11-16 00:00",
    "in the night between Friday and Saturday": "11-14 00:00 11-14 06:00",
    "last weekend": "11-14 00:00 11-16 00:00",
    "last month": "10-01 00:00 11-01 00:00",
    "last summer": "06-01 00:00 09-01 00:00",
    "in March": "03-01 00:00 04-01 00:00",
    "November 13th": "11-13 00:00 11-14 00:00",
    "on the 13th": "11-13 00:00 11-14 00:00",
    "the 3rd of October around 9 pm": "10-03 20:45 10-03 21:15",
    "at half past ten": "11-18 10:30",
    "at ten to seven this morning": "11-18 06:50",
    "at 10 o'clock": "11-18 10:00",
    "around midnight": "11-17 23:45 11-18 00:15",
    "at noon": "11-18 12:00",
    "between 10 and 11 pm yesterday": "11-17 22:00 11-17 23:00",
    "from 9 to 11 this morning": "11-18 09:00 11-18 11:00",
    "at 3 in the morning": "11-18 03:00",
    "just now": "11-18 14:30",
    "right now": "11-18 14:30",
    "tomorrow at 10": "11-19 10:00",
    "the other day": "11-14 00:00 11-18 00:00",
}


@pytest.mark.parametrize(("text", "expected"), READINGS.items(), ids=list(READINGS))
def test_english_wording_is_read_against_the_moment_of_sending(text: str, expected: str) -> None:
    assert main_span(text, WEDNESDAY, "en") == expected
