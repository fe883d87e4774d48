"""Trains the guard: `python -m api.analysis.guard.training OUT_FOLDER` trains from `nlu_data/guard` alone.

The only module of the guard that needs scikit-learn.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.svm import LinearSVC

from api.analysis.guard import model as models
from api.analysis.guard.features import Blocks, Space, rarity, take_apart
from api.analysis.guard.lines import GuardLine, load_lines
from api.analysis.guard.rules import Ruling, judge
from api.analysis.guard.source import read_vocabulary
from api.analysis.guard.thresholds import GroupRates, Scored, choose, rates
from api.analysis.guard.verdict import Kind

FOLDS = 4
MAYBE_DANGER = 0.5
_SEED = 20_261_118
_EMERGENCY_C = 0.5
_TELLING_C = 0.5
_KIND_C = 0.5

_GROUP_WEIGHT = {"emergency": 0.5, "look_alike": 0.25, "ordinary": 0.25}

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


class TooFewLinesError(ValueError):
    """There are too few lines of a group to train and cross-validate on."""


@dataclass(frozen=True, slots=True)
class TrainingFigures:
    """What cross-validation measured, rules included. Rates are 0…1."""

    lines: int
    groups: dict[str, GroupRates]
    kind_accuracy: float
    """Of the right kind among emergencies."""
    telling_accuracy: float
    """Of lines where somebody has said whether they tell something."""
    thresholds: models.Thresholds


def train(
    labelled: Sequence[GuardLine], classes_folder: Path, out: Path, unlabelled: Sequence[GuardLine] = ()
) -> TrainingFigures:
    """Trains a guard and writes it to `out`; the same lines give the same guard.

    `unlabelled` are lines of which nobody has said whether they tell of danger: those that may are left out.
    Left in as harmless, they taught the guard to ask where it must call. `classes_folder` holds `classes.yml` and
    `rules.yml`, and `classes` beside it the matters. Raises TooFewLinesError, OSError, and KeyError or ValueError for
    broken YAML data.
    """
    plain = read_vocabulary(classes_folder)
    lines = [*labelled, *unlabelled]
    blocks, rulings = _read(lines, plain)
    words = models.with_rarity(plain, rarity(blocks))
    data = _Data.of(lines, _matrix(blocks, words.space))
    del blocks
    if unlabelled:
        kept = _surely_calm(data, len(labelled))
        lines, rulings, data = [lines[i] for i in kept], [rulings[i] for i in kept], data.only(kept)
    data.check()
    raw = _out_of_fold(data.features, data.emergency, _EMERGENCY_C, data.weights)
    emergency_scale = _calibrate(raw, data.emergency)
    scored = Scored.of(lines, rulings, _probabilities(raw, emergency_scale))
    thresholds = choose(scored)
    told = data.told
    held, raw_telling = _held_out(data.features[told], data.telling[told], _TELLING_C, data.weights[told])
    telling_scale = _calibrate(raw_telling, data.telling[told][held])
    alarms = data.features[data.emergency]
    figures = TrainingFigures(
        lines=len(lines),
        groups=rates(scored, thresholds),
        kind_accuracy=_kind_accuracy(alarms, data.kinds),
        telling_accuracy=float(
            np.mean((telling_scale.slope * raw_telling + telling_scale.offset > 0) == data.telling[told][held])
        ),
        thresholds=thresholds,
    )
    model = models.Model(
        words=words,
        emergency=_fit(data.features, data.emergency, _EMERGENCY_C, data.weights),
        telling=_fit(data.features[told], data.telling[told], _TELLING_C, data.weights[told]),
        kinds=_fit_kinds(alarms, data.kinds),
        kind_names=tuple(Kind(name) for name in np.unique(data.kinds)),
        emergency_scale=emergency_scale,
        telling_scale=telling_scale,
        thresholds=thresholds,
    )
    models.save(model, out)
    return figures


@dataclass(frozen=True, slots=True)
class _Data:
    features: csr_matrix
    groups: npt.NDArray[np.str_]
    emergency: Flags
    telling: Flags
    is_told: Flags
    line_kinds: npt.NDArray[np.str_]

    @classmethod
    def of(cls, lines: Sequence[GuardLine], features: csr_matrix) -> _Data:
        return cls(
            features,
            np.array([line.group for line in lines]),
            np.array([line.emergency for line in lines], dtype=np.bool_),
            np.array([bool(line.telling) for line in lines], dtype=np.bool_),
            np.array([line.telling is not None for line in lines], dtype=np.bool_),
            np.array([str(line.kind) for line in lines]),
        )

    def only(self, kept: npt.NDArray[np.int64]) -> _Data:
        """These lines alone."""
        return _Data(
            self.features[kept], self.groups[kept], self.emergency[kept], self.telling[kept], self.is_told[kept],
            self.line_kinds[kept],
        )  # fmt: skip

    def check(self) -> None:
        """Raises TooFewLinesError."""
        told = self.telling[self.is_told]
        if min(self.emergency.sum(), (~self.emergency).sum(), told.sum(), (~told).sum()) < 2 * FOLDS:
            raise TooFewLinesError(f"{len(self.groups)} lines")

    @property
    def told(self) -> npt.NDArray[np.int64]:
        """Where somebody has said whether a line tells something."""
        return np.flatnonzero(self.is_told)

    @property
    def kinds(self) -> npt.NDArray[np.str_]:
        """Of the emergencies."""
        return self.line_kinds[self.emergency]

    @property
    def weights(self) -> Floats:
        """Each group counts the same, however many ordinary lines a site adds."""
        counts = Counter(self.groups.tolist())
        return np.array([_GROUP_WEIGHT[group] * len(self.groups) / counts[group] for group in self.groups])


def _surely_calm(data: _Data, labelled: int) -> npt.NDArray[np.int64]:
    """The labelled lines, and of the others those that tell nothing or are no emergency as far as the labelled ones know."""
    known = data.only(np.arange(labelled))
    known.check()
    held, raw = _held_out(known.features, known.emergency, _EMERGENCY_C, known.weights)
    scale = _calibrate(raw, known.emergency[held])
    sums = data.features @ _fit(known.features, known.emergency, _EMERGENCY_C, known.weights)
    calm = ~data.telling | (_probabilities(sums, scale) < MAYBE_DANGER)
    calm[:labelled] = True
    return np.flatnonzero(calm)


def _read(lines: Sequence[GuardLine], words: models.Vocabulary) -> tuple[list[Blocks], list[Ruling]]:
    """Each line's features, and what the rules say of it; the readings themselves would take a gigabyte."""
    blocks, rulings = [], []
    for line in lines:
        reading = take_apart(line.text, words.lexicon)
        blocks.append(words.space.blocks(reading))
        rulings.append(judge(words.rules, reading, alarmed=False))
    return blocks, rulings


