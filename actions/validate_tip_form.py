from __future__ import annotations

from rasa_sdk.events import SlotSet

from actions.base import Event, TipAction, Turn
from actions.slots import (
    CATEGORY,
    FINDINGS,
    QUESTIONS,
    REQUESTED_SLOT,
    Answer,
    category_of,
)

# What an answer means whatever was asked.
PLAIN = {"skip": Answer.SKIPPED, "dont_know": Answer.UNKNOWN}
# What an answer means to one question.
MEANS = {
    "basis": {
        "seen": Answer.SEEN, "heard": Answer.HEARD, "own_loss": Answer.OWN_LOSS,
        "affirm": Answer.SEEN, "deny": Answer.SKIPPED,
    },
    "media": {"affirm": Answer.YES, "deny": Answer.NO},
    "contact": {"deny": Answer.NO},
    "when": {"deny": Answer.UNKNOWN},
    "where": {"deny": Answer.UNKNOWN},
}  # fmt: skip
# Said in the middle of a form, these are no answers; a rule handles them and comes back.
ASIDES = {
    "human", "language", "complaint", "praise", "greet", "goodbye", "thanks", "chitchat", "out_of_scope",
    "cancel", "correct", "send", "resume", "nlu_fallback",
}  # fmt: skip


def is_aside(intent: str) -> bool:
    return intent in ASIDES or intent.startswith("ask_")


class ValidateTipForm(TipAction):
    """Reads how the question was answered, and what else was told, and what is still missing."""

    def name(self) -> str:
        return "validate_tip_form"

    def act(self, turn: Turn) -> list[Event]:
        answers = self.answers(turn)
        for question, answer in answers.items():
            turn.change("answer", slot=question, how=str(answer))
        events = [SlotSet(question, str(answer)) for question, answer in answers.items()]
        category = category_of(turn.intent)
        if category and not turn.slot(CATEGORY):
            turn.change("category", value=category)
            events.append(SlotSet(CATEGORY, category))
        asked = turn.slot(REQUESTED_SLOT)
        if asked and not answers and not is_aside(turn.intent):
            return events  # nothing answered: Rasa lets a rule take over
        missing = (q for q in QUESTIONS if q not in answers and turn.slot(q) is None)
        return [*events, SlotSet(REQUESTED_SLOT, next(missing, None))]

    def answers(self, turn: Turn) -> dict[str, Answer]:
        """The questions that this message answers, and how."""
        if is_aside(turn.intent):
            return {}
        found = turn.slot(FINDINGS) or []
        answers = {q: Answer.FOUND for q in QUESTIONS if q in found}
        asked = turn.slot(REQUESTED_SLOT)
        if asked and asked not in answers:
            meaning = PLAIN.get(turn.intent) or MEANS.get(asked, {}).get(turn.intent)
            answers[asked] = meaning or Answer.TOLD
        return answers
