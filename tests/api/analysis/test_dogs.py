from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Values = Callable[[str], dict[str, Any]]


@pytest.mark.parametrize(
    ("text", "breed"),
    [
        ("en lös schäfer på ängen", "schäfer"),
        ("shäfer utan koppel", "schäfer"),
        ("schafer utan koppel", "schäfer"),
        ("vår labbe är borta", "labrador"),
        ("en golden kom springande", "golden retriever"),
        ("en tax i diket", "tax"),
        ("jack russel, hane", "jack russell terrier"),
        ("en liten chiuaua", "chihuahua"),
        ("hunden är en chihuauha", "chihuahua"),
        ("rottis lös vid lekplatsen", "rottweiler"),
        ("found a german shepherd", "schäfer"),
        ("hunden är nån sorts staffe", "staffordshire bullterrier"),
        ("två huskys sprang förbi", "husky"),
        ("hund av blandras", "blandras"),
        ("hunden liknar en rodesian ridgeback", "rhodesian ridgeback"),
        ("tappat bort vår bordercollie", "border collie"),
    ],
)
def test_a_breed_is_known_by_its_everyday_names_and_misspellings(values: Values, text: str, breed: str) -> None:
    assert values(text).get("dog_breed") == breed


@pytest.mark.parametrize(
    "text", ["jag tog en taxi hem", "he had to pay tax", "labbet tappade provet", "han boxades med pudelfrisyr"]
)
def test_words_that_only_sound_like_a_breed_are_none(values: Values, text: str) -> None:
    assert "dog_breed" not in values(text)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("min hund har sprungit bort", "lost"),
        ("vår katt har inte kommit hem på tre dagar", "lost"),
        ("har nån sett min hund?", "lost"),
        ("our dog escaped this morning", "lost"),
        ("bortsprungen tax vid Hellasgården", "lost"),
        ("jag har hittat en hund", "found"),
        ("vi har tagit hand om en lös tik", "found"),
        ("en upphittad undulat sitter hos mig", "found"),
        ("I found a cat in my garage", "found"),
        ("jag såg en hund springa längs vägen", "seen"),
        ("lös hund på motorvägen", "seen"),
        ("såg den bortsprungna hunden vid sjön", "seen"),
        ("a stray dog is running around here", "seen"),
        ("hittat en katt, inte sett ägaren", "found"),
    ],
)
def test_wording_tells_whether_an_animal_is_lost_found_or_seen(values: Values, text: str, status: str) -> None:
    assert values(text).get("dog_status") == status


def test_without_an_animal_there_is_no_dog_status(values: Values) -> None:
    assert "dog_status" not in values("jag har tappat bort min plånbok, har nån hittat den?")


@pytest.mark.parametrize(
    ("text", "collar"),
    [
        ("en tax med rött halsband", "rött halsband"),
        ("hunden hade svart och gul sele", "svart och gul sele"),
        ("dog with a blue leather collar", "blue leather collar"),
        ("katten har halsband", "halsband"),
        ("katten har inget halsband", None),
    ],
)
def test_a_collar_is_kept_as_written(values: Values, text: str, collar: str | None) -> None:
    assert values(text).get("dog_collar") == collar


def test_the_collars_colour_is_not_the_dogs(values: Values) -> None:
    assert values("en svart tax med rött halsband").get("colour") == ["black"]
