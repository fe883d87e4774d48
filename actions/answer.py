from __future__ import annotations

from actions.base import Event, TipAction, Turn
from actions.slots import NAMED_LANGUAGE

SPOKEN = ("sv", "en")


class ActionAnswer(TipAction):
    """A question, a greeting, praise or the like: the response has the intent's name."""

    def name(self) -> str:
        return "action_answer"

    def act(self, turn: Turn) -> list[Event]:
        if turn.intent == "language":
            return self.language(turn)
        if turn.intent == "human":
            turn.change("human")
        turn.say(f"utter_{turn.intent}")
        return []

    def language(self, turn: Turn) -> list[Event]:
        """The language that was named; where none was, the other one of the two."""
        named = turn.slot(NAMED_LANGUAGE) or ("en" if turn.language == "sv" else "sv")
        if named in SPOKEN:
            turn.change("language", value=named)
        turn.say("utter_language" if named in SPOKEN else "utter_other_language")
        return []
