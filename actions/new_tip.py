from __future__ import annotations

from actions.base import Event, TipAction, Turn
from actions.delete import forgotten
from actions.slots import TIP_STATE, TipState


class ActionNewTip(TipAction):
    """Another matter: what was told so far is sent as it is, and nothing is known of the new one yet."""

    def name(self) -> str:
        return "action_new_tip"

    def act(self, turn: Turn) -> list[Event]:
        if turn.slot(TIP_STATE) == TipState.OPEN:
            turn.change("submit")
        turn.change("detach")
        turn.say("utter_new_tip")
        return forgotten()
