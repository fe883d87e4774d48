"""Receipt codes: a list fit to be read aloud, and a reading as tolerant as people are careless."""

from __future__ import annotations

import json
import math
import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from api.receipts.codes import COUNT, LENGTH, MARK, RANDOM_WORDS, Kind, folded, said
from tests.api.world import CODES

NLU_DATA = Path(__file__).resolve().parents[3] / "nlu_data"
# Words that hurt, frighten, or name what a tip is about: colours, garments, vehicles, people, weapons.
UNFIT_WORDS = """
    död dö lik blod mord mörda våld våldta slå kniv pistol vapen bomb gevär krig skott skjuta hot rån hora fitta kuk
    knulla skit jävel fan satan idiot dum ful fet apa svin gris ko kossa råtta orm neger bög slampa nazist jude muslim
    svart vit röd blå grön grå brun gul rosa lila jacka byxa byxor keps mössa tröja skor bil cykel moped buss lastbil
    man kvinna pojke flicka barn gubbe kärring polis tjuv brott drog droger knark hasch sprit öl vin cancer sjuk
    kod koden kvitto tips nummer
"""
UNFIT = set(UNFIT_WORDS.split())
codes = st.lists(st.integers(0, COUNT - 1), min_size=RANDOM_WORDS, max_size=RANDOM_WORDS).map(
    lambda numbers: tuple(CODES.words[number] for number in [*numbers, CODES.check(numbers)])
)


def test_the_list_has_2048_words_of_three_to_eight_letters_in_alphabetical_order() -> None:
    assert len(CODES.words) == COUNT == len(set(CODES.words))
    assert [word for word in CODES.words if not re.fullmatch(r"[a-zåäöé]{3,8}", word)] == []
    assert [folded(word) for word in CODES.words] == sorted(folded(word) for word in CODES.words)
    assert COUNT**RANDOM_WORDS >= 2**80


def test_no_two_words_look_alike_even_without_dots() -> None:
    keys = [folded(word) for word in CODES.words]
    assert len(set(keys)) == COUNT
    by_length: dict[int, list[str]] = {}
    for key in keys:
        by_length.setdefault(len(key), []).append(key)
    alike = [
        (one, other)
        for length, words in by_length.items()
        for i, one in enumerate(words)
        for other in [*words[i + 1 :], *by_length.get(length + 1, [])]
        if OSA.distance(one, other, score_cutoff=1) <= 1
    ]
    assert alike == []


def test_no_word_could_hurt_or_is_what_tips_are_made_of() -> None:
    assert {word for word in CODES.words if word in UNFIT} == set()
    assert {folded(word) for word in CODES.words} & {folded(word) for word in UNFIT} == set()


def test_codes_are_drawn_evenly_and_never_alike() -> None:
    drawn = [CODES.new() for _ in range(2_000)]
    assert len(set(drawn)) == len(drawn)
    assert {len(code) for code in drawn} == {LENGTH}
    seen = {word for code in drawn for word in code[:RANDOM_WORDS]}
    # 16,000 draws leave out about one word in 2,500.
    assert len(seen) > COUNT - 10 - COUNT * math.exp(-16_000 / COUNT) * 3


@given(codes)
def test_a_code_is_read_as_it_was_written(code: tuple[str, ...]) -> None:
    claim = CODES.read(said(code))
    assert (claim.kind, claim.words, claim.rest, claim.alone) == (Kind.CODE, code, MARK, True)


@given(codes, st.sampled_from([", ", "-", " - ", "\n", "   ", ". ", " , ", "\t", "; "]), st.booleans(), st.booleans())
def test_case_signs_and_missing_dots_change_nothing(
    code: tuple[str, ...], between: str, capitals: bool, dotless: bool
) -> None:
    words = [folded(word) if dotless else word for word in code]
    text = between.join(word.upper() if capitals else word.capitalize() for word in words)
    assert CODES.read(text).words == code


@pytest.mark.parametrize(
    ("before", "after"),
    [("Hej! Min kod är: ", " tack"), ("My receipt code is ", "."), ("kvittokod ", ""), ("Här är koden: ", " !!")],
)
def test_words_around_a_code_are_no_telling(before: str, after: str) -> None:
    code = CODES.new()
    claim = CODES.read(f"{before}{said(code)}{after}")
    assert (claim.words, claim.alone, claim.rest) == (code, True, f"{before}{MARK}{after}")


def test_what_is_told_beside_a_code_is_kept_without_it() -> None:
    claim = CODES.read(f"Jag såg bilen igen vid torget. {said(CODES.new())} Den hade nya skyltar.")
    assert claim.rest == f"Jag såg bilen igen vid torget. {MARK} Den hade nya skyltar."
    assert (claim.kind, claim.alone) == (Kind.CODE, False)


def slip(word: str, chance: random.Random) -> str:
    """One letter left out, doubled, changed, or two swapped."""
    place = chance.randrange(len(word) - 1)
    return chance.choice(
        [
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
            word[:place] + "q" + word[place + 1 :],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        ]
    )


@given(codes, st.integers(0, LENGTH - 1), st.randoms(use_true_random=False))
@settings(max_examples=200)
def test_one_slip_is_put_right_or_the_code_is_refused_but_never_another_one_read(
    code: tuple[str, ...], place: int, chance: random.Random
) -> None:
    slipped = [slip(word, chance) if i == place and len(word) >= 5 else word for i, word in enumerate(code)]
    claim = CODES.read(" ".join(slipped))
    assert claim.words == code or (claim.kind is Kind.BROKEN and claim.words == ())


def test_most_slips_are_put_right() -> None:
    chance = random.Random(4)
    right = 0
    for _ in range(300):
        code = CODES.new()
        place = chance.randrange(LENGTH)
        right += CODES.read(" ".join(slip(w, chance) if i == place else w for i, w in enumerate(code))).words == code
    assert right > 250


@given(codes, st.data())
def test_a_wrong_word_a_missing_word_and_another_order_are_a_broken_code(
    code: tuple[str, ...], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, RANDOM_WORDS - 1))
    wrong = data.draw(st.sampled_from(CODES.words))
    for broken in ([*code[:place], wrong, *code[place + 1 :]], [*code[:place], *code[place + 1 :]], code[::-1]):
        claim = CODES.read(" ".join(broken))
        # The check word lets one of 2,048 by.
        assert (claim.kind, claim.alone) == (Kind.BROKEN, True) or CODES.check(
            [CODES.number[folded(word)] for word in broken[:RANDOM_WORDS]]
        ) == CODES.number[folded(broken[-1])]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hej",
        "Röd bil, svart jacka, blå mössa, vit hund, grön dörr, stor gubbe, kort hår, brun väska",
        "En man i grön jacka gick från torget till stationen med en vit hund i koppel och en svart väska.",
        "1 2 3 4 5 6 7 8 9 10",
        "a b c d e f g h i j k l m n o",
    ],
)
def test_an_ordinary_text_is_no_code(text: str) -> None:
    assert CODES.read(text).kind is Kind.NONE


def test_none_of_the_lines_that_we_learn_from_is_taken_for_a_code() -> None:
    lines = [
        json.loads(line)["text"]
        for path in sorted((NLU_DATA / "guard").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    assert len(lines) > 5_000
    assert [line for line in lines if CODES.read(line).kind is not Kind.NONE] == []


@given(st.text(max_size=400))
def test_any_text_can_be_asked_about(text: str) -> None:
    assert CODES.read(text).kind in Kind
