"""A trained guard on disk and in memory: weights in `guard.npz`, everything else in `guard.json`. No pickle."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from api.analysis.guard.features import Indices, Space, Values
from api.analysis.guard.matcher import Lexicon
from api.analysis.guard.rules import Rule, read_rules, rule_patterns
from api.analysis.guard.slips import Slips
from api.analysis.guard.verdict import Kind

FORMAT = 5
_WEIGHTS = "guard.npz"
_WORDS = "guard.json"

Weights = npt.NDArray[np.float32]


class UnknownGuardFormatError(ValueError):
    """The folder holds a guard of another format than this version reads."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the YAML of `nlu_data/guard` and `nlu_data/classes` says, ready for use."""

    lexicon: Lexicon
    rules: Mapping[str, Rule]
    answers: Mapping[str, frozenset[str]]
    """Words of an answer to "is it happening now?": affirm, deny, now, over, filler."""
    danger: tuple[str, ...]
    """Names of the classes of danger; the other classes are matters, what else people speak of."""
    space: Space
    rules_source: Mapping[str, Any]
    """The parsed `rules.yml`, as it is written to `guard.json`."""

    @property
    def matters(self) -> tuple[str, ...]:
        return tuple(name for name in self.lexicon.names if name not in self.danger)


def vocabulary(source: Mapping[str, Any], rarity: Values | None = None) -> Vocabulary:
    """Makes a vocabulary of `{"classes": …, "matters": …, "rules": …}`; raises KeyError or ValueError for broken data.

    `classes` are of danger; `matters`, what else people speak of, help to tell what "taken" or "gone" means.
    """
    danger = {name: _entries(item) for name, item in source["classes"].items()}
    matters = {name: _entries(item) for name, item in source["matters"].items()}
    lexicon = Lexicon({**matters, **danger}, rule_patterns(read_rules(source["rules"])))
    return _vocabulary(lexicon, tuple(danger), source["rules"], rarity)


def _vocabulary(
    lexicon: Lexicon, danger: tuple[str, ...], rules: Mapping[str, Any], rarity: Values | None
) -> Vocabulary:
    answers = {name: frozenset(words.split()) for name, words in rules["answers"].items()}
    space = Space(lexicon.names, danger, rarity)
    return Vocabulary(lexicon, {rule.name: rule for rule in read_rules(rules)}, answers, danger, space, rules)


def with_rarity(words: Vocabulary, rarity: Values) -> Vocabulary:
    """The same vocabulary, its hashed features weighed by `rarity`."""
    return replace(words, space=words.space.weighed(rarity))


def _entries(item: Mapping[str, Any]) -> list[str]:
    return [*str(item.get("words", "")).split(), *item.get("phrases", ())]


@dataclass(frozen=True, slots=True)
class Scale:
    """Turns a head's raw sum into a probability: sigmoid(slope * sum + offset)."""

    slope: float
    offset: float

    def logit(self, raw: float) -> float:
        """The calibrated log odds."""
        return self.slope * raw + self.offset


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities of an emergency from which on the guard asks, and calls at once."""

    ask: float
    call: float


@dataclass(frozen=True, slots=True)
class Model:
    """All that a guard knows. `kinds` has one column for each of `kind_names`."""

    words: Vocabulary
    emergency: Weights
    telling: Weights
    kinds: Weights
    kind_names: tuple[Kind, ...]
    emergency_scale: Scale
    telling_scale: Scale
    thresholds: Thresholds

    def emergency_logit(self, indices: Indices, values: Values) -> float:
        """Calibrated log odds that it is an emergency."""
        return self.emergency_scale.logit(weigh(self.emergency, indices, values))

    def telling_logit(self, indices: Indices, values: Values) -> float:
        """Calibrated log odds that it belongs in a tip."""
        return self.telling_scale.logit(weigh(self.telling, indices, values))

    def kind(self, indices: Indices, values: Values) -> Kind:
        """The likeliest kind, were it an emergency."""
        sums = values @ self.kinds[indices]
        return self.kind_names[int(sums.argmax())]


def weigh(weights: Weights, indices: Indices, values: Values) -> float:
    """The dot product of a head's weights and a message's features."""
    # Summed in double precision and one order, so that every process says the same.
    return float(np.add.reduce(weights[indices] * values, dtype=np.float64))


def save(model: Model, folder: Path) -> None:
    """Writes a guard; the folder is made when it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(
        folder / _WEIGHTS,
        emergency=model.emergency,
        telling=model.telling,
        kinds=model.kinds.astype(np.float16),
        rarity=model.words.space.rarity,
        known=model.words.lexicon.slips.known,
        slip_keys=model.words.lexicon.slips.keys,
        slip_entries=model.words.lexicon.slips.entries,
    )
    about = {
        "format": FORMAT,
        "kinds": list(model.kind_names),
        "emergency_scale": [model.emergency_scale.slope, model.emergency_scale.offset],
        "telling_scale": [model.telling_scale.slope, model.telling_scale.offset],
        "thresholds": {"ask": model.thresholds.ask, "call": model.thresholds.call},
        "rules": model.words.rules_source,
        "danger": model.words.danger,
        "lexicon": model.words.lexicon.tables(),
    }
    (folder / _WORDS).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


def load(folder: Path) -> Model:
    """Reads a guard; raises OSError when files are missing, UnknownGuardFormatError when they are another format's."""
    about = json.loads((folder / _WORDS).read_text(encoding="utf-8"))
    if about.get("format") != FORMAT:
        raise UnknownGuardFormatError(folder.name)
    with np.load(folder / _WEIGHTS, allow_pickle=False) as arrays:
        emergency, telling = arrays["emergency"], arrays["telling"]
        kinds = arrays["kinds"].astype(np.float32)
        slips = Slips(arrays["known"], arrays["slip_keys"], arrays["slip_entries"])
        lexicon = Lexicon.of_tables(about["lexicon"]).with_slips(slips)
        words = _vocabulary(lexicon, tuple(about["danger"]), about["rules"], arrays["rarity"])
    if not len(emergency) == len(telling) == len(kinds) == words.space.size:
        raise UnknownGuardFormatError(folder.name)
    return Model(
        words=words,
        emergency=emergency,
        telling=telling,
        kinds=kinds,
        kind_names=_kind_names(about["kinds"]),
        emergency_scale=Scale(*about["emergency_scale"]),
        telling_scale=Scale(*about["telling_scale"]),
        thresholds=Thresholds(**about["thresholds"]),
    )


def _kind_names(names: Sequence[str]) -> tuple[Kind, ...]:
    return tuple(Kind(name) for name in names)
