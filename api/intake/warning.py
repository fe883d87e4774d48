"""What is said about danger: the name of a response, from the guard's verdict."""

from __future__ import annotations

from api.analysis.guard.verdict import Level
from api.intake.reading import ALARMED, Reading
from api.wording import Wording

# Somebody who hides from one of these must not be heard.
THREATENED = frozenset(
    {
        "violence", "weapon", "burglary_in_progress", "robbery_in_progress", "domestic_violence", "sexual_assault",
        "stalking_now", "kidnapping", "threat_now", "crime_in_progress",
    }
)  # fmt: skip


def warning(reading: Reading, wording: Wording) -> str | None:
    """None where there is no danger to speak of."""
    if reading.level not in ALARMED:
        return None
    if reading.level == Level.ASK:
        return "utter_ask_emergency"
    if reading.verdict is not None and reading.verdict.hiding and reading.kind in THREATENED:
        return "utter_call_112_hiding"
    special = f"utter_call_112_{reading.kind}"
    return special if reading.kind and wording.has(special) else "utter_call_112"