def _matrix(messages: Sequence[Blocks], space: Space) -> csr_matrix:
    ends = np.cumsum([0, *(sum(map(len, blocks)) for blocks in messages)])
    indices, values = np.empty(ends[-1], dtype=np.int32), np.empty(ends[-1], dtype=np.float64)
    for blocks, start, end in zip(messages, ends, ends[1:], strict=False):
        indices[start:end], values[start:end] = space.weighed_blocks(blocks)
    return csr_matrix((values, indices, ends), shape=(len(messages), space.size))


def _fit(features: csr_matrix, truth: Flags, strength: float, weights: Floats) -> models.Weights:
    found = LinearSVC(C=strength, random_state=_SEED, max_iter=4000, tol=1e-3).fit(
        features, truth, sample_weight=weights
    )
    return np.asarray(found.coef_[0], dtype=np.float32)


def _out_of_fold(features: csr_matrix, truth: Flags, strength: float, weights: Floats) -> Floats:
    """Each line's raw sum under weights that never saw it. The intercept is left to the calibration."""
    raw = np.zeros(len(truth))
    for seen, held in StratifiedKFold(FOLDS, shuffle=True, random_state=_SEED).split(features, truth):
        raw[held] = features[held] @ _fit(features[seen], truth[seen], strength, weights[seen])
    return raw


def _held_out(
    features: csr_matrix, truth: Flags, strength: float, weights: Floats
) -> tuple[npt.NDArray[np.int64], Floats]:
    """A fourth of the lines and their raw sums under weights that never saw them: enough to calibrate by."""
    seen, held = next(iter(StratifiedKFold(FOLDS, shuffle=True, random_state=_SEED).split(features, truth)))
    return held, np.asarray(features[held] @ _fit(features[seen], truth[seen], strength, weights[seen]))


def _calibrate(raw: Floats, truth: Flags) -> models.Scale:
    """Platt's sigmoid over out-of-fold sums."""
    found = LogisticRegression(C=1e6).fit(raw.reshape(-1, 1), truth)
    return models.Scale(float(found.coef_[0, 0]), float(found.intercept_[0]))


def _probabilities(raw: Floats, scale: models.Scale) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(scale.slope * raw + scale.offset, -40, 40))), dtype=np.float64)


def _fit_kinds(features: csr_matrix, kinds: npt.NDArray[np.str_]) -> models.Weights:
    """One column for each kind, in the order of the alphabet."""
    found = LinearSVC(C=_KIND_C, random_state=_SEED, max_iter=4000, tol=1e-2).fit(features, kinds)
    return np.asarray(found.coef_.T, dtype=np.float32)


def _kind_accuracy(features: csr_matrix, kinds: npt.NDArray[np.str_]) -> float:
    """On a held-out third, rules aside; a kind with very few lines is tried all the same."""
    seen, held = next(iter(KFold(3, shuffle=True, random_state=_SEED).split(features)))
    names = np.unique(kinds[seen])
    guessed = names[(features[held] @ _fit_kinds(features[seen], kinds[seen])).argmax(axis=1)]
    return float(np.mean(guessed == kinds[held]))


def main(arguments: Sequence[str]) -> int:
    """Trains from the shipped data into the folder that is named; prints the figures."""
    if len(arguments) != 1:
        print("usage: python -m api.analysis.guard.training OUT_FOLDER", file=sys.stderr)
        return 2
    shipped = Path(__file__).resolve().parents[3] / "nlu_data" / "guard"
    figures = train(load_lines(shipped / "lines.jsonl"), shipped, Path(arguments[0]))
    print(f"{figures.lines} lines; kind {figures.kind_accuracy:.3f}; telling {figures.telling_accuracy:.3f}")
    print(f"thresholds: ask {figures.thresholds.ask:.3f}, call {figures.thresholds.call:.3f}")
    for name, group in figures.groups.items():
        print(f"{name}: {group.count} lines, at once {group.at_once:.3f}, at least ask {group.asked:.3f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
