"""Reads the answer to the guard's own question: is it happening now, or is anyone in danger?"""

from __future__ import annotations

from collections.abc import Mapping

from api.analysis.guard.features import Reading
from api.analysis.guard.rules import higher
from api.analysis.guard.tokens import ENDINGS
from api.analysis.guard.verdict import Level

_HARMLESS_SHARE = 0.5
"""An answer in other words is harmless only when its score is this much below the threshold for asking."""
_NOT = frozenset({"inte", "inget", "ingen", "not", "knappast"})
_CALMING = frozenset({"past", "resolved", "fiction", "drill", "self_correction", "figurative"})


def answer_level(
    reading: Reading, level: Level, score: float, answers: Mapping[str, frozenset[str]], ask: float
) -> Level:
    """The level of a message that answers an open `ask`; `level` and `score` are the plain reading's.

    A plain yes is `call_112`, a plain no is `none`. Anything else keeps its own level and stays
    `ask` unless it is clearly harmless.
    """
    words = [form for form in reading.tokens.forms if form not in ENDINGS]
    if level is Level.CALL_112 or not words:
        return higher(level, Level.ASK)
    plain = _plain_answer(reading, words, answers)
    if plain is not None:
        return plain
    calmed = not reading.classes.isdisjoint(_CALMING)
    if words[0] in answers["affirm"] and not calmed:
        return Level.CALL_112
    if level is Level.NONE and (calmed or words[0] in answers["deny"]) and score < ask * _HARMLESS_SHARE:
        return Level.NONE
    return Level.ASK


def _plain_answer(reading: Reading, words: list[str], answers: Mapping[str, frozenset[str]]) -> Level | None:
    """The level of an answer made of answering words only, else None."""
    if any(all(word not in group for group in answers.values()) and word[0] != "#" for word in words):
        return None
    affirms = any(word in answers["affirm"] for word in words)
    denies = any(word in answers["deny"] for word in words)
    just = "just" in reading.classes and "past" not in reading.classes
    now = just or any(word in answers["now"] for word in words)
    over = not just and ("past" in reading.classes or any(word in answers["over"] for word in words))
    if denies:
        # "nej inte nu" denies; "nej, det pågår" says both.
        return Level.NONE if over or not now or not _NOT.isdisjoint(words) else Level.ASK
    if affirms or now:
        return Level.ASK if over else Level.CALL_112
    return Level.NONE if over else None
