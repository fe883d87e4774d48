from __future__ import annotations

from rasa_sdk.events import FollowupAction, SlotSet

from actions.base import Event, TipAction, Turn
from actions.delete import forgotten
from actions.slots import CATEGORY, TIP_STATE, TipState, category_of


class ActionOpenTip(TipAction):
    """Something was told: open a tip, or add to the one that was just sent."""

    def name(self) -> str:
        return "action_open_tip"

    def act(self, turn: Turn) -> list[Event]:
        category = category_of(turn.intent)
        known = turn.slot(CATEGORY)
        if turn.slot(TIP_STATE) == TipState.SENT and (category is None or category == known):
            turn.change("add")
            turn.say("utter_tip_added")
            return [FollowupAction("action_listen")]
        events: list[Event] = []
        if turn.slot(TIP_STATE) == TipState.SENT:
            # Another matter: its own tip, with nothing answered yet.
            turn.change("new_tip")
            events += forgotten()
            known = None
        if category is not None:
            turn.change("category", value=category)
        turn.say("utter_tip_started")
        return [*events, SlotSet(TIP_STATE, TipState.OPEN), SlotSet(CATEGORY, category or known)]
