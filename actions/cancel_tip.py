from __future__ import annotations

from actions.base import Event, TipAction, Turn
from actions.delete import forgotten
from actions.slots import TIP_STATE, TipState


class ActionCancelTip(TipAction):
    """The reporter wants no more questions. What was told is not thrown away by a machine."""

    def name(self) -> str:
        return "action_cancel_tip"

    def act(self, turn: Turn) -> list[Event]:
        turn.change("cancel")
        turn.say("utter_tip_cancelled" if turn.slot(TIP_STATE) == TipState.OPEN else "utter_nothing_to_cancel")
        return forgotten()
