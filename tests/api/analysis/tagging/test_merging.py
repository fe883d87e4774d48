"""Rules and tagger put together: what either says of a message, and which of it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest

from api.analysis.hints import READ_AT
from api.analysis.pipeline import Analyser
from api.analysis.tagging.merging import merged
from api.analysis.tagging.tagger import NOTHING, Tags

Values = Callable[..., dict[str, object]]


@pytest.fixture
def values(analyser: Analyser) -> Values:
    """The values of a text whose words the tagger takes for a label as surely as given, and for nothing else."""

    def read(
        text: str, basis: tuple[str, float] = (NOTHING, 0.5), shares: Mapping[str, Mapping[str, float]] | None = None
    ) -> dict[str, object]:
        reading, found = analyser.read(text, READ_AT)
        by_label: dict[str, Sequence[float]] = {"none": [0.0] * len(reading.words)}
        for label, words in (shares or {}).items():
            by_label[label] = [words.get(word, 0.0) for word in reading.words]
        tags = Tags((), by_label, basis, (NOTHING, 1.0))
        return {one.name: one.value for one in merged(reading, found, tags, _no_value)}

    return read


def _no_value(name: str, text: str, language: str) -> None:
    return None


def test_a_loss_without_a_word_for_the_reporter_has_to_be_all_but_certain(values: Values) -> None:
    assert "basis" not in values("lastcykel väck, Kungsholmen", ("own_loss", 0.9))
    assert values("lastcykel väck, Kungsholmen", ("own_loss", 0.96))["basis"] == "own_loss"
    assert values("mina lådor väck, Kungsholmen", ("own_loss", 0.8))["basis"] == "own_loss"


def test_the_swedish_i_is_no_word_for_the_reporter_and_the_english_one_is(values: Values) -> None:
    assert "basis" not in values("bilar står i parken och luktar", ("seen", 0.9))
    assert values("there is what i think a stolen car in the park", ("seen", 0.9))["basis"] == "seen"


def test_who_speaks_in_the_tip_is_not_always_who_told_it(values: Values) -> None:
    text = "grannen säger att de säljer knark i källaren"
    assert values(text, ("heard_from_other", 0.6))["basis"] == "heard_from_other"
    assert "basis" not in values(text, (NOTHING, 0.6))


@pytest.mark.parametrize(("share", "gender"), [(0.3, None), (0.5, "female")])
def test_kin_are_described_only_where_the_tagger_takes_them_to_be_meant(
    values: Values, share: float, gender: str | None
) -> None:
    assert values("min syster varnade mig", shares={"person": {"syster": share}}).get("person_gender") == gender


def test_other_people_need_less(values: Values) -> None:
    assert values("en kille sprang", shares={"person": {"kille": 0.2}})["person_gender"] == "male"


@pytest.mark.parametrize(("share", "age"), [(0.0, None), (0.3, [65, 90])])
def test_an_age_word_counts_only_where_it_is_told_for_the_age(
    values: Values, share: float, age: list[int] | None
) -> None:
    assert values("en äldre man stod vid grinden", shares={"age": {"äldre": share}}).get("person_age") == age


def test_an_age_in_figures_stands_whatever_the_tagger_says(values: Values) -> None:
    assert values("en kille i 25-årsåldern")["person_age"] == [23, 27]


def test_a_garment_that_nobody_wears_is_dropped(values: Values) -> None:
    text = "en jacka låg på bänken"
    assert "person_clothing" not in values(text, shares={"clothing": {"jacka": 0.1}})
    assert values(text, shares={"clothing": {"jacka": 0.4}})["person_clothing"] == "jacka"


def test_a_model_that_is_none_takes_the_make_along_that_it_brought(values: Values) -> None:
    text = "min häst Mustang har rymt"
    assert not {"vehicle_make", "vehicle_model"} & set(values(text, shares={"make": {"mustang": 0.3}}))
    kept = values(text, shares={"make": {"mustang": 0.3}, "model": {"mustang": 0.3}})
    assert (kept["vehicle_make"], kept["vehicle_model"]) == ("Ford", "Mustang")


def test_a_make_that_is_written_stays_without_its_model(values: Values) -> None:
    assert values("en Volvo", shares={"make": {"volvo": 0.9}})["vehicle_make"] == "Volvo"
