"""Parts of the day with and without a day, as people spell them, from Skåne to Norrland."""

from __future__ import annotations

import pytest

from .reading import WEDNESDAY, main_span

LAST_EVENING = "11-17 18:00 11-18 00:00"
WITHOUT_A_DAY = {
    "på kvällen": LAST_EVENING,
    "pa kvallen": LAST_EVENING,
    "på kvälln": LAST_EVENING,
    "på kväll": LAST_EVENING,
    "på kvällskvisten": LAST_EVENING,
    "framåt kvällen": LAST_EVENING,
    "sent på kvällen": LAST_EVENING,
    "vid skymning": LAST_EVENING,
    "i skymningen": LAST_EVENING,
    "runt lunch": "11-18 11:30 11-18 13:00",
    "runt lunchtid": "11-18 11:30 11-18 13:00",
    "vid lunchen": "11-18 11:30 11-18 13:00",
    "efter lunch": "11-18 12:00 11-18 14:30",
    "innan lunch": "11-18 09:00 11-18 12:00",
    "före lunch": "11-18 09:00 11-18 12:00",
    "i gryningen": "11-18 06:00 11-18 10:00",
    "på morronen": "11-18 06:00 11-18 10:00",
    "på morgon": "11-18 06:00 11-18 10:00",
    "tidigt på morgonen": "11-18 06:00 11-18 10:00",
    "på förmiddan": "11-18 09:00 11-18 12:00",
    "på eftermiddan": "11-18 12:00 11-18 14:30",
    "på ettermiddan": "11-18 12:00 11-18 14:30",
    "på småtimmarna": "11-18 00:00 11-18 06:00",
    "fram på småtimmarna": "11-18 00:00 11-18 06:00",
    "på natta": "11-18 00:00 11-18 06:00",
    "sent på natten": "11-18 00:00 11-18 06:00",
    "vid frukost": "11-18 06:00 11-18 10:00",
}
OF_A_DAY = {
    "i skymningen igår": LAST_EVENING,
    "i går på kväll": LAST_EVENING,
    "igår kvälls": LAST_EVENING,
    "igårkväll": LAST_EVENING,
    "igårkvell": LAST_EVENING,
    "i gårkväll": LAST_EVENING,
    "i gar kvall": LAST_EVENING,
    "i går afton": LAST_EVENING,
    "igår aftse": LAST_EVENING,
    "i aftse": LAST_EVENING,
    "i aftes": LAST_EVENING,
    "på tisdagskvällen": LAST_EVENING,
    "i tisdas kväll": LAST_EVENING,
    "lördags afton": "11-14 18:00 11-15 00:00",
    "i lördas natt": "11-15 00:00 11-15 06:00",
    "lördaskväll": "11-14 18:00 11-15 00:00",
    "fredasnatten": "11-14 00:00 11-14 06:00",
    "småtimmarna i söndags": "11-15 00:00 11-15 06:00",
    "på småtimmarna i söndags": "11-15 00:00 11-15 06:00",
    "i måndags på förmiddan": "11-16 09:00 11-16 12:00",
    "i måndags innan lunch": "11-16 09:00 11-16 12:00",
    "igår efter lunch": "11-17 12:00 11-17 18:00",
    "igår em": "11-17 12:00 11-17 18:00",
    "fredag em": "11-13 12:00 11-13 18:00",
    "igår på dan": "11-17 09:00 11-17 18:00",
    "imorrse": "11-18 06:00 11-18 10:00",
    "i morsse": "11-18 06:00 11-18 10:00",
    "imorst": "11-18 06:00 11-18 10:00",
    "nu i morse": "11-18 06:00 11-18 10:00",
    "nu på morgonen": "11-18 06:00 11-18 10:00",
    "i dag på morronen": "11-18 06:00 11-18 10:00",
    "tidigare idag": "11-18 00:00 11-18 14:30",
    "sen natt mot söndag": "11-15 00:00 11-15 06:00",
    "nattetid igår": "11-17 00:00 11-17 06:00",
    "strax efter midnatt i lördags": "11-15 00:00 11-15 00:15",
}
ENGLISH = {
    "at lunchtime": "11-18 11:30 11-18 13:00",
    "around lunch yesterday": "11-17 11:30 11-17 13:00",
    "after lunch yesterday": "11-17 12:00 11-17 18:00",
    "at dusk": LAST_EVENING,
    "at dawn": "11-18 06:00 11-18 12:00",
    "at dawn on Sunday": "11-15 06:00 11-15 12:00",
    "in the early hours": "11-18 00:00 11-18 06:00",
    "in the early hours of Sunday": "11-15 00:00 11-15 06:00",
    "in the small hours on Sunday": "11-15 00:00 11-15 06:00",
    "late last night": "11-17 22:00 11-18 06:00",
    "early this morning": "11-18 06:00 11-18 12:00",
    "earlier today": "11-18 00:00 11-18 14:30",
    "yesterday arvo": "11-17 12:00 11-17 18:00",
    "Sat night": "11-14 22:00 11-15 06:00",
    "yday evening": LAST_EVENING,
    "Monday lunchtime": "11-16 11:30 11-16 13:00",
    "yesterday mornin": "11-17 06:00 11-17 12:00",
    "middle of the night": "11-17 22:00 11-18 06:00",
}


@pytest.mark.parametrize(
    ("text", "expected"), [*WITHOUT_A_DAY.items(), *OF_A_DAY.items()], ids=[*WITHOUT_A_DAY, *OF_A_DAY]
)
def test_a_part_of_the_day(text: str, expected: str) -> None:
    assert main_span(text, WEDNESDAY) == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH.items(), ids=list(ENGLISH))
def test_a_part_of_the_day_in_english(text: str, expected: str) -> None:
    assert main_span(text, WEDNESDAY, "en") == expected
