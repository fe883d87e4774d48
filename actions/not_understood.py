from __future__ import annotations

from actions.base import Event, TipAction, Turn
from actions.slots import GUESSES


class ActionNotUnderstood(TipAction):
    """Nothing certain: ask back, with the two best guesses as buttons."""

    def name(self) -> str:
        return "action_not_understood"

    def act(self, turn: Turn) -> list[Event]:
        guesses = [g for g in turn.slot(GUESSES) or [] if g.startswith(("report_", "ask_"))][:2]
        turn.say("utter_ask_which", guesses=guesses)
        return []
