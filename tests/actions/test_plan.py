"""Which question comes next: what is missing and worth asking, five at most."""

from __future__ import annotations

from itertools import chain, combinations

import pytest

from actions import plan
from actions.plan import details, still_to_ask
from actions.slots import QUESTIONS
from api.evaluation.vocabulary import FIELD_NAMES
from api.tips.models import Category

CATEGORIES = [None, *map(str, Category)]


def every_answered() -> list[frozenset[str]]:
    sets = chain.from_iterable(combinations(QUESTIONS, count) for count in range(len(QUESTIONS) + 1))
    return [frozenset(one) for one in sets]


def put_until_sent(category: str | None, answered: frozenset[str]) -> list[str]:
    """The questions that a reporter who answers each in turn is asked."""
    put: list[str] = []
    while left := still_to_ask(category, {*answered, *put}, put):
        put.append(left[0])
    return put


@pytest.mark.parametrize("category", CATEGORIES)
def test_nobody_is_asked_more_than_five_questions(category: str | None) -> None:
    assert max(len(put_until_sent(category, answered)) for answered in every_answered()) <= 5


@pytest.mark.parametrize("category", CATEGORIES)
def test_nothing_is_asked_that_was_told(category: str | None) -> None:
    for answered in every_answered():
        assert answered.isdisjoint(put_until_sent(category, answered))


@pytest.mark.parametrize("category", CATEGORIES)
def test_the_way_to_reach_the_reporter_is_asked_last_and_always(category: str | None) -> None:
    for answered in every_answered():
        if "contact" not in answered:
            assert put_until_sent(category, answered)[-1] == "contact"


def test_a_tip_told_whole_is_asked_for_nothing_but_pictures_and_contact() -> None:
    told = frozenset({"what", "detail", "when", "where", "basis"})
    assert put_until_sent("burglary", told) == ["media", "contact"]


def test_the_place_of_a_fraud_is_not_asked_for() -> None:
    assert "where" not in put_until_sent("fraud", frozenset({"what"}))


def test_the_details_of_an_event_are_not_asked_for() -> None:
    assert "detail" not in put_until_sent("event", frozenset())


def test_a_question_that_was_put_stays_open_until_it_is_answered() -> None:
    assert still_to_ask("stolen_item", {"what", "detail"}, ["when"])[0] == "when"


def test_details_are_fields_that_there_are() -> None:
    for category in plan.plan()["categories"]:
        assert details(category) <= FIELD_NAMES
