from __future__ import annotations

from rasa_sdk.events import SlotSet

from actions.base import Event, TipAction, Turn
from actions.slots import AGAIN, FIELDS, PUT, QUESTIONS, TIP_STATE, TipState


class ActionDelete(TipAction):
    """The reporter said twice that what was told is to be deleted. What can be is for the app to know."""

    def name(self) -> str:
        return "action_delete"

    def act(self, turn: Turn) -> list[Event]:
        turn.change("delete")
        turn.say("utter_delete_yes")
        return forgotten()


def forgotten() -> list[Event]:
    """Slots as before the first word of a tip."""
    unset = (SlotSet(slot, None) for slot in (*QUESTIONS, "category", FIELDS, PUT, AGAIN))
    return [SlotSet(TIP_STATE, TipState.NONE), *unset]
