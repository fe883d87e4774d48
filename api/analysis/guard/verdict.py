"""What the guard says of a message."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How urgently a message is pointed to 112."""

    CALL_112 = "call_112"
    ASK = "ask"
    NONE = "none"


class Kind(StrEnum):
    """What kind of emergency; the contract's words."""

    MEDICAL = "medical"
    FIRE = "fire"
    VIOLENCE = "violence"
    WEAPON = "weapon"
    BURGLARY_IN_PROGRESS = "burglary_in_progress"
    ROBBERY_IN_PROGRESS = "robbery_in_progress"
    TRAFFIC_ACCIDENT = "traffic_accident"
    DROWNING_ICE = "drowning_ice"
    MISSING_CHILD_NOW = "missing_child_now"
    SUICIDE_SELF = "suicide_self"
    SUICIDE_OTHER = "suicide_other"
    DOMESTIC_VIOLENCE = "domestic_violence"
    SEXUAL_ASSAULT = "sexual_assault"
    GAS_EXPLOSION = "gas_explosion"
    STALKING_NOW = "stalking_now"
    DRUNK_DRIVER_NOW = "drunk_driver_now"
    KIDNAPPING = "kidnapping"
    ANIMAL_DANGER = "animal_danger"
    THREAT_NOW = "threat_now"
    MENTAL_CRISIS = "mental_crisis"
    WILDLIFE_COLLISION = "wildlife_collision"
    CRIME_IN_PROGRESS = "crime_in_progress"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The guard's answer for one message.

    `score` is the calibrated probability of an emergency (0…1). `telling` is the probability
    that the message tells something that belongs in a tip (0…1). `words` are the words that
    decided, as (start, end) code point offsets. `hiding`: the reporter may not be able to speak.
    """

    level: Level
    kind: Kind | None
    score: float
    telling: float
    words: tuple[tuple[int, int], ...] = ()
    hiding: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What the guard may know of the conversation besides the message.

    `ask_open`: the bot has just asked whether it is happening now or anyone is in danger.
    `recent_levels`: the levels of the reporter's last messages, newest first.
    """

    ask_open: bool = False
    recent_levels: tuple[Level, ...] = ()
