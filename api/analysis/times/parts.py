"""Parts of the day, and how they settle an hour that leaves open whether it is before or after noon."""

from __future__ import annotations

from enum import StrEnum


class Part(StrEnum):
    """A part of the day as Swedish or English has it."""

    NIGHT = "night"
    MORNING = "morning"
    FORENOON = "forenoon"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    DAYTIME = "daytime"
    LUNCH = "lunch"
    ENGLISH_MORNING = "english_morning"
    # An English night belongs to the day on which it begins: "Friday night" runs into Saturday.
    ENGLISH_NIGHT = "english_night"


# First and last hour; hours from 24 on belong to the next day.
HOURS: dict[Part, tuple[float, float]] = {
    Part.NIGHT: (0, 6),
    Part.MORNING: (6, 10),
    Part.FORENOON: (9, 12),
    Part.AFTERNOON: (12, 18),
    Part.EVENING: (18, 24),
    Part.DAYTIME: (9, 18),
    Part.LUNCH: (11.5, 13),
    Part.ENGLISH_MORNING: (6, 12),
    Part.ENGLISH_NIGHT: (22, 30),
}
NIGHTS = frozenset({Part.NIGHT, Part.ENGLISH_NIGHT})
_MORNINGS = frozenset({Part.MORNING, Part.FORENOON, Part.ENGLISH_MORNING})


def hour_in(part: Part, hour: int) -> int:
    """The hour that is meant by an hour of twelve in this part of the day; from 24 on it is the next day's."""
    if hour > 12:
        return hour
    if part in _MORNINGS:
        return hour
    if part is Part.EVENING:
        # An evening that goes on after midnight: "igår kväll vid ett".
        return hour + 24 if hour < 5 else hour + 12
    if part is Part.AFTERNOON:
        return hour if hour == 12 else hour + 12
    if part is Part.NIGHT:
        return 24 if hour == 12 else hour + 12 if hour >= 9 else hour
    if part is Part.ENGLISH_NIGHT:
        return 24 if hour == 12 else hour + 12 if hour >= 6 else hour
    return hour + 12 if hour < 7 else hour
