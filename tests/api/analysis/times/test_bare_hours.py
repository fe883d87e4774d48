"""An hour that leaves open whether it is before or after noon, and hours said beside a day without "kl"."""

from __future__ import annotations

import pytest

from .reading import WEDNESDAY, at, main_span

BY_DAY = {
    "i söndags vid elva": "11-15 11:00",
    "i sondags vid elva": "11-15 11:00",
    "igår vid tre": "11-17 15:00",
    "i går vid 3": "11-17 15:00",
    "kl 10": "11-18 10:00",
    "i lördags vid tolv": "11-14 12:00",
    "i fredags klockan 9": "11-13 09:00",
    "i fredas klockan nie": "11-13 09:00",
    "i måndags runt fem": "11-16 16:45 11-16 17:15",
    "igår halv ett": "11-17 12:30",
    "igår vid halv nio": "11-17 08:30",
    "igår kl 7": "11-17 07:00",
    "igår kl 6": "11-17 18:00",
    "igår vid 1": "11-17 13:00",
    "igår kvart i elva": "11-17 10:45",
    "i torsdags tjugo över fyra": "11-12 16:20",
    "sedan i går kl 11": "11-17 11:00",
    "förra tisdagen vid tio i åtta": "11-10 07:50",
    "den 3 november kl 4": "11-03 16:00",
    "för tre dar sen vid sju": "11-15 07:00",
    "i torsdags mellan åtta och tre": "11-12 08:00 11-12 15:00",
    "förra torsdagen mellan 10 och 14": "11-12 10:00 11-12 14:00",
    "i måndags mellan 6 och 14": "11-16 06:00 11-16 14:00",
    "igår mellan 9 och 12": "11-17 09:00 11-17 12:00",
    "igår mellan fem å sex": "11-17 17:00 11-17 18:00",
    "i lördags strax efter åtta": "11-14 08:00 11-14 08:15",
}
BY_PART = {
    "i tisdags kl 2 på natten": "11-17 02:00",
    "i söndags kväll vid 8": "11-15 20:00",
    "kl 9 på kvällen": "11-17 21:00",
    "vid tio på kvällen igår": "11-17 22:00",
    "i fredags vid elva på kvällen": "11-13 23:00",
    "i måndags vid sex på morgonen": "11-16 06:00",
    "i måndags fem på morronen": "11-16 05:00",
    "vid fyrasnåret på morgonen": "11-18 03:30 11-18 04:30",
    "kl 5 på eftermiddan igår": "11-17 17:00",
    "imorse runt fem": "11-18 04:45 11-18 05:15",
    "igårkväll vid nie": "11-17 21:00",
    "i lördas natt vid två": "11-15 02:00",
}
TWENTY_FOUR = {
    "igår 23.40": "11-17 23:40",
    "igår 7.15": "11-17 07:15",
    "i söndags 3.20": "11-15 03:20",
    "lördag 04:10": "11-14 04:10",
    "bilen körde förbi 13.25 mot Åsele": "11-18 13:25",
    "larmbågen visar 03.31": "11-18 03:31",
    "hittade i väntsalen, 05.10. Personalen gav vatten": "11-18 05:10",
    "kl 0.30 i söndags": "11-15 00:30",
}
BESIDE_A_DAY = {
    "igår 22": "11-17 22:00",
    "igår, 22": "11-17 22:00",
    "tisdag kväll 21": "11-17 21:00",
    "igår runt 16": "11-17 15:45 11-17 16:15",
    "igår ca 17 såg jag dem": "11-17 16:45 11-17 17:15",
    "vid 8-tiden imorse": "11-18 07:30 11-18 08:30",
    "vid åttatiden imorse": "11-18 07:30 11-18 08:30",
    "imorse 7": "11-18 07:00",
    "lör ca 21": "11-14 20:45 11-14 21:15",
    "fre 23": "11-13 23:00",
    "idag nio vid Masmo": "11-18 09:00",
    "igår kväll nio såg vi dem": "11-17 21:00",
    "igår vid sjusnåret": "11-17 06:30 11-17 07:30",
    "vid femsnåret igår": "11-17 16:30 11-17 17:30",
    "i går 14.20 satt han där": "11-17 14:20",
    "efter stängning igår 22": "11-17 22:00",
    "i måndags 18 ungefär": "11-16 18:00",
    "inatt 03": "11-18 03:00",
}
ENGLISH = {
    "yesterday at 3": "11-17 15:00",
    "yesterday at 10": "11-17 10:00",
    "on Sunday around eleven": "11-15 10:45 11-15 11:15",
    "Monday at half six": "11-16 18:30",
    "last Thursday at 7": "11-12 07:00",
    "at 7ish last night": "11-17 18:30 11-17 19:30",
    "yesterday at 4ish": "11-17 15:30 11-17 16:30",
    "yesterday at noonish": "11-17 12:00",
    "at 2 in the afternoon on Saturday": "11-14 14:00",
    "Saturday 9 pm": "11-14 21:00",
    "at like 9 last night": "11-17 20:45 11-17 21:15",
    "yesterday bout 5": "11-17 16:45 11-17 17:15",
    "at four this morning": "11-18 04:00",
}
WHEN_SENT = [
    # Today's hour may not lie ahead: then the last one before the message is meant.
    ("vid 4", "2026-11-18 14:30", "11-18 04:00"),
    ("idag vid 5", "2026-11-18 14:30", "11-18 05:00"),
    ("idag vid 5", "2026-11-18 19:30", "11-18 17:00"),
    ("idag vid 9", "2026-11-18 22:00", "11-18 09:00"),
    ("kl 10", "2026-11-18 23:30", "11-18 10:00"),
    ("kl 10", "2026-11-18 09:00", "11-17 22:00"),
    ("vid elva", "2026-11-18 01:00", "11-17 23:00"),
    ("ikväll vid 9", "2026-11-18 22:30", "11-18 21:00"),
    ("ikväll 8", "2026-11-18 22:30", "11-18 20:00"),
    ("på kvällen vid tio", "2026-11-18 08:00", "11-17 22:00"),
    ("vid halv två", "2026-11-18 14:00", "11-18 13:30"),
    ("igår vid tre", "2026-03-30 10:00", "03-29 15:00"),
    ("igår vid elva", "2026-01-01 10:00", "2025-12-31 11:00"),
    ("idag vid tre", "2026-11-18 00:40", "11-17 15:00"),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [*BY_DAY.items(), *BY_PART.items(), *TWENTY_FOUR.items(), *BESIDE_A_DAY.items()],
    ids=[*BY_DAY, *BY_PART, *TWENTY_FOUR, *BESIDE_A_DAY],
)
def test_an_open_hour_is_by_daylight_unless_the_text_says_night_or_evening(text: str, expected: str) -> None:
    assert main_span(text, WEDNESDAY) == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH.items(), ids=list(ENGLISH))
def test_an_open_hour_in_english(text: str, expected: str) -> None:
    assert main_span(text, WEDNESDAY, "en") == expected


@pytest.mark.parametrize(
    ("text", "sent", "expected"), WHEN_SENT, ids=[f"{text} ({sent})" for text, sent, _ in WHEN_SENT]
)
def test_an_open_hour_of_the_day_itself_lies_before_the_message(text: str, sent: str, expected: str) -> None:
    assert main_span(text, at(sent)) == expected
