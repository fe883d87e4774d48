"""Since when, and how long: only the first is a time."""

from __future__ import annotations

import pytest

from .reading import WEDNESDAY, main_span, spans

SWEDISH = {
    "sen 7.15": "11-18 07:15",
    "sen kl 7.15": "11-18 07:15",
    "strömmen har varit borta sen 7.15 i morse": "11-18 07:15",
    "sen 7 i morse": "11-18 07:00",
    "sedan i tisdags": "11-17 00:00 11-18 00:00",
    "borta sen i fredags": "11-13 00:00 11-14 00:00",
    "sen fredags": "11-13 00:00 11-14 00:00",
    "sen tisdan": "11-17 00:00 11-18 00:00",
    "sen påsk": "04-03 00:00 04-07 00:00",
    "sen helgen": "11-14 00:00 11-16 00:00",
    "sen två veckor": "11-04 00:00",
    "sedan tre dagar": "11-15 00:00",
    "sedan fem veckor": "10-14 00:00",
    "sedan en halvtimme tillbaka": "11-18 14:00",
    "sedan den 4:e": "11-04 00:00 11-05 00:00",
    "tom sedan den 9. Hans väska står kvar": "11-09 00:00 11-10 00:00",
    "sen slutet av augusti": "08-21 00:00 09-01 00:00",
    "sen i somras": "06-01 00:00 09-01 00:00",
    "sedan midsommar": "06-19 00:00 06-21 00:00",
    "sen lunch": "11-18 11:30 11-18 13:00",
    "alltsedan i måndags": "11-16 00:00 11-17 00:00",
    "ända sen 2019": "2019-01-01 00:00 2020-01-01 00:00",
    "sedan nyår": "2025-12-31 00:00 01-02 00:00",
    "sen igår kväll": "11-17 18:00 11-18 00:00",
    "hela dagen sedan 9": "11-18 09:00",
}
ENGLISH = {
    "since the 4th": "11-04 00:00 11-05 00:00",
    "ever since Easter": "04-03 00:00 04-07 00:00",
    "since 7.15 this morning": "11-18 07:15",
    "since 9": "11-18 09:00",
    "since yesterday": "11-17 00:00 11-18 00:00",
    "missing since last week": "11-09 00:00 11-16 00:00",
    "since midsummer": "06-19 00:00 06-21 00:00",
    "since Sunday evening": "11-15 18:00 11-16 00:00",
    "since two days": "11-16 00:00",
}
HOW_LONG = [
    "i två veckor",
    "de har bråkat i sex veckor",
    "tredje natten i rad",
    "det tog tre timmar",
    "satt där i fem minuter",
    "hon är gravid i vecka 31",
    "två gånger i veckan",
    "2000 i veckan",
    "for two weeks",
    "it took three hours",
    "han fick två års fängelse",
    "har bott här i tio år",
]


@pytest.mark.parametrize(("text", "expected"), SWEDISH.items(), ids=list(SWEDISH))
def test_since_when(text: str, expected: str) -> None:
    assert main_span(text, WEDNESDAY) == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH.items(), ids=list(ENGLISH))
def test_since_when_in_english(text: str, expected: str) -> None:
    assert main_span(text, WEDNESDAY, "en") == expected


@pytest.mark.parametrize("text", HOW_LONG)
def test_how_long_is_no_time(text: str) -> None:
    assert spans(text, WEDNESDAY) == []
