"""What an intent means in the contract's words: act, topic, category."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.tips.models import Category

SURE_ENOUGH = 0.35
TELLING_ENOUGH = 0.5

CONTROLS = {"affirm", "deny", "cancel", "delete", "correct", "skip", "dont_know", "human", "language"}
FEEDBACK = {"complaint", "praise"}
SMALLTALK = {"greet", "goodbye", "thanks", "chitchat"}

# The kind of danger says what an alarming message is about better than the dialogue, which learns
# from calm reports. A crime in progress may be of any category: there the dialogue decides.
CATEGORY_OF_KIND = {
    "burglary_in_progress": Category.BURGLARY,
    "missing_child_now": Category.MISSING_PERSON,
    "traffic_accident": Category.EVENT,
    "wildlife_collision": Category.EVENT,
    "fire": Category.EVENT,
    "gas_explosion": Category.EVENT,
    "drowning_ice": Category.EVENT,
    "animal_danger": Category.EVENT,
}
CATEGORY_BY_DIALOGUE = {"crime_in_progress", None}


@dataclass(frozen=True, slots=True)
class Meaning:
    act: str
    topic: str | None = None
    category: str | None = None


def meaning(
    intent: str | None,
    confidence: float,
    telling: float,
    level: str,
    kind: str | None,
    ranking: Sequence[tuple[str, float]] = (),
) -> Meaning:
    """Act, topic and category; an alarming message is a tip whatever the dialogue makes of it.

    What reads like an addition to a tip has none to be added to here: it is of the likeliest category.
    """
    plain = of_intent(intent) if confidence >= SURE_ENOUGH else unsure(intent, telling)
    if plain.act == "tip" and plain.category is None:
        reports = (name.removeprefix("report_") for name, _ in ranking if name.startswith("report_"))
        plain = Meaning("tip", category=next(reports, None))
    if level != "call_112":
        return plain
    if kind in CATEGORY_BY_DIALOGUE and plain.category is not None:
        return plain
    return Meaning("tip", category=category_of_kind(kind))


def category_of_kind(kind: str | None) -> str:
    """The tip category of an emergency of this kind."""
    return CATEGORY_OF_KIND.get(kind or "", Category.OTHER_CRIME)


def of_intent(intent: str | None) -> Meaning:
    if intent is None or intent == "out_of_scope":
        return Meaning("out_of_scope")
    if intent.startswith("report_"):
        return Meaning("tip", category=intent.removeprefix("report_"))
    if intent == "inform":
        return Meaning("tip")
    if intent.startswith("ask_"):
        return Meaning("question", topic=intent)
    if intent in CONTROLS:
        # To have it deleted is more than to stop, yet a way to cancel.
        return Meaning("control", topic="cancel" if intent == "delete" else intent)
    if intent in FEEDBACK:
        return Meaning("feedback", topic=intent)
    return Meaning("smalltalk")


def unsure(intent: str | None, telling: float) -> Meaning:
    """The best guess is a guess: what tells something is a tip, anything else is not for us."""
    guess = of_intent(intent)
    if telling >= TELLING_ENOUGH:
        return guess if guess.act == "tip" else Meaning("tip")
    return guess if guess.act != "tip" else Meaning("out_of_scope")
