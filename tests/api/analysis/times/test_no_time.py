"""What looks like a time and is none; and texts that nobody should be able to stop the reading with."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.analysis import times

from .reading import WEDNESDAY, spans

NOT_TIMES = [
    "ring mig på 070-123 45 67",
    "0701234567",
    "mitt nummer är +46 8 123 456 78",
    "han är 5 år",
    "två män i svarta jackor",
    "cirka 180 cm lång",
    "en man i 25-årsåldern",
    "en kille runt 20 med keps",
    "hon var runt 12 och ensam",
    "ABC 123",
    "regnummer ABC12D",
    "Storgatan 14",
    "de bor på Ringvägen 7 B",
    "olycka på väg 73",
    "kö på E18 och E4",
    "buss 14 mot stan",
    "linje 19",
    "ring 112",
    "114 14",
    "det kostade 500 kr",
    "han ville ha 21.50 kr för den",
    "vid 7-eleven",
    "öppet 24/7",
    "halva priset",
    "1/2 liter mjölk",
    "18 bilar stod där",
    "vid 3 hus längre bort",
    "mellan 20 och 25 år gammal",
    "mellan 180 och 190 cm",
    "de var 5-6 stycken",
    "ca 20 personer",
    "född 1985-03-12",
    "19850312-1234",
    "752098100123456 är chipnumret",
    "god natt",
    "godkväll på er",
    "good morning",
    "på fredagar brukar de stå där",
    "killen i rött på 3an",
    "nåt lät konstigt",
    "det är åt pipan",
    "jag och sen han",
    "he is 25 years old",
    "two men in a white car",
    "it cost 30 dollars",
    "I may know who did it",
    "they march through the city",
    "röd volvo v70 2.4",
    "ip 10.15.22.31",
    "matchen slutade 3-2",
    "hus nr 12 till vänster",
    "buss 514",
    "linje 4",
    "linje 4 mot Radiohuset",
    "rum 312",
    "spår 7",
    "plan 3",
    "lgh 1203",
    "Storgatan 22",
    "Storgatan 22 B",
    "XYZ 04K",
    "08-123 45 67",
    "ring mig på 0701-22 02 23",
    "178 lång",
    "mellan 22 och 25 år gammal",
    "20-ish, beard",
    "kostade 19.90",
    "12.50 kr",
    "temp 38.20",
    "version 12.11",
    "den vita Volvon, en 07:a",
    "blev en timme sen till jobbet",
    "vår klocka på en annons",
    "ringde 3 gånger",
    "de var 22 stycken",
    "två till kom efter ett bråk",
    "tre tjejer och sen två till",
    "han pekade inåt skogen",
    "jag heter Ida",
    "min nye granne",
    "nattbussen går härifrån",
    "the night train was full",
    "our summer house is empty",
    "Christmas presents under the tree",
    "a Sunday school teacher",
    "he sat 3 hours in the car",
]


@pytest.mark.parametrize("text", NOT_TIMES)
def test_no_time_is_found_where_none_is_told(text: str) -> None:
    assert spans(text, WEDNESDAY, "sv") == []


HOSTILE = {
    "digits": "1" * 5000,
    "colons": "1:" * 2500,
    "hours": "kl " * 1700,
    "ago": "en halv " * 625,
    "between": "mellan 1 och " * 380,
    "dates": "1/" * 2500,
    "weekdays": "fredag " * 720,
    "nights": "natten till " * 415,
    "open brackets": "(" * 5000,
    "one long word": "å" * 5000,
    "numbers": "12 " * 1650,
    "half past": "half past " * 500,
    "now": "nu " * 1650,
    "commas": "igår, " * 830,
    "since": "sen 7 " * 800,
    "years": "2019 " * 1000,
    "recurring": "varje natt " * 450,
    "spans": "22-02 " * 830,
    "just": "har just " * 550,
    "telling": "läste idag " * 450,
    "feasts": "helgen före jul " * 310,
    "day spans": "den 3-5 " * 620,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_of_five_thousand_characters_is_read_at_once(text: str) -> None:
    prose = ("Vi hörde någon i trapphuset och gick ut för att se efter, men där var ingen. " * 70)[:5000]
    times.find("igår", WEDNESDAY)
    usual, hostile = min(map(_seconds, [prose] * 5)), min(map(_seconds, [text] * 5))
    assert hostile < 40 * usual


def _seconds(text: str) -> float:
    """The processor's time."""
    begin = time.thread_time()
    times.find(text, WEDNESDAY)
    return time.thread_time() - begin


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00",
        "\ud800 igår",
        "\u202eigår\u202c",
        "🕐 igår 🕐",
        "İgår kl 25:99",
        "٣ مارس",
        "9999-12-31",
        "för 999999999 år sen",
    ],
)
def test_odd_texts_are_no_trouble(text: str) -> None:
    for finding in times.find(text, WEDNESDAY):
        assert text[finding.start : finding.end] == finding.text


WORDS = [
    "igår",
    "kl",
    "vid",
    "7",
    "22",
    "halv",
    "åtta",
    "natten",
    "till",
    "lördag",
    "i",
    "den",
    "3:e",
    "mars",
    "för",
    "20",
    "min",
    "sen",
    "mellan",
    "och",
    ",",
    ".",
    "-",
    "/",
    ":",
    "2026",
    "nu",
    "last",
    "night",
    "pm",
    "sen",
    "år",
    "veckan",
    "förra",
    "den",
    "31",
    "-",
    "varje",
    "jul",
    "efter",
    "helgen",
    "just",
    "blev",
    "läste",
    "0",
    "24",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join) | st.text(max_size=60))
def test_every_finding_stands_in_the_text_and_ends_after_it_begins(text: str) -> None:
    found = times.find(text, WEDNESDAY)
    for start, end in zip(found[::2], found[1::2], strict=True):
        assert (start.name, end.name) == ("time_start", "time_end")
        assert text[start.start : start.end] == start.text
        assert start.value[:4].isdigit() and end.value[:4].isdigit()
