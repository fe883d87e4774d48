from __future__ import annotations

from actions.base import Event, TipAction, Turn


class ActionCorrect(TipAction):
    """A correction: the new words are in the tip already, and the latest value counts."""

    def name(self) -> str:
        return "action_correct"

    def act(self, turn: Turn) -> list[Event]:
        turn.change("correct")
        turn.say("utter_corrected")
        return []
