from __future__ import annotations

from actions.base import Event, TipAction, Turn


class ActionNothingAsked(TipAction):
    """A yes, a no or a "skip" where no question is open."""

    def name(self) -> str:
        return "action_nothing_asked"

    def act(self, turn: Turn) -> list[Event]:
        turn.say("utter_okay" if turn.intent in {"affirm", "deny"} else "utter_nothing_asked")
        return []
