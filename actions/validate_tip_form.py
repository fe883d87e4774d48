from __future__ import annotations

from rasa_sdk.events import SlotSet

from actions import plan
from actions.base import Event, TipAction, Turn
from actions.slots import (
    AGAIN,
    ASKED_TO_BE_ANSWERED,
    CATEGORY,
    FIELDS,
    FINDINGS,
    PUT,
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
    "detail": {"deny": Answer.UNKNOWN},
}  # fmt: skip
# Said in the middle of a form, these are no answers; a rule handles them and comes back.
ASIDES = {
    "human", "language", "complaint", "praise", "greet", "goodbye", "thanks", "chitchat", "out_of_scope",
    "cancel", "correct", "send", "resume", "nlu_fallback", "help", "new_tip", "delete", "delete_yes", "delete_no",
}  # fmt: skip


def is_aside(intent: str) -> bool:
    return intent in ASIDES or intent.startswith("ask_")


class ValidateTipForm(TipAction):
    """Reads how the question was answered, and what else was told, and what is still worth asking."""

    def name(self) -> str:
        return "validate_tip_form"

    def act(self, turn: Turn) -> list[Event]:
        if is_aside(turn.intent):
            # Any other slot that is set would make Rasa take this for an answer, and skip the rule for it.
            return self.next_question(turn, turn.slot(CATEGORY), {})
        new_category = None if turn.slot(CATEGORY) else category_of(turn.intent)
        category = turn.slot(CATEGORY) or new_category
        fields = sorted({*(turn.slot(FIELDS) or []), *fields_of(turn)})
        answers = self.answers(turn, category, fields)
        for question, answer in answers.items():
            turn.change("answer", slot=question, how=str(answer))
        events = [SlotSet(FIELDS, fields), *(SlotSet(question, str(answer)) for question, answer in answers.items())]
        if new_category:
            turn.change("category", value=new_category)
            events.append(SlotSet(CATEGORY, new_category))
        asked = turn.slot(REQUESTED_SLOT)
        if asked and asked not in answers:
            turn.say("utter_noted")
            events.append(SlotSet(AGAIN, asked))
        return [*events, *self.next_question(turn, category, answers)]

    def next_question(self, turn: Turn, category: str | None, answers: dict[str, Answer]) -> list[Event]:
        answered = {q for q in QUESTIONS if q in answers or turn.slot(q) is not None}
        put = list(turn.slot(PUT) or [])
        left = plan.still_to_ask(category, answered, put)
        if left:
            is_put = [] if left[0] in put else [SlotSet(PUT, [*put, left[0]])]
            return [*is_put, SlotSet(REQUESTED_SLOT, left[0])]
        not_asked = [SlotSet(q, str(Answer.NOT_ASKED)) for q in QUESTIONS if q not in answered]
        return [*not_asked, SlotSet(REQUESTED_SLOT, None)]

    def answers(self, turn: Turn, category: str | None, fields: list[str]) -> dict[str, Answer]:
        """The questions that this message answers, and how."""
        found = list(turn.slot(FINDINGS) or [])
        if plan.details(category) & set(fields):
            found.append("detail")
        answers = {q: Answer.FOUND for q in QUESTIONS if q in found}
        asked = turn.slot(REQUESTED_SLOT)
        if asked and asked not in answers:
            meaning = PLAIN.get(turn.intent) or MEANS.get(asked, {}).get(turn.intent)
            if asked == "media" and "media_named" in found:
                meaning = meaning or Answer.TOLD
            if meaning is None and asked in ASKED_TO_BE_ANSWERED and turn.slot(AGAIN) != asked:
                return answers  # something else was told: it is kept, and the question stays open once
            answers[asked] = meaning or Answer.TOLD
        return answers


def fields_of(turn: Turn) -> list[str]:
    """The fields that the app found in this message."""
    names = (name for name in turn.slot(FINDINGS) or [] if str(name).startswith("field:"))
    return [str(name).removeprefix("field:") for name in names]
