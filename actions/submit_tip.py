from __future__ import annotations

from rasa_sdk.events import SlotSet

from actions.base import Event, TipAction, Turn
from actions.slots import TIP_STATE, TipState


class ActionSubmitTip(TipAction):
    """Nothing is missing, or the reporter said "send": the tip counts as told."""

    def name(self) -> str:
        return "action_submit_tip"

    def act(self, turn: Turn) -> list[Event]:
        turn.change("submit")
        turn.say("utter_tip_sent")
        return [SlotSet(TIP_STATE, TipState.SENT)]
