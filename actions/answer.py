from __future__ import annotations

from actions.base import Event, TipAction, Turn


class ActionAnswer(TipAction):
    """A question, a greeting, praise or the like: the response has the intent's name."""

    def name(self) -> str:
        return "action_answer"

    def act(self, turn: Turn) -> list[Event]:
        if turn.intent == "human":
            turn.change("human")
        if turn.intent == "language":
            turn.change("language", value="en" if turn.language == "sv" else "sv")
        turn.say(f"utter_{turn.intent}")
        return []
