from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from api.analysis.wordlists import WordLists

LISTS = Path(__file__).parents[3] / "nlu_data" / "lists"
FIXED = {
    "vehicle_kind": ["car", "van", "truck", "bus", "motorcycle", "moped", "bicycle", "e_scooter", "boat", "trailer"],
    "colour": [
        "black",
        "white",
        "grey",
        "silver",
        "red",
        "blue",
        "green",
        "yellow",
        "brown",
        "orange",
        "beige",
        "purple",
        "pink",
        "gold",
    ],
}


@pytest.fixture(scope="module")
def lists() -> WordLists:
    return WordLists.load(LISTS)


@pytest.mark.parametrize("label", sorted(FIXED))
def test_values_that_others_rely_on_are_the_agreed_ones(lists: WordLists, label: str) -> None:
    used = {value for entries in lists.single.values() for name, value in entries if name == label}
    assert used == set(FIXED[label])


def test_one_word_means_one_value_within_a_list(lists: WordLists) -> None:
    doubled = defaultdict(set)
    for word, entries in lists.single.items():
        for label, value in entries:
            doubled[label, word].add(value)
    assert {key: values for key, values in doubled.items() if len(values) > 1} == {}


@pytest.mark.parametrize(
    ("text", "label", "value"),
    [
        ("cyklarnas", "item_kind", None),
        ("cyklarna", "item_kind", "cykel"),
        ("träningsväskan", "item_kind", "träningsväska"),
        ("skapbil", "vehicle_kind", "van"),
        ("LASTBILEN", "vehicle_kind", "truck"),
        ("jack  russell", "dog_breed", "jack russell terrier"),
        ("volvo-bil", "vehicle_make", "Volvo"),
    ],
)
def test_a_listed_word_is_found_in_its_written_forms(
    lists: WordLists, text: str, label: str, value: str | None
) -> None:
    assert [hit.value for hit in lists.read(text).of_list(label)] == ([] if value is None else [value])


def test_a_word_of_the_other_language_is_passed_over(lists: WordLists) -> None:
    assert lists.read("men det var hat", "sv").of_list("person_noun") == []
    assert lists.read("two men in hats", "en").of_list("person_noun") != []


def test_a_misspelt_breed_is_guessed_with_less_confidence(lists: WordLists) -> None:
    guess = lists.guess("dog_breed", "rottwieler")
    assert guess is not None
    assert guess[0] == "rottweiler"
    assert guess[1] < 1
