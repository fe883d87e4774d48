"""From labelled lines and answers to the report: what was got right, how surely, and every mistake."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from api.analysis.guard.verdict import Level
from api.evaluation.lines import LabelledLine
from api.evaluation.outcome import Outcome, Prediction, outcome_of, truth_of
from api.evaluation.rates import Rate, Score, classification
from api.evaluation.vocabulary import Group

SHORT_WORDS: Final = 5
LONG_WORDS: Final = 40

Slice = Callable[[LabelledLine], bool]


class PredictionsMissingError(ValueError):
    """There is not exactly one answer for each labelled line."""


def evaluate(lines: Sequence[LabelledLine], interpret: Callable[[LabelledLine], Prediction]) -> dict[str, Any]:
    """Asks `interpret` about every line, in order, and reports. What it raises, passes through."""
    return build_report(lines, [interpret(line) for line in lines])


def build_report(lines: Sequence[LabelledLine], predictions: Sequence[Prediction]) -> dict[str, Any]:
    """The report of the contract's "Labelled lines", JSON-ready.

    `predictions` are answers of `POST /v1/interpret`, one for each line in the same order. Rates are
    numbers 0…1 (None of nothing), each with its 95 % Wilson interval beside it as `<name>_interval`.
    Raises PredictionsMissingError when the two differ in length.
    """
    if len(lines) != len(predictions):
        raise PredictionsMissingError(f"{len(predictions)} answers for {len(lines)} lines")
    outcomes = [outcome_of(line, prediction) for line, prediction in zip(lines, predictions, strict=True)]
    return {
        **_measures(outcomes),
        "slices": {name: _slice(outcomes, holds) for name, holds in _slices(lines).items()},
        "wrong": [_wrong(outcome) for outcome in outcomes if outcome.mistakes()],
    }


def _measures(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    noticed = [each for each in outcomes if each.line.kind is not None and each.level is not Level.NONE]
    return {
        "n": len(outcomes),
        "act": classification((each.line.act, each.act) for each in outcomes),
        "topic": classification(pair for each in outcomes if (pair := truth_of(each, "topic"))),
        "category": classification(pair for each in outcomes if (pair := truth_of(each, "category"))),
        "emergency": {group.value: _alarms(outcomes, group) for group in Group},
        "kind": classification((each.line.kind, each.kind) for each in noticed),
        "fields": _field_scores(outcomes),
    }


def _alarms(outcomes: Sequence[Outcome], group: Group) -> dict[str, Any]:
    levels = Counter(each.level for each in outcomes if each.line.group is group)
    n = levels.total()
    return {
        "n": n,
        **Rate(levels[Level.CALL_112], n).as_json("at_once"),
        **Rate(levels[Level.CALL_112] + levels[Level.ASK], n).as_json("at_once_or_ask"),
    }


def _field_scores(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    right: Counter[str] = Counter()
    made_up: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for each in outcomes:
        right.update(each.fields.right)
        made_up.update(each.fields.wrong | each.fields.made_up)
        missed.update(each.fields.wrong | each.fields.missed)
    names = sorted(right.keys() | made_up.keys() | missed.keys())
    whole = Score(right.total(), made_up.total(), missed.total())
    clean = Rate(sum(each.fields.whole for each in outcomes), len(outcomes))
    return {
        "per_name": {name: Score(right[name], made_up[name], missed[name]).as_json() for name in names},
        "whole": whole.as_json() | clean.as_json("lines_without_mistake"),
    }


def _slices(lines: Sequence[LabelledLine]) -> dict[str, Slice]:
    return {
        "no_åäö": _without_swedish_letters,
        "short": lambda line: len(line.text.split()) <= SHORT_WORDS,
        "long": lambda line: len(line.text.split()) > LONG_WORDS,
        **{f"lang_{language}": _in_language(language) for language in sorted({line.lang for line in lines})},
        **{f"group_{group}": _of_group(group) for group in Group},
    }


def _without_swedish_letters(line: LabelledLine) -> bool:
    return line.lang == "sv" and not set("åäö") & set(line.text.casefold())


def _in_language(language: str) -> Slice:
    return lambda line: line.lang == language


def _of_group(group: Group) -> Slice:
    return lambda line: line.group is group


def _slice(outcomes: Sequence[Outcome], holds: Slice) -> dict[str, Any]:
    measures = _measures([each for each in outcomes if holds(each.line)])
    for name in ("act", "topic", "category", "kind"):
        # Too few lines a class to say anything.
        del measures[name]["per_class"]
    del measures["fields"]["per_name"]
    return measures


def _wrong(outcome: Outcome) -> dict[str, Any]:
    line = outcome.line
    return {
        "id": line.id,
        "text": line.text,
        "group": line.group.value,
        "mistakes": outcome.mistakes(),
        "true": _labels(line.act, line.topic, line.category, line.fields)
        | {"emergency": line.emergency, "kind": line.kind},
        "said": _labels(outcome.act, outcome.topic, outcome.category, outcome.found)
        | {"emergency": outcome.level.value, "kind": outcome.kind, "score": outcome.score},
    }


def _labels(act: str | None, topic: str | None, category: str | None, fields: Mapping[str, Any]) -> dict[str, Any]:
    return {"act": act, "topic": topic, "category": category, "fields": dict(fields)}
