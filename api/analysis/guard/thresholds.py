"""Chooses from which score on the guard asks and calls, and measures what that gives, rules included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from api.analysis.guard.lines import GROUPS, GuardLine
from api.analysis.guard.model import Thresholds
from api.analysis.guard.rules import Ruling
from api.analysis.guard.verdict import Level

# The lines are harder than what people send, so a few more of them may be missed than of those.
MAX_MISSED = 0.02
MAX_LOOK_ALIKE_ASKED = 0.15
MAX_ORDINARY_ASKED = 0.03
MAX_LOOK_ALIKE_AT_ONCE = 0.03
MAX_ORDINARY_AT_ONCE = 0.005
MIN_EMERGENCY_AT_ONCE = 0.93
LOWEST_CALL = 0.5
_NEEDLESS_CALL_COST = 2.0
_MISS_COST = 4.0
"""A missed emergency weighs as much as this many needless questions, where not all limits can be kept."""

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class GroupRates:
    """Of `count` lines of a group: the shares answered at once, and at once or with a question."""

    count: int
    at_once: float
    asked: float


@dataclass(frozen=True, slots=True)
class Scored:
    """Lines with their out-of-fold probabilities and what the rules say of them."""

    groups: npt.NDArray[np.str_]
    scores: npt.NDArray[np.float64]
    floors: npt.NDArray[np.int64]
    caps: npt.NDArray[np.int64]

    @classmethod
    def of(cls, lines: Sequence[GuardLine], rulings: Sequence[Ruling], scores: npt.NDArray[np.float64]) -> Scored:
        """`rulings` are what the rules say of each line."""
        order = {Level.NONE: 0, Level.ASK: 1, Level.CALL_112: 2}
        return cls(
            np.array([line.group for line in lines]),
            scores,
            np.array([order[ruling.floor] for ruling in rulings]),
            np.array([order[ruling.cap] for ruling in rulings]),
        )

    def at_least(self, level: int, threshold: float) -> Flags:
        """Which lines get at least `level` (1 ask, 2 at once) when it begins at `threshold`."""
        learned = (self.scores >= threshold) & (self.caps >= level)
        return np.asarray(learned | (self.floors >= level))


def choose(scored: Scored) -> Thresholds:
    """The thresholds that keep the limits, or come nearest where no threshold keeps them all."""
    candidates = np.unique(np.concatenate((np.linspace(0.005, 0.6, 239), np.linspace(0.6, 0.995, 159))))
    call = min((c for c in candidates if c >= LOWEST_CALL), key=lambda c: _call_cost(scored, c))
    asks = [c for c in candidates if c < call]
    return Thresholds(ask=float(min(asks, key=lambda c: _ask_cost(scored, c))), call=float(call))


def _call_cost(scored: Scored, threshold: float) -> float:
    """How far the limits of an answer at once are missed. Most messages are ordinary: there each one weighs more."""
    called = scored.at_least(2, threshold)
    asked_only = max(0.0, MIN_EMERGENCY_AT_ONCE - _share(called, scored.groups == "emergency"))
    look_alike = max(0.0, _share(called, scored.groups == "look_alike") - MAX_LOOK_ALIKE_AT_ONCE)
    ordinary = max(0.0, _share(called, scored.groups == "ordinary") - MAX_ORDINARY_AT_ONCE)
    return asked_only + look_alike + _NEEDLESS_CALL_COST * ordinary


def _ask_cost(scored: Scored, threshold: float) -> float:
    asked = scored.at_least(1, threshold)
    missed = max(0.0, 1 - _share(asked, scored.groups == "emergency") - MAX_MISSED)
    look_alike = max(0.0, _share(asked, scored.groups == "look_alike") - MAX_LOOK_ALIKE_ASKED)
    ordinary = max(0.0, _share(asked, scored.groups == "ordinary") - MAX_ORDINARY_ASKED)
    return _MISS_COST * missed + look_alike + ordinary


def rates(scored: Scored, thresholds: Thresholds) -> dict[str, GroupRates]:
    """What the thresholds give, by group."""
    called, asked = (scored.at_least(2, thresholds.call), scored.at_least(1, thresholds.ask))
    found = {}
    for group in GROUPS:
        own = scored.groups == group
        found[group] = GroupRates(int(own.sum()), _share(called, own), _share(asked, own))
    return found


def _share(flags: Flags, own: Flags) -> float:
    return float(flags[own].mean()) if own.any() else 0.0
