"""Which of several times is the event's: not that of telling, reading or finding out."""

from __future__ import annotations

import pytest

from .reading import WEDNESDAY, main_span, spans

SWEDISH = {
    "i våras blev jag lurad på 20000, berättar först idag": "03-01 00:00 06-01 00:00",
    "berättar först idag, det hände i våras": "03-01 00:00 06-01 00:00",
    "i våras stal nån min cykel och idag såg jag den på Blocket": "03-01 00:00 06-01 00:00",
    "såg er post nu, han satt på bussen igår kväll": "11-17 18:00 11-18 00:00",
    "läste idag att ni söker vittnen, jag gick förbi i lördags vid elva": "11-14 11:00",
    "upptäckte i morse att bilen var borta, parkerade den igår 22": "11-17 22:00",
    "Jag såg inlägget imorse. Killen gick förbi mig i måndags": "11-16 00:00 11-17 00:00",
    "fick veta igår av grannen att de var här i söndags": "11-15 00:00 11-16 00:00",
    "hörde idag att de söker honom. Han var här i fredags kväll": "11-13 18:00 11-14 00:00",
    "grannen sa igår att det smällde natten till söndag": "11-15 00:00 11-15 06:00",
    "kom på nu att jag såg henne i onsdags": "11-11 00:00 11-12 00:00",
    "skriver nu men det hände för en timme sen": "11-18 13:30",
    "pratade med grannen idag, hon såg dem i helgen": "11-14 00:00 11-16 00:00",
    "anmälde igår men det hände i torsdags": "11-12 00:00 11-13 00:00",
    "såg efterlysningen igår, mannen handlade hos oss i tisdags vid tre": "11-17 15:00",
    "min fru berättade igår kväll att hon blev rånad i fredags": "11-13 00:00 11-14 00:00",
    "märkte idag att plånboken var borta, hade den i söndags": "11-15 00:00 11-16 00:00",
    "såg på nyheterna idag att ni letar vittnen, olyckan var i mars": "03-01 00:00 04-01 00:00",
    "ställde cykeln i går kväll, i morse kl 7 var den borta": "11-17 18:00 11-18 00:00",
    "han ska tillbaka på lördag men jag såg honom igår": "11-17 00:00 11-18 00:00",
    "fick höra igår att de ska råna banken på fredag": "11-20 00:00 11-21 00:00",
    "I lördags var jag i centrum. Vid halv åtta kom en man fram": "11-14 07:30",
    "jag ringde er igår, men det small i söndags natt": "11-16 00:00 11-16 06:00",
    "inte i morse utan igår morse": "11-17 06:00 11-17 10:00",
    "i torsdags. eller natten mot fredag rättare sagt": "11-13 00:00 11-13 06:00",
    "upptäcktes vid städning idag men kan ha skett när som helst sedan september": "09-01 00:00 10-01 00:00",
    "han ska inte vara här på måndag. Han gick från skolan kl 10": "11-18 10:00",
    "bor här sedan trettio år, båten försvann för en stund sen": "11-18 14:00 11-18 14:30",
    # What is told of alone stays, for it is all there is.
    "upptäckte i morse att bilen var borta": "11-18 06:00 11-18 10:00",
    "hörde skott igår kväll": "11-17 18:00 11-18 00:00",
    "jag såg honom idag vid tolv": "11-18 12:00",
    "hittade en cykel i diket igår": "11-17 00:00 11-18 00:00",
}
ENGLISH = {
    "just read your post, I saw him yesterday at 5": "11-17 17:00",
    "I'm reporting this today but it happened last Friday": "11-13 00:00 11-14 00:00",
    "noticed this morning that the car was gone, parked it last night at 10": "11-17 22:00",
    "I found out today, it happened in March": "03-01 00:00 04-01 00:00",
    "heard about it on the news today. I saw that man on Sunday": "11-15 00:00 11-16 00:00",
    "my neighbour told me yesterday that they broke in on Monday": "11-16 00:00 11-17 00:00",
    "saw your poster today, he was on my bus last night": "11-17 22:00 11-18 06:00",
    "not the 9th, the 11th": "11-11 00:00 11-12 00:00",
    "I said Monday but I meant Sunday night": "11-15 22:00 11-16 06:00",
    "only realised now, but my card was stolen on Saturday": "11-14 00:00 11-15 00:00",
}
NO_EVENT = [
    "såg er post nu",
    "läste idag att ni söker en man",
    "jag berättar det idag",
    "såg efterlysningen nu",
    "read your post today",
]


@pytest.mark.parametrize(("text", "expected"), SWEDISH.items(), ids=list(SWEDISH))
def test_the_time_of_the_event_comes_first(text: str, expected: str) -> None:
    assert main_span(text, WEDNESDAY) == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH.items(), ids=list(ENGLISH))
def test_the_time_of_the_event_comes_first_in_english(text: str, expected: str) -> None:
    assert main_span(text, WEDNESDAY, "en") == expected


@pytest.mark.parametrize("text", NO_EVENT)
def test_the_day_of_telling_alone_is_no_time_of_an_event(text: str) -> None:
    assert spans(text, WEDNESDAY) == []
