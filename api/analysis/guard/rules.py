"""Rules over the learned score: floors for what is certain, caps for what is surely harmless."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.analysis.guard.features import Reading
from api.analysis.guard.matcher import Found
from api.analysis.guard.tokens import ENDINGS
from api.analysis.guard.verdict import Kind, Level

_ORDER = {Level.NONE: 0, Level.ASK: 1, Level.CALL_112: 2}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; exactly one of `floor` and `cap` is set."""

    name: str
    patterns: tuple[str, ...]
    floor: Level | None
    cap: Level | None
    kind: Kind | None
    unless: frozenset[str]
    doubtful: frozenset[str]
    """When only these of `unless` stand in the way of a floor, it falls to `ask` and not away."""
    whole: bool
    after_alarm: bool

    def applies(self, hit: Found, reading: Reading, alarmed: bool) -> bool:
        """Whether a match of one of its patterns may count in this message, classes in the way aside."""
        if self.after_alarm and not alarmed:
            return False
        return not self.whole or _covers(hit, reading.tokens.forms)

    def floor_in(self, reading: Reading) -> Level | None:
        """The floor that is left of it in this message, None when there is none."""
        in_the_way = self.unless & reading.classes
        if self.floor is None or not in_the_way:
            return self.floor
        return Level.ASK if self.floor is Level.CALL_112 and in_the_way <= self.doubtful else None


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the rules say together, and the matches that said it."""

    floor: Level
    cap: Level
    kind: Kind | None
    hits: tuple[Found, ...]


def read_rules(data: Mapping[str, Any]) -> tuple[Rule, ...]:
    """Rules of a parsed `rules.yml`; raises KeyError or ValueError where it names what does not exist."""
    sets: Mapping[str, Sequence[str]] = data["sets"]
    return tuple(_read_rule(item, sets) for item in data["rules"])


def _read_rule(item: Mapping[str, Any], sets: Mapping[str, Sequence[str]]) -> Rule:
    unless = item.get("unless", ())
    return Rule(
        name=item["name"],
        patterns=tuple(item["patterns"]),
        floor=Level(item["floor"]) if "floor" in item else None,
        cap=Level(item["cap"]) if "cap" in item else None,
        kind=Kind(item["kind"]) if "kind" in item else None,
        unless=frozenset(sets[unless] if isinstance(unless, str) else unless),
        doubtful=frozenset(sets["doubtful"]),
        whole=bool(item.get("whole", False)),
        after_alarm=bool(item.get("after_alarm", False)),
    )


def rule_patterns(rules: Iterable[Rule]) -> list[tuple[str, str]]:
    """The patterns of all rules as text, each under its rule's name."""
    return [(rule.name, text) for rule in rules for text in rule.patterns]


def judge(rules: Mapping[str, Rule], reading: Reading, alarmed: bool) -> Ruling:
    """Weighs all matches; a floor beats every cap."""
    floor, cap = Level.NONE, Level.CALL_112
    kind: Kind | None = None
    hits = []
    for hit in reading.found:
        rule = rules.get(hit.name)
        if rule is None or not rule.applies(hit, reading, alarmed):
            continue
        found = rule.floor_in(reading)
        if found is not None:
            hits.append(hit)
            if _ORDER[found] > _ORDER[floor]:
                floor, kind = found, rule.kind or kind
            kind = kind or rule.kind
        elif rule.cap is not None and rule.unless.isdisjoint(reading.classes):
            cap = lower(cap, rule.cap)
    return Ruling(floor, cap, kind, tuple(hits))


def higher(one: Level, other: Level) -> Level:
    """The more urgent of two levels."""
    return one if _ORDER[one] >= _ORDER[other] else other


def lower(one: Level, other: Level) -> Level:
    """The less urgent of two levels."""
    return one if _ORDER[one] <= _ORDER[other] else other


def _covers(hit: Found, forms: Sequence[str]) -> bool:
    return all(form in ENDINGS for form in forms[: hit.first]) and all(
        form in ENDINGS for form in forms[hit.last + 1 :]
    )
