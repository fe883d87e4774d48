"""The guard: reads one message and says how urgently it is pointed to 112.

Pure and thread-safe: nothing is kept from one message to the next.
"""

from __future__ import annotations

import math
from pathlib import Path

from api.analysis.guard import model as models
from api.analysis.guard.answers import answer_level
from api.analysis.guard.features import Indices, Reading, Values, take_apart
from api.analysis.guard.rules import Ruling, higher, judge, lower
from api.analysis.guard.verdict import Context, Kind, Level, Verdict

_ALARM_BONUS = 1.0
"""Log odds added after an alarm: what follows one speaks of it more often than not."""
_CALM_MALUS = 1.0
"""Taken off in a conversation that was calm so far: "two men in dark clothes" is then one more detail of what was told."""
_RECENT = 3
_SHOWN_WORDS = 4
HIDING = "hiding"
"""The word class of those who hide or must not be heard."""


class Guard:
    """A trained guard."""

    def __init__(self, model: models.Model) -> None:
        self._model = model

    @property
    def words(self) -> models.Vocabulary:
        """The word classes that it was trained with; other readers of the same bundle share them."""
        return self._model.words

    @classmethod
    def load(cls, folder: Path) -> Guard:
        """Reads `guard.npz` and `guard.json`; raises OSError or UnknownGuardFormatError."""
        return cls(models.load(folder))

    def read(self, text: str, context: Context = Context()) -> Verdict:
        """The verdict on one message; answers for every `str` and never raises."""
        model = self._model
        reading = take_apart(text, model.words.lexicon)
        indices, values = model.words.space.features(reading)
        recent = context.recent_levels[:_RECENT]
        alarmed = any(level is not Level.NONE for level in recent)
        ruling = judge(model.words.rules, reading, alarmed)
        telling = _sigmoid(model.telling_logit(indices, values))
        score = self._score(reading, indices, values, alarmed=alarmed, calm=bool(recent) and not alarmed)
        level = higher(lower(self._learned_level(score), ruling.cap), ruling.floor)
        score = self._agreeing(score, level)
        if context.ask_open:
            level = answer_level(reading, level, score, model.words.answers, model.thresholds.ask)
        if level is Level.NONE:
            return Verdict(level, None, score, telling)
        kind = ruling.kind or model.kind(indices, values)
        return Verdict(level, kind, score, telling, self._words(reading, ruling, kind), HIDING in reading.classes)

    def _score(self, reading: Reading, indices: Indices, values: Values, *, alarmed: bool, calm: bool) -> float:
        logit = self._model.emergency_logit(indices, values)
        if calm:
            logit -= _CALM_MALUS
        elif alarmed and reading.classes.isdisjoint({"resolved", "thanks"}):
            logit += _ALARM_BONUS
        return _sigmoid(logit)

    def _learned_level(self, score: float) -> Level:
        if score >= self._model.thresholds.call:
            return Level.CALL_112
        return Level.ASK if score >= self._model.thresholds.ask else Level.NONE

    def _agreeing(self, score: float, level: Level) -> float:
        """The score, moved to the level's side of the thresholds where a rule has overruled what was learned."""
        ask, call = self._model.thresholds.ask, self._model.thresholds.call
        if level is Level.CALL_112:
            return max(score, call)
        return min(max(score, ask), call) if level is Level.ASK else min(score, ask)

    def _words(self, reading: Reading, ruling: Ruling, kind: Kind) -> tuple[tuple[int, int], ...]:
        """Spans of what the rules matched, else of the classes that weighed most for this kind of emergency."""
        spans = reading.tokens.spans
        if ruling.hits:
            return _merge({(spans[hit.first][0], spans[hit.last][1]) for hit in ruling.hits})
        model = self._model
        column = model.kind_names.index(kind) if kind in model.kind_names else 0
        weights = {}
        for name in reading.classes:
            feature = model.words.space.single(name)
            weights["@" + name] = float(model.emergency[feature]) + 0.5 * float(model.kinds[feature, column])
        telling = sorted(
            (name for name, weight in weights.items() if weight > 0), key=lambda name: (-weights[name], name)
        )
        shown = frozenset(telling[:_SHOWN_WORDS])
        decided = {spans[at] for at, own in enumerate(reading.symbols) if not shown.isdisjoint(own)}
        decided |= {(spans[hit.first][0], spans[hit.last][1]) for hit in reading.found if hit.name in shown}
        return _merge(decided)


def _merge(spans: set[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _sigmoid(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, logit))))
