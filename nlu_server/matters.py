"""Several matters in one message: a question beside a tip, a greeting before one. Needs no Rasa.

The whole message has one intent; its sentences, read alone, may have others. A tip is never lost
behind a question, and a question beside a tip is answered.
"""

from __future__ import annotations

from typing import Any, Dict, List, Tuple

# A sentence alone says less than the message it stands in, so it has to be plain.
SURE_OF_A_PART = 0.6
MOST_ASIDES = 2
# A message that is one of these as a whole may still hold a tip; a complaint that tells of one complains.
MAY_HIDE_A_TIP = ("ask_", "greet", "thanks", "goodbye", "chitchat")

Parsed = Dict[str, Any]


def matters(parts: List[Parsed]) -> List[Dict[str, Any]]:
    """`[{"part", "intent", "confidence"}]` of the parts that say plainly what they are; `part` counts from 0."""
    found = [(number, part["intent"]) for number, part in enumerate(parts)]
    return [
        {"part": number, "intent": intent["name"], "confidence": intent["confidence"]}
        for number, intent in found
        if intent["confidence"] >= SURE_OF_A_PART
    ]


def weighed(whole: Dict[str, Any], parts: List[Parsed]) -> Tuple[Dict[str, Any], List[str]]:
    """The intent to go on with, and the questions to answer beside it."""
    sure = matters(parts)
    main = whole
    if str(whole["name"]).startswith(MAY_HIDE_A_TIP):
        reports = [one for one in sure if one["intent"].startswith("report_")]
        if reports:
            main = {"name": reports[0]["intent"], "confidence": reports[0]["confidence"]}
    if not str(main["name"]).startswith(("report_", "inform")):
        return main, []
    asides = [one["intent"] for one in sure if one["intent"].startswith("ask_")]
    return main, list(dict.fromkeys(asides))[:MOST_ASIDES]
