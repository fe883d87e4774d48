"""What has happened this moment, and the "nu" and "just" that only fill a sentence."""

from __future__ import annotations

import pytest

from .reading import WEDNESDAY, main_span, spans

NOW = "11-18 14:30"
A_WHILE = "11-18 14:20 11-18 14:30"
SWEDISH = {
    "precis nyss": A_WHILE,
    "alldeles nyss": A_WHILE,
    "nu nyss": A_WHILE,
    "nyss sprang två killar förbi": A_WHILE,
    "nu precis": NOW,
    "precis nu": NOW,
    "just nu": NOW,
    "juste nu": NOW,
    "i denna stund": NOW,
    "i detta nu": NOW,
    "i skrivande stund lastar de av däck": NOW,
    "för en minut sen": "11-18 14:29",
    "nån minut sen": "11-18 14:29",
    "en kvart sen": "11-18 14:15",
    "typ tio min sen": "11-18 14:20",
    "for fem minuter sen": "11-18 14:25",
    "för fem minuter sen": "11-18 14:25",
    "10min sen": "11-18 14:20",
    "för 5 min se": "11-18 14:25",
    "ett par minuter sen": "11-18 14:28",
    "för bara nåra minuter sen": "11-18 14:27",
    "för ca en kvart sedan": "11-18 14:15",
    "tre kvart sen": "11-18 13:45",
    "jag körde precis på en älg": NOW,
    "har just blivit rånad på torget": NOW,
    "min moppe har precis blivit stulen": NOW,
    "blev precis rånad av tre killar": NOW,
    "jag har precis hittat en hund utan halsband": NOW,
    "de hoppade precis ut genom fönstret med min dator": NOW,
    "nån slog precis sönder rutan på min bil": NOW,
    "hörde precis en smäll": NOW,
    "såg just en kille klättra in hos grannen": NOW,
    "två killar stal just min mobil": NOW,
    "min son blev just påkörd": NOW,
    "det smällde precis": NOW,
    "han står utanför nu": NOW,
    "två killar slåss på torget nu": NOW,
    "pågår nu vid Hallsberg": NOW,
    "nu bryter de sig in hos grannen": NOW,
}
ENGLISH = {
    "right now": NOW,
    "just now": NOW,
    "a minute ago": "11-18 14:29",
    "two mins ago": "11-18 14:28",
    "a sec ago": NOW,
    "5 minutes ago": "11-18 14:25",
    "about quarter of an hour ago": "11-18 14:15",
    "someone just stole my bike": NOW,
    "I was just robbed": NOW,
    "some guy just glassed my mate": NOW,
    "he's just been stabbed": NOW,
    "just saw a guy smash a window": NOW,
    "we have just been robbed": NOW,
    "happening as we speak": NOW,
    "at this very moment": NOW,
    "they are breaking in now": NOW,
}
NOTHING = [
    "nu är det nog",
    "nu ska jag berätta",
    "jag vill bara just tipsa",
    "just det",
    "precis som vanligt",
    "stod precis utanför Ica",
    "han ser precis ut som han på bilden",
    "precis vid tågstationen",
    "det var precis bredvid",
    "jag mår bra nu",
    "jag måste gå nu",
    "lämnar nu",
    "vad händer nu",
    "tack, nu känns det bättre",
    "pratar jag med en robot nu",
    "ge mig en polis nu",
    "han har flyttat och bor i Trosa nu",
    "nu för tiden",
    "nej jag är klar nu",
    "det är lugnt nu",
    "skickade just en bild, ser du den?",
    "fick just veta att jag ska bli mormor",
]
NOTHING_IN_ENGLISH = [
    "I just want to report something",
    "just wondering",
    "I just wanted to ask",
    "he is just a kid",
    "now I know his name",
    "just outside the shop",
    "from now on english only",
    "all good now",
    "I want to stop now",
    "I just sent you a picture",
]


@pytest.mark.parametrize(("text", "expected"), SWEDISH.items(), ids=list(SWEDISH))
def test_this_moment_is_told_from_the_message(text: str, expected: str) -> None:
    assert main_span(text, WEDNESDAY) == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH.items(), ids=list(ENGLISH))
def test_this_moment_in_english(text: str, expected: str) -> None:
    assert main_span(text, WEDNESDAY, "en") == expected


@pytest.mark.parametrize("text", NOTHING)
def test_a_now_that_only_fills_the_sentence_is_no_time(text: str) -> None:
    assert spans(text, WEDNESDAY) == []


@pytest.mark.parametrize("text", NOTHING_IN_ENGLISH)
def test_a_just_that_only_fills_the_sentence_is_no_time(text: str) -> None:
    assert spans(text, WEDNESDAY, "en") == []


def test_a_filling_now_stands_back_behind_a_time() -> None:
    assert spans("rånades i tisdags, han står kvar i kön nu", WEDNESDAY)[0] == "11-17 00:00 11-18 00:00"
    assert spans("han sprang precis förbi mig igår", WEDNESDAY) == ["11-17 00:00 11-18 00:00"]
