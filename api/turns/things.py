"""What a turn answers by itself: to files and places without a word no reading of Rasa's is needed."""

from __future__ import annotations

from dataclasses import replace

from api.conversations.shapes import Draft
from api.rasa.client import TurnAnswer, Understood
from api.turns.reading import Heard

RECEIVED = {"media": "utter_media_received", "location": "utter_location_received"}


def known_beside(draft: Draft, heard: Heard) -> Draft:
    """The draft, with what the app itself found answered: the dialogue need not hear of it."""
    if all(one.answers == () and one.kind not in RECEIVED and not one.changed for one in heard.said):
        return draft
    unasked = {question: "found" for question in heard.answers if draft.slots.get(question) is None}
    return replace(draft, slots={**draft.slots, **unasked})


def acknowledgement(heard: Heard, draft: Draft) -> str | None:
    """What is said to what came; where nothing was told yet, it asks what it is about."""
    kinds = [one.kind for one in heard.fresh if one.kind in RECEIVED]
    if not kinds:
        return None
    name = RECEIVED["media" if "media" in kinds else "location"]
    return name if draft.slots.get("tip_state") in {"open", "sent"} else f"{name}_alone"


def answer_alone(heard: Heard, draft: Draft) -> TurnAnswer | None:
    """The answer, where the dialogue has no part in it."""
    if not heard.brings_only_things or (draft.active_loop is not None and heard.fresh):
        return None
    said = acknowledgement(heard, draft)
    return TurnAnswer(Understood(None, 0.0), ((said, {}),) if said else (), (), draft)


def with_acknowledgement(answer: TurnAnswer, heard: Heard, draft: Draft) -> TurnAnswer:
    """In the middle of a tip: that it came, and then the question that comes next."""
    said = acknowledgement(heard, draft) if heard.brings_only_things else None
    return replace(answer, responses=((said, {}), *answer.responses)) if said else answer
