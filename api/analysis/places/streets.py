"""Streets and roads by their form: "Hornsgatan 14 B", "Olof Palmes gata", "väg 73", "E18"."""

from __future__ import annotations

from ..folding import fold
from ..language_words import KNOWN
from ..vocabulary import words
from .gazetteer import Kind
from .passages import SENTENCE_MARKS, Passage, Spot

_KNOWN = frozenset(fold(word) for word in KNOWN)
_ROAD_WORDS = words("vag riksvag rv lansvag lv riksvagen road highway route")
_PUBLIC_SQUARES = words("torget gatan bron platsen")


def read_street(passage: Passage, index: int) -> Spot | None:
    at = index
    while passage.word(at) in passage.words.starts and at - index < 2:
        at += 1
        if passage.word(at) == ":":
            at += 1
    end = _street_end(passage, index, at)
    if end is None:
        return None
    numbered = house_number_end(passage, end)
    if numbered > end:
        return Spot(index, numbered, Kind.ADDRESS, None, confidence=0.95)
    return Spot(index, end, Kind.STREET, None, confidence=0.9)


def _street_end(passage: Passage, index: int, at: int) -> int | None:
    word = passage.word(at)
    is_near = passage.word(index - 1) in passage.words.near
    is_capital = passage.is_capital(at)
    if at > index and word in _PUBLIC_SQUARES:
        return at + 1 if is_near or passage.is_capital(index) else None
    if len(word) > 5 and word not in passage.words.not_streets:
        has_number = house_number_end(passage, at + 1) > at + 1
        if word.endswith(passage.words.ends) and (is_near or is_capital or has_number or at > index):
            return at + 1
        starts_sentence = at == 0 or passage.word(at - 1) in SENTENCE_MARKS
        if word.endswith(passage.words.capital_ends) and ((is_capital and not starts_sentence) or has_number):
            return at + 1
    following = passage.word(at + 1)
    if word.endswith("s") and len(word) > 3 and word not in _KNOWN and not passage.at(at + 1).glued:
        if following in passage.words.nouns and (is_capital or is_near):
            return at + 2
        if following in passage.words.capital_nouns and is_capital:
            return at + 2
    return None


def house_number_end(passage: Passage, index: int) -> int:
    """The index after a house number ("14", "14B", "14 b", "nr 3", "12-14"), or `index` where there is none."""
    at = index + 1 if passage.word(index) in ("nr", "nummer", "no") else index
    token = passage.at(at)
    if token.number is None or token.digits > 3 or token.glued or token.number == 0:
        return index
    end = at + 1
    following = passage.at(end)
    if following.glued and following.word in (":", ".", ",", "-", "–", "/") and passage.at(end + 1).glued:
        if following.word in ("-", "–") and passage.at(end + 1).digits:
            return end + 2
        if passage.at(end + 1).digits or passage.word(end + 1) in ("tiden", "arige", "arig", "e"):
            return index
    if following.word in passage.words.counted or passage.word(index - 1) == "kl":
        return index
    is_letter = len(following.word) == 1 and following.word in "abcdefgh"
    if is_letter and (following.glued or passage.is_capital(end)):
        return end + 1
    return index if following.glued and following.word[:1].isalnum() else end


def read_numbered_road(passage: Passage, index: int) -> Spot | None:
    number = passage.at(index + 1)
    if number.number is None:
        return None
    is_joined = number.glued or passage.is_capital(index)
    if (
        passage.word(index) == "e"
        and is_joined
        and number.number in passage.words.european
        and not passage.at(index).glued
    ):
        last = index + 2
        if passage.word(last) == ":" and passage.word(last + 1) == "an":
            last += 2
        elif passage.at(last).glued and passage.word(last) in ("an", "ans"):
            last += 1
        return Spot(index, last, Kind.ROAD, None)
    following = passage.at(index + 2)
    goes_on = following.glued and following.word not in (".", ",", "/", "!", ":", "?", ")")
    if passage.word(index) in _ROAD_WORDS and 1 < number.number < 3000 and not goes_on:
        return Spot(index, index + 2, Kind.ROAD, None, confidence=0.9)
    return None
