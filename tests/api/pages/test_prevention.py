"""Which advice a question asks for."""

from __future__ import annotations

import pytest

from api.pages.topics import Topic
from tests.api.world import PREVENTION


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("hur skyddar jag min cykel", Topic.PREVENTION_BICYCLE),
        ("HUR GÖR MAN MED EN ELCYKEL", Topic.PREVENTION_BICYCLE),
        ("how can I keep my bike from being stolen", Topic.PREVENTION_BICYCLE),
        ("vad gör man för att ingen ska ta motorcykeln", Topic.PREVENTION_CAR),
        ("nån har snott katalysatorer här, hur skyddar vi bilarna", Topic.PREVENTION_CAR),
        ("hur skyddar jag baten i vinter", Topic.PREVENTION_CAR),
        ("råd mot inbrott när man är bortrest?", Topic.PREVENTION_BURGLARY),
        ("how do we start a neighbourhood watch", Topic.PREVENTION_BURGLARY),
        ("vad gör jag om nån ber mig logga in med bankid", Topic.PREVENTION_FRAUD),
        ("min mamma är 80 och får massa bluffsamtal, vad kan mamma göra", Topic.PREVENTION_ELDER),
        ("råd till aldre", Topic.PREVENTION_ELDER),
        ("hur skyddar jag mitt barn på roblox", Topic.PREVENTION_ONLINE),
        ("hur sätter man upp ett säkert lösenord", Topic.PREVENTION_ONLINE),
        ("hur undviker man att bli rånad", None),
        ("bättre belysning, vem pratar man med", None),
        ("", None),
    ],
)
def test_the_question_names_the_advice(question: str, topic: Topic | None) -> None:
    assert PREVENTION.topic(question) == topic


def test_each_advice_has_words_and_each_list_an_advice() -> None:
    assert set(PREVENTION.topics) == {topic for topic in Topic if topic.startswith("prevention_")}


def test_a_long_text_costs_no_more_than_its_beginning() -> None:
    assert PREVENTION.topic("ord " * 5_000 + "cykel") is None
