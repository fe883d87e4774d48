from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Values = Callable[[str], dict[str, Any]]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("bilen stod kvar på tomgång", "car"),
        ("nån sitter i en epa utanför skolan", "car"),
        ("en vit skåpbil backade in", "van"),
        ("skapbilen akte ivag", "van"),
        ("two guys in a white van", "van"),
        ("lastbilarna tankar om natten", "truck"),
        ("tre buss med supportrar", "bus"),
        ("han körde en hoj utan ljus", "motorcycle"),
        ("motorcykeln låg i diket", "motorcycle"),
        ("två på samma moppe", "moped"),
        ("vespan är borta ur garaget", "moped"),
        ("hennes damcykel är stulen", "bicycle"),
        ("elcykeln stod låst", "bicycle"),
        ("my bike got nicked", "bicycle"),
        ("en voi slängd i vattnet", "e_scooter"),
        ("elsparkcyklarna blockerar", "e_scooter"),
        ("motorbåten vid bryggan", "boat"),
        ("jetskin körde in bland badande", "boat"),
        ("släpkärran är borta", "trailer"),
        ("husvagnen på p-platsen", "trailer"),
    ],
)
def test_everyday_words_name_a_kind_of_vehicle(values: Values, text: str, kind: str) -> None:
    assert values(text).get("vehicle_kind") == kind


@pytest.mark.parametrize(
    "text",
    [
        "han tog min mobil",
        "jag är van vid bråk här",
        "en ostabil typ",
        "polisbilen kom efter tio min",
        "vi har jobbat här länge",
        "han släpar på nåt",
    ],
)
def test_words_that_only_sound_like_a_vehicle_are_none(values: Values, text: str) -> None:
    assert "vehicle_kind" not in values(text)


@pytest.mark.parametrize(
    ("text", "make", "model"),
    [
        ("volvo v70 med takbox", "Volvo", "V70"),
        ("en wolvo av äldre modell", "Volvo", None),
        ("svart beamer", "BMW", None),
        ("en merca vid porten", "Mercedes-Benz", None),
        ("mercan är tillbaka", "Mercedes-Benz", None),
        ("folkan stod på trottoaren", "Volkswagen", None),
        ("grå passaten igen", "Volkswagen", "Passat"),
        ("vw golf gti", "Volkswagen", "Golf"),
        ("volvo 740 rostig", "Volvo", "740"),
        ("bmw 320 utan skyltar", "BMW", "3-serie"),
        ("audi a6 kombi", "Audi", "A6"),
        ("white ford transit", "Ford", "Transit"),
        ("en saab 93", "Saab", "9-3"),
        ("quashqai, mörk", "Nissan", "Qashqai"),
        ("toyota rav 4", "Toyota", "RAV4"),
        ("citroen berlingo", "Citroën", "Berlingo"),
        ("teslan laddade", "Tesla", None),
    ],
)
def test_makes_and_models_come_out_as_the_desk_writes_them(
    values: Values, text: str, make: str, model: str | None
) -> None:
    found = values(text)
    assert (found.get("vehicle_make"), found.get("vehicle_model")) == (make, model)


@pytest.mark.parametrize(
    ("text", "colours"),
    [
        ("en svart bil", ["black"]),
        ("två svarta bilar", ["black"]),
        ("mörkblå volvo", ["blue"]),
        ("bilen var ljusgrå", ["grey"]),
        ("en vinröd saab", ["red"]),
        ("silverfärgad skoda", ["silver"]),
        ("Volvo V70 silver", ["silver"]),
        ("a navy van", ["blue"]),
        ("den var röd och vit, bussen alltså, röd och vit buss", ["red", "white"]),
        ("mork bla passat", ["blue"]),
        ("en gron moppe", ["green"]),
        ("bil, beige", ["beige"]),
        ("bilen var inte blå", None),
        ("bilen var blå, nej grön", ["green"]),
        ("bilen var blå. nej förlåt, den var grön", ["green"]),
        ("inte en blå utan en röd bil", ["red"]),
        ("the car was blue, sorry I mean black", ["black"]),
        ("en svart gammal bil", ["black"]),
        ("svartvit moped", ["black", "white"]),
        ("bilen körde mot rött", None),
        ("en bil utanför det gröna huset", None),
        ("ta reda på vems bil det är", None),
        ("mörkret gjorde att jag inte såg bilen", None),
        ("en man i svart jacka och en bil", None),
        ("en man i svart jacka klev ur en grön bil", ["green"]),
        ("vit man i en röd bil", ["red"]),
        ("killen hade svart hår och körde en vit bil", ["white"]),
        ("den är röd", ["red"]),
    ],
)
def test_a_colour_belongs_to_the_vehicle_that_has_it(values: Values, text: str, colours: list[str] | None) -> None:
    assert values(text).get("colour") == colours
