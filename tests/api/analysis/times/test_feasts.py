"""Feasts and holidays, nights before days, and days counted by weekends."""

from __future__ import annotations

import pytest

from .reading import WEDNESDAY, main_span, spans

FEASTS = {
    "på midsommar": "06-19 00:00 06-21 00:00",
    "midsommar": "06-19 00:00 06-21 00:00",
    "i midsomras": "06-19 00:00 06-21 00:00",
    "midsommaraftonen": "06-19 00:00 06-20 00:00",
    "midsommarhelgen": "06-19 00:00 06-22 00:00",
    "på midsommarnatten": "06-20 00:00 06-20 06:00",
    "nyår": "2025-12-31 00:00 01-02 00:00",
    "på nyår": "2025-12-31 00:00 01-02 00:00",
    "nyårsafton": "2025-12-31 00:00 01-01 00:00",
    "på nyårsnatten": "01-01 00:00 01-01 06:00",
    "nyårsafton vid midnatt": "01-01 00:00",
    "på nyårsdagen": "01-01 00:00 01-02 00:00",
    "julafton": "2025-12-24 00:00 2025-12-25 00:00",
    "juldan": "2025-12-25 00:00 2025-12-26 00:00",
    "annandag jul": "2025-12-26 00:00 2025-12-27 00:00",
    "under julen": "2025-12-24 00:00 2025-12-27 00:00",
    "förra julen": "2025-12-24 00:00 2025-12-27 00:00",
    "dan före dopparedan": "2025-12-23 00:00 2025-12-24 00:00",
    "kvällen före julafton": "2025-12-23 18:00 2025-12-24 00:00",
    "dagen efter julafton": "2025-12-25 00:00 2025-12-26 00:00",
    "i mellandagarna": "2025-12-27 00:00 2025-12-31 00:00",
    "påsk": "04-03 00:00 04-07 00:00",
    "under påsken": "04-03 00:00 04-07 00:00",
    "påskafton": "04-04 00:00 04-05 00:00",
    "på skärtorsdagen": "04-02 00:00 04-03 00:00",
    "annandag påsk": "04-06 00:00 04-07 00:00",
    "valborg": "04-30 00:00 05-01 00:00",
    "valborgsmässoafton": "04-30 00:00 05-01 00:00",
    "sista april": "04-30 00:00 05-01 00:00",
    "kristi himmelsfärd": "05-14 00:00 05-15 00:00",
    "Kristi himmelfärdsdag": "05-14 00:00 05-15 00:00",
    "i pingsthelgen": "05-23 00:00 05-25 00:00",
    "på lucia": "2025-12-13 00:00 2025-12-14 00:00",
    "luciamorgonen": "2025-12-13 06:00 2025-12-13 10:00",
    "natten till lucia": "2025-12-13 00:00 2025-12-13 06:00",
    "natten före midsommar": "06-19 00:00 06-19 06:00",
    "alla helgons dag": "10-31 00:00 11-01 00:00",
    "på alla helgons": "10-31 00:00 11-01 00:00",
    "allhelgonahelgen": "10-31 00:00 11-02 00:00",
    "förra halloween": "10-31 00:00 11-01 00:00",
    "första advent": "2025-11-30 00:00 2025-12-01 00:00",
    "helgen före jul": "2025-12-20 00:00 2025-12-22 00:00",
    "veckan efter påsk": "04-06 00:00 04-13 00:00",
    "helgen efter midsommar": "06-27 00:00 06-29 00:00",
    "på nationaldan": "06-06 00:00 06-07 00:00",
}
NIGHTS = {
    "natten mot lördag": "11-14 00:00 11-14 06:00",
    "natten mot lördagen": "11-14 00:00 11-14 06:00",
    "natten till i lördags": "11-14 00:00 11-14 06:00",
    "natten te lördan": "11-14 00:00 11-14 06:00",
    "natt till lördag": "11-14 00:00 11-14 06:00",
    "natten mellan fredag o lördag": "11-14 00:00 11-14 06:00",
    "natten mellan fredagen å lördagen": "11-14 00:00 11-14 06:00",
    "natten fredag till lördag": "11-14 00:00 11-14 06:00",
    "natten fredag-lördag": "11-14 00:00 11-14 06:00",
    "natten mellan igår och idag": "11-18 00:00 11-18 06:00",
    "natten mot den 14:e": "11-14 00:00 11-14 06:00",
    "natten till den 14 november": "11-14 00:00 11-14 06:00",
    "natten mellan 13 o 14 november": "11-14 00:00 11-14 06:00",
    "natten 13-14 november": "11-14 00:00 11-14 06:00",
    "natten mellan den 13:e och 14:e": "11-14 00:00 11-14 06:00",
    "natten mellan 31 okt och 1 nov": "11-01 00:00 11-01 06:00",
    "natten 13/11-14/11": "11-14 00:00 11-14 06:00",
    "natten mellan lör och sön": "11-15 00:00 11-15 06:00",
    "natten lördag/söndag": "11-15 00:00 11-15 06:00",
    "natt te torsda": "11-12 00:00 11-12 06:00",
    "natten den 5": "11-05 00:00 11-05 06:00",
    "natten till igår": "11-17 00:00 11-17 06:00",
    "nångång i natt": "11-18 00:00 11-18 06:00",
    "nån gång under natten": "11-18 00:00 11-18 06:00",
    "häromnatten vid tre": "11-14 00:00 11-18 00:00",
    "i går natt": "11-18 00:00 11-18 06:00",
}
COUNTED = {
    "förrförra veckan": "11-02 00:00 11-09 00:00",
    "förr förra veckan": "11-02 00:00 11-09 00:00",
    "förrförra helgen": "11-07 00:00 11-09 00:00",
    "förrförra fredagen": "11-06 00:00 11-07 00:00",
    "två helger sen": "11-07 00:00 11-09 00:00",
    "för två helger sedan": "11-07 00:00 11-09 00:00",
    "häromdagen": "11-14 00:00 11-18 00:00",
    "härom dagen": "11-14 00:00 11-18 00:00",
    "häromdan": "11-14 00:00 11-18 00:00",
    "häromkvällen": "11-14 00:00 11-18 00:00",
    "häromkvälln": "11-14 00:00 11-18 00:00",
    "här om kvällen": "11-14 00:00 11-18 00:00",
    "i förrgår kväll": "11-16 18:00 11-17 00:00",
    "i förgår": "11-16 00:00 11-17 00:00",
    "i förrgårs": "11-16 00:00 11-17 00:00",
    "för en vecka sen": "11-11 00:00 11-12 00:00",
    "tre dar sen": "11-15 00:00 11-16 00:00",
    "tre dag sen": "11-15 00:00 11-16 00:00",
    "förra fredan": "11-13 00:00 11-14 00:00",
    "i onsda": "11-11 00:00 11-12 00:00",
    "i måndas": "11-16 00:00 11-17 00:00",
    "hela helgen": "11-14 00:00 11-16 00:00",
    "lördagen i helgen": "11-14 00:00 11-15 00:00",
    "i helgen, fredag kväll": "11-13 18:00 11-14 00:00",
    "i slutet av förra månaden": "10-21 00:00 11-01 00:00",
    "mellan jul och nyår": "2025-12-27 00:00 2025-12-31 00:00",
    "i hälgen": "11-14 00:00 11-16 00:00",
    "nu i helgen": "11-14 00:00 11-16 00:00",
    "sista helgen": "11-14 00:00 11-16 00:00",
    "under sommaren": "06-01 00:00 09-01 00:00",
    "i somrs": "06-01 00:00 09-01 00:00",
    "juli tror jag": "07-01 00:00 08-01 00:00",
    "i början av veckan": "11-16 00:00 11-18 00:00",
}
ENGLISH = {
    "over Easter": "04-03 00:00 04-07 00:00",
    "Easter": "04-03 00:00 04-07 00:00",
    "on Good Friday": "04-03 00:00 04-04 00:00",
    "Easter Sunday": "04-05 00:00 04-06 00:00",
    "Easter Monday": "04-06 00:00 04-07 00:00",
    "on Christmas Eve": "2025-12-24 00:00 2025-12-25 00:00",
    "Christmas day": "2025-12-25 00:00 2025-12-26 00:00",
    "over Christmas": "2025-12-24 00:00 2025-12-27 00:00",
    "boxing day": "2025-12-26 00:00 2025-12-27 00:00",
    "on New Year's Eve": "2025-12-31 00:00 01-01 00:00",
    "new years eve": "2025-12-31 00:00 01-01 00:00",
    "on new year's day": "01-01 00:00 01-02 00:00",
    "at midsummer": "06-19 00:00 06-21 00:00",
    "midsummer's eve": "06-19 00:00 06-20 00:00",
    "Midsummer weekend": "06-19 00:00 06-22 00:00",
    "the weekend before Christmas": "2025-12-20 00:00 2025-12-22 00:00",
    "the week before last": "11-02 00:00 11-09 00:00",
    "the weekend before last": "11-07 00:00 11-09 00:00",
    "two weekends ago": "11-07 00:00 11-09 00:00",
    "the night before last": "11-16 22:00 11-17 06:00",
    "the other evening": "11-14 00:00 11-18 00:00",
    "a fortnight ago": "11-04 00:00 11-05 00:00",
    "last spring": "03-01 00:00 06-01 00:00",
    "this summer": "06-01 00:00 09-01 00:00",
    "this July": "07-01 00:00 08-01 00:00",
}
NO_FEASTS = [
    "god jul",
    "glad påsk på er",
    "gott nytt år",
    "merry christmas",
    "midsommarstången har vält",
    "julgranen är borta",
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [*FEASTS.items(), *NIGHTS.items(), *COUNTED.items()],
    ids=[*FEASTS, *NIGHTS, *COUNTED],
)
def test_a_feast_or_a_counted_day(text: str, expected: str) -> None:
    assert main_span(text, WEDNESDAY) == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH.items(), ids=list(ENGLISH))
def test_a_feast_or_a_counted_day_in_english(text: str, expected: str) -> None:
    assert main_span(text, WEDNESDAY, "en") == expected


@pytest.mark.parametrize("text", NO_FEASTS)
def test_a_greeting_is_no_feast(text: str) -> None:
    assert spans(text, WEDNESDAY) == []
