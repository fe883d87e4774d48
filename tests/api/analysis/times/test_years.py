"""Years, alone and beside a season, and what only looks like a year."""

from __future__ import annotations

import pytest

from .reading import WEDNESDAY, main_span, spans

SWEDISH = {
    "2021": "2021-01-01 00:00 2022-01-01 00:00",
    "det var 2021": "2021-01-01 00:00 2022-01-01 00:00",
    "nån gång 2019": "2019-01-01 00:00 2020-01-01 00:00",
    "typ 2018": "2018-01-01 00:00 2019-01-01 00:00",
    "det hände 2019": "2019-01-01 00:00 2020-01-01 00:00",
    "2019 försvann min cykel": "2019-01-01 00:00 2020-01-01 00:00",
    "kvinnan försvann 2011 från Strömstad": "2011-01-01 00:00 2012-01-01 00:00",
    "jag blev knivhuggen 2019 och har aldrig sagt nåt": "2019-01-01 00:00 2020-01-01 00:00",
    "rånad 2020. nya uppgifter": "2020-01-01 00:00 2021-01-01 00:00",
    "mordet i Kinna 1994": "1994-01-01 00:00 1995-01-01 00:00",
    "bomb under bil, Kallhäll, 2019": "2019-01-01 00:00 2020-01-01 00:00",
    "i fjol": "2025-01-01 00:00 01-01 00:00",
    "ifjol": "2025-01-01 00:00 01-01 00:00",
    "i fjor": "2025-01-01 00:00 01-01 00:00",
    "ifjol i mars": "2025-03-01 00:00 2025-04-01 00:00",
    "i fjol sommar": "2025-06-01 00:00 2025-09-01 00:00",
    "förra året": "2025-01-01 00:00 01-01 00:00",
    "forra aret": "2025-01-01 00:00 01-01 00:00",
    "förra åre": "2025-01-01 00:00 01-01 00:00",
    "förrförra året": "2024-01-01 00:00 2025-01-01 00:00",
    "förra året i mars": "2025-03-01 00:00 2025-04-01 00:00",
    "sommaren 2019": "2019-06-01 00:00 2019-09-01 00:00",
    "sommarn 2019": "2019-06-01 00:00 2019-09-01 00:00",
    "våren -22": "2022-03-01 00:00 2022-06-01 00:00",
    "hösten 21": "2021-09-01 00:00 2021-12-01 00:00",
    "påsken 2009": "2009-04-10 00:00 2009-04-14 00:00",
    "julen 2023": "2023-12-24 00:00 2023-12-27 00:00",
    "för tre år sen": "2023-01-01 00:00 2024-01-01 00:00",
    "för 10 år sedan": "2016-01-01 00:00 2017-01-01 00:00",
    "tre år sen": "2023-01-01 00:00 2024-01-01 00:00",
    "för ett år sen": "2025-01-01 00:00 01-01 00:00",
    "i mars för två år sen": "2024-03-01 00:00 2024-04-01 00:00",
    "nyår för två år sen": "2024-12-31 00:00 2025-01-02 00:00",
    "hela 2021": "2021-01-01 00:00 2022-01-01 00:00",
    "sen 2003": "2003-01-01 00:00 2004-01-01 00:00",
    "på 90-talet": "1990-01-01 00:00 2000-01-01 00:00",
    "i slutet av augusti 2022": "2022-08-21 00:00 2022-09-01 00:00",
    "i mars i år": "03-01 00:00 04-01 00:00",
}
ENGLISH = {
    "last year": "2025-01-01 00:00 01-01 00:00",
    "in 2021": "2021-01-01 00:00 2022-01-01 00:00",
    "back in 2019": "2019-01-01 00:00 2020-01-01 00:00",
    "it was 2018": "2018-01-01 00:00 2019-01-01 00:00",
    "in the summer of 2019": "2019-06-01 00:00 2019-09-01 00:00",
    "summer 2020": "2020-06-01 00:00 2020-09-01 00:00",
    "three years ago": "2023-01-01 00:00 2024-01-01 00:00",
    "a year ago": "2025-01-01 00:00 01-01 00:00",
    "last year in March": "2025-03-01 00:00 2025-04-01 00:00",
    "during 2022": "2022-01-01 00:00 2023-01-01 00:00",
    "the year before last": "2024-01-01 00:00 2025-01-01 00:00",
}
NO_YEARS = [
    "volvo v70 2015",
    "en volvo från 2012",
    "årsmodell 2019",
    "årsmodell typ 2008",
    "golf 2008 silver",
    "2008 års modell",
    "modell år 2015",
    "modellår 2015",
    "toyota hilux 2020 vit stulen från lantbruk",
    "Lynx gul 2017 försvann från släpet",
    "Puch Dakota 1973, ett arv",
    "Storgatan 2021",
    "han ville ha 2000",
    "sålde mitt bankkort för 2000",
    "2000 kr",
    "kostade 2019 kronor",
    "swishade 2015 spänn",
    "portkod 1998",
    "koden är 2024",
    "född 2007",
    "jag är född 1994",
    "ärende 2023",
    "rum 2012",
    "lägenhet 1201",
    "ett tv program från 2019",
    "saknas 2000",
]


@pytest.mark.parametrize(("text", "expected"), SWEDISH.items(), ids=list(SWEDISH))
def test_a_year_is_the_whole_of_it(text: str, expected: str) -> None:
    assert main_span(text, WEDNESDAY) == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH.items(), ids=list(ENGLISH))
def test_a_year_in_english(text: str, expected: str) -> None:
    assert main_span(text, WEDNESDAY, "en") == expected


@pytest.mark.parametrize("text", NO_YEARS)
def test_a_model_a_sum_or_a_number_of_a_house_is_no_year(text: str) -> None:
    assert spans(text, WEDNESDAY) == []
