"""Slips of the finger are read as the word that was meant; what is spelt well is left alone."""

from __future__ import annotations

import pytest

from api.analysis.guard.matcher import Lexicon
from api.analysis.guard.slips import none_known, slips_of

CLASSES = {
    "breakin": ["inbrott", "inbrot*"],
    "weapon": ["kniv"],
    "loss": ["plånbok"],
    "colour": ["vit", "vita"],
    "home": ["huset"],
}
KNOWN = ["gården", "haset"]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    lexicon = Lexicon(CLASSES, ())
    return lexicon.with_slips(slips_of(lexicon.entries, KNOWN))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("plånbokk", "plånbok"), ("plånbk", "plånbok"), ("plnåbok", "plånbok"), ("plånvok", "plånbok"), ("knvi", "kniv")],
)
def test_a_letter_too_many_too_few_wrong_or_swapped_is_mended(lexicon: Lexicon, typed: str, meant: str) -> None:
    assert lexicon.mended(typed) == meant
    assert lexicon.symbols(meant) - {meant} <= lexicon.symbols(typed)


@pytest.mark.parametrize("typed", ["haset", "gården", "knuv", "vito", "bord", "2024", "plåmbokk", ""])
def test_what_is_known_short_or_too_far_away_is_left_alone(lexicon: Lexicon, typed: str) -> None:
    assert lexicon.mended(typed) == typed


def test_all_but_the_slip_stays_letter_for_letter(lexicon: Lexicon) -> None:
    assert lexicon.mended("Min  plånbokk, den var VIT!") == "Min  plånbok, den var VIT!"


def test_the_stem_of_a_compound_is_found_through_a_slip(lexicon: Lexicon) -> None:
    assert "@breakin" in lexicon.symbols("inrbottsförsök") | lexicon.symbols("inbrtsförsök")


def test_offsets_stay_those_of_what_was_typed(lexicon: Lexicon) -> None:
    tokens = lexicon.cut("min plånbokk är borta")
    assert [("min plånbokk är borta"[a:b], form) for (a, b), form in zip(tokens.spans, tokens.forms, strict=True)][
        1
    ] == (
        "plånbokk",
        "plånbok",
    )


def test_a_slip_of_more_than_two_words_is_none() -> None:
    lexicon = Lexicon({"a": ["banen"], "b": ["baben"], "c": ["bazen"]}, ())
    lexicon.with_slips(slips_of(lexicon.entries, []))
    assert lexicon.symbols("baren") == {"baren"}


def test_without_tables_nothing_is_mended() -> None:
    lexicon = Lexicon(CLASSES, ())
    assert lexicon.with_slips(none_known()).mended("plånbokk") == "plånbokk"
