from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Values = Callable[[str], dict[str, Any]]


@pytest.mark.parametrize(
    ("text", "kind", "brand"),
    [
        ("min cykel blev stulen, en röd crescent", "cykel", "Crescent"),
        ("nån tog min elcykel", "elcykel", None),
        ("blev av med mobilen på bussen", "mobil", None),
        ("min iphone är snodd", "mobil", "Apple"),
        ("någon stal hennes handväska", "handväska", None),
        ("my wallet was stolen", "plånbok", None),
        ("båtmotorn är borta, en yamaha", "båtmotor", "Yamaha"),
        ("de säljer stulna verktyg, mest makita", "verktyg", "Makita"),
        ("tjuvarna tog alla smycken", "smycken", None),
        ("han snodde min jacka", "jacka", None),
        ("macbooken försvann ur bilen", "bärbar dator", "Apple"),
        ("motorsågen är stulen, en husqvarna", "motorsåg", "Husqvarna"),
        ("plånboken", "plånbok", None),
    ],
)
def test_a_lost_or_stolen_thing_is_named_in_swedish(values: Values, text: str, kind: str, brand: str | None) -> None:
    found = values(text)
    assert (found.get("item_kind"), found.get("item_brand")) == (kind, brand)


@pytest.mark.parametrize(
    "text",
    [
        "jag ringer från mobilen, hör dåligt",
        "han pratade i mobilen när han körde på stolpen vid skolan",
        "klockan var tre när han stal bilen",
        "omkring tio personer stod där och tog bilder",
        "jag såg hur han stal bilen",
        "killen hade ryggsäck och gick mot tunnelbanan",
    ],
)
def test_a_thing_at_hand_is_not_what_the_tip_is_about(values: Values, text: str) -> None:
    assert "item_kind" not in values(text)


def test_an_outboard_motors_maker_is_no_vehicle_maker(values: Values) -> None:
    assert "vehicle_make" not in values("vår båtmotor, en yamaha, stals i natt")


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("jag såg en man bryta upp dörren", "seen"),
        ("Såg precis er efterlysta", "seen"),
        ("vi hörde ett skott från skogen, jag hörde två", "seen"),
        ("I saw two guys by the window", "seen"),
        ("min granne berättade att det säljs droger", "heard_from_other"),
        ("har hört att han bor hos sin bror", "heard_from_other"),
        ("min granne såg en man på taket", "heard_from_other"),
        ("jag hörde att hon var i Spanien", "heard_from_other"),
        ("my friend told me he hides there", "heard_from_other"),
        ("min cykel blev stulen", "own_loss"),
        ("jag blev lurad på 5000 kr", "own_loss"),
        ("vi har haft inbrott hemma hos oss", "own_loss"),
        ("someone stole my phone", "own_loss"),
        ("vår katt är försvunnen", "own_loss"),
        ("nån stal katalysatorn från min bil", "own_loss"),
        ("de har slagit sönder rutan på min bil", "own_loss"),
        ("har nån hittat en plånbok?", None),
        ("en kvinna blev rånad vid torget", None),
        ("min pappa är försvunnen", None),
        ("hej, är det polisen?", None),
        ("jag såg inte vem det var", None),
    ],
)
def test_wording_tells_how_the_reporter_knows(values: Values, text: str, basis: str | None) -> None:
    assert values(text).get("basis") == basis


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("de sprang mot centrum", "mot centrum"),
        ("bilen åkte norrut", "norrut"),
        ("mannen gick i riktning mot Gamla Stan", "i riktning mot Gamla Stan"),
        ("he ran towards Odenplan", "towards Odenplan"),
        ("heading north on the E4", "heading north"),
        ("han sprang mot mig", None),
        ("de bråkade mot polisen", None),
        ("han körde mot rött", None),
        ("stället ligger nordväst om sjön", None),
    ],
)
def test_a_direction_is_kept_as_written(values: Values, text: str, direction: str | None) -> None:
    assert values(text).get("direction") == direction


def test_a_maker_that_no_list_knows_is_taken_when_it_is_named_as_one(values: Values) -> None:
    assert values("mina hörlurar är stulna, av märket Zorvex").get("item_brand") == "Zorvex"
