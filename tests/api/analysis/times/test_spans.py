"""From one time to another, and what recurs: the latest of it."""

from __future__ import annotations

import pytest

from .reading import WEDNESDAY, main_span

SWEDISH = {
    "mellan den 23 å 27 oktober": "10-23 00:00 10-28 00:00",
    "vi var bortresta mellan den 23 å 27 december": "2025-12-23 00:00 2025-12-28 00:00",
    "mellan den 3 o 5 november": "11-03 00:00 11-06 00:00",
    "mellan den 3:e och den 5:e": "11-03 00:00 11-06 00:00",
    "mellan 3/11 och 5/11": "11-03 00:00 11-06 00:00",
    "den 3-5 november": "11-03 00:00 11-06 00:00",
    "nån gång 3–5 nov": "11-03 00:00 11-06 00:00",
    "från den 28 till den 2 november": "10-28 00:00 11-03 00:00",
    "mellan 22 & 23 igår": "11-17 22:00 11-17 23:00",
    "mellan 22 o 23 igår": "11-17 22:00 11-17 23:00",
    "mellan 20 å 21 i måndags": "11-16 20:00 11-16 21:00",
    "mellan tisdag kväll 21 och onsdag morgon 7": "11-17 21:00 11-18 07:00",
    "mellan kl 18 igår å 7 i morse": "11-17 18:00 11-18 07:00",
    "från 22 till 05": "11-17 22:00 11-18 05:00",
    "mellan 22-02 i lördags": "11-14 22:00 11-15 02:00",
    "i lördags 22-02": "11-14 22:00 11-15 02:00",
    "kl 22-02": "11-17 22:00 11-18 02:00",
    "22-02 igår": "11-17 22:00 11-18 02:00",
    "mellan 22 å 06 i natt": "11-17 22:00 11-18 06:00",
    "mellan åtta o tio i morse": "11-18 08:00 11-18 10:00",
    "mellan elva och halv tolv i söndags": "11-15 11:00 11-15 11:30",
    "mellan fredag o söndag": "11-13 00:00 11-16 00:00",
    "mellan fredan å söndan": "11-13 00:00 11-16 00:00",
    "mellan lunch och tre igår": "11-17 11:30 11-17 15:00",
    "mellan 2016 och 2019": "2016-01-01 00:00 2020-01-01 00:00",
    "mellan 23 och 05": "11-17 23:00 11-18 05:00",
    "från 9-11 i lördags": "11-14 09:00 11-14 11:00",
    "13/11-15/11": "11-13 00:00 11-16 00:00",
    "mellan lunch och tre": "11-17 11:30 11-17 15:00",
    "mellan fre 16 och mån 06.30": "11-13 16:00 11-16 06:30",
    "fre 13/11 kl 17 - mån 16/11 kl 7": "11-13 17:00 11-16 07:00",
    "varje natt mellan 1 och 3": "11-18 01:00 11-18 03:00",
    "varje kväll mellan 9 och 11": "11-17 21:00 11-17 23:00",
    "varje kväll vid 22": "11-17 22:00",
    "varje natt": "11-18 00:00 11-18 06:00",
    "varje fredag kväll vid tio": "11-13 22:00",
    "om nätterna": "11-18 00:00 11-18 06:00",
    "på kvällarna": "11-17 18:00 11-18 00:00",
}
ENGLISH = {
    "between 1 and 3 every night this week": "11-18 01:00 11-18 03:00",
    "every night this week at about 2": "11-18 01:45 11-18 02:15",
    "every evening": "11-17 18:00 11-18 00:00",
    "from 10 pm to 5 am": "11-17 22:00 11-18 05:00",
    "between the 3rd and the 5th": "11-03 00:00 11-06 00:00",
    "between 3 and 5 November": "11-03 00:00 11-06 00:00",
    "between 3 & 4 yesterday": "11-17 15:00 11-17 16:00",
    "between 8 and 9 last night": "11-17 20:00 11-17 21:00",
    "from Friday to Sunday": "11-13 00:00 11-16 00:00",
    "yesterday 3-5 pm": "11-17 15:00 11-17 17:00",
    "between noon and 2 yesterday": "11-17 12:00 11-17 14:00",
    "between 11 and 1 on Saturday night": "11-14 23:00 11-15 01:00",
    "8-10pm yesterday": "11-17 20:00 11-17 22:00",
    "2012 to 2015": "2012-01-01 00:00 2016-01-01 00:00",
    "sometime between Monday and today": "11-16 00:00 11-18 14:30",
}


@pytest.mark.parametrize(("text", "expected"), SWEDISH.items(), ids=list(SWEDISH))
def test_a_span_has_both_its_ends(text: str, expected: str) -> None:
    assert main_span(text, WEDNESDAY) == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH.items(), ids=list(ENGLISH))
def test_a_span_in_english(text: str, expected: str) -> None:
    assert main_span(text, WEDNESDAY, "en") == expected
