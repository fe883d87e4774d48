from __future__ import annotations

from rasa_sdk.events import SlotSet

from actions.base import Event, TipAction, Turn
from actions.slots import TIP_STATE, TipState


class ActionResume(TipAction):
    """The question about danger is answered: go on with the tip that was begun."""

    def name(self) -> str:
        return "action_resume"

    def act(self, turn: Turn) -> list[Event]:
        return [SlotSet(TIP_STATE, TipState.OPEN)]
