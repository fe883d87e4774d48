from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from api.analysis.findings import Findings
from api.analysis.pipeline import LONGEST, Analyser
from api.analysis.wordlists import WordLists, WordListUnreadableError

from .conftest import SENT_AT

Read = Callable[[str], Findings]

TOLD = (
    "såg en vit skåpbil, volvo v70 abc123 vid torget och en man i 30-årsåldern i svart dunjacka "
    "med en schäfer i rött halsband, han stal min elcykel igår kväll kl 19, ring 0701234567"
)
STRANGE = ["a\u030a", "\ud800", "\0", "😀", "\u202e", "سيارة", "\n", "Å"]
TELLING = ["vit", "röd", "ABC 123", "hund", "070-123 45 67", "en man", "ca 30 år", "1,85", "inte", "nej, grön"]
PIECES = st.sampled_from([*STRANGE, *TELLING])


def holds(text: str, findings: Findings) -> bool:
    return all(text[one.start : one.end] == one.text and one.end > one.start for one in findings.fields.values())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200))
@example(text="\ud800 blå\udfff bil")
@example(text="en bla\u030a bil \u0301\u0301\u0301 ABC123")
def test_offsets_count_code_points_of_any_text(read: Read, text: str) -> None:
    assert holds(text, read(text))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(PIECES, max_size=25))
def test_offsets_hold_where_strange_characters_stand_among_findings(read: Read, pieces: list[str]) -> None:
    text = " ".join(pieces)
    assert holds(text, read(text))


def test_letters_typed_as_two_code_points_are_understood_where_they_stand(read: Read) -> None:
    text = "😀 en bla\u030a bil"
    colour = read(text).fields["colour"]
    assert (colour.value, colour.text) == (["blue"], "bla\u030a")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "😀" * 10_000,
        "\0" * 6_000,
        "\ud800" * 6_000,
        "مرحبا " * 1_500,
        "a\u0301" * 6_000,
        "1 " * 6_000,
        "en bil och " * 800,
        "a.b@" * 2_000,
    ],
    ids=["empty", "emoji", "nul", "surrogates", "rtl", "combining", "digits", "cars", "addresses"],
)
def test_no_text_is_too_strange_or_too_slow(read: Read, text: str) -> None:
    began = time.perf_counter()
    assert holds(text, read(text))
    assert time.perf_counter() - began < 2


def test_what_stands_past_the_cap_is_not_read(read: Read) -> None:
    assert "plate" not in read("x " * (LONGEST // 2) + "ABC123").fields


def test_a_told_line_takes_a_few_milliseconds(read: Read) -> None:
    took = []
    for _ in range(30):
        began = time.perf_counter()
        read(TOLD)
        took.append(time.perf_counter() - began)
    assert statistics.median(took) < 0.02


def test_one_line_yields_every_kind_of_field(read: Read) -> None:
    expected = {
        "vehicle_make",
        "plate",
        "colour",
        "person_gender",
        "person_clothing",
        "dog_breed",
        "dog_collar",
        "item_kind",
        "basis",
    }
    assert expected <= set(read(TOLD).fields)


def test_the_reporters_words_are_not_kept_in_memory(analyser: Analyser) -> None:
    analyser.analyse("hemligtordsomingenharskrivit", SENT_AT)
    assert "hemligtordsomingenharskrivit" not in analyser.lists.nlp.vocab.strings


def test_a_language_that_is_known_is_not_guessed(analyser: Analyser) -> None:
    assert analyser.analyse("ABC123", SENT_AT, "en").language == "en"


def test_a_broken_list_is_named_when_loading(tmp_path: Path) -> None:
    (tmp_path / "vehicles.yml").write_text("- not: a mapping of lists\n", encoding="utf-8")
    with pytest.raises(WordListUnreadableError, match=r"vehicles\.yml"):
        WordLists.load(tmp_path)
