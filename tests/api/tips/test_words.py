"""Words are found in every form, and different words are told apart."""

from __future__ import annotations

from typing import Any

import pytest

from api.tips.words import exact_values, stem, stems

FORMS = """
cykel cykeln cykelns cyklar cyklarna cyklarnas cyklars
nyckel nyckeln nycklar nycklarna
syster systern systrar systrarna systerns
dotter dottern döttrar döttrarna
vapen vapnet vapnen vapens
fönster fönstret fönstren fönstrets
bil bilen bilar bilarna bilens bilars
väska väskan väskor väskorna väskans
hund hunden hundar hundarna
hus huset husen husets
rum rummet rummen
man mannen män männen
kvinna kvinnan kvinnor kvinnorna
barn barnet barnen barns
jacka jackan jackor
telefon telefonen telefoner telefonerna
dator datorn datorer datorerna
inbrott inbrottet inbrotten
fågel fågeln fåglar fåglarna
röd rött röda
vit vitt vita
stor stora stort
stjäla stal stulit stulen stulna
försvunnen försvunna försvunnit
finger fingret fingrar
nummer numret nummer
källare källaren
granne grannen grannar grannarna
armband armbandet armbanden
smycke smycket smycken smyckena
köra kör körde kört
maskerad maskerade maskerat
hand handen händer händerna
polis polisen poliser poliserna
släpvagn släpvagnen släpvagnar
lägenhet lägenheten lägenheter
bedragare bedragaren bedragarna
"""
APART = "bil båt cykel hund katt hus man kvinna barn väska jacka vapen kniv pistol röd blå vit svart grön stjäla se gå"


@pytest.mark.parametrize("forms", FORMS.strip().splitlines())
def test_all_forms_of_a_word_have_one_stem(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


def test_different_words_have_different_stems() -> None:
    assert len({stem(word) for word in APART.split()}) == len(APART.split())


def test_case_and_single_letters_do_not_count() -> None:
    assert stems("En CYKEL i å") == {stem("en"), stem("cykel")}


@pytest.mark.parametrize("word", ["s", "en", "et", "ör", "xyz", "112", "ABC123", "ß", "ааа", "鎌倉"])
def test_a_stem_is_never_empty(word: str) -> None:
    assert stem(word)


def test_exact_values_are_compared_without_spaces_and_case() -> None:
    fields: dict[str, dict[str, Any]] = {
        "plate": {"value": "ABC 123"},
        "colour": {"value": ["red"]},
        "dog_chip": {"value": 752098100000001},
    }
    assert exact_values(fields) == {("plate", "abc123"), ("dog_chip", "752098100000001")}
