"""What every action shares: it says what should change, writes nothing, and is never silent.

Rasa goes on without an action that raised. So an action reports that it finished, with its
changes in one custom message; the channel refuses a turn in which a report is missing.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.slots import REPLY_LANGUAGE

Event = dict[str, Any]


class Turn:
    """What one action wants: responses to give, by name, and changes to the tip."""

    def __init__(self, tracker: Tracker) -> None:
        self.tracker = tracker
        self.intent: str = (tracker.latest_message.get("intent") or {}).get("name") or ""
        self.responses: list[dict[str, Any]] = []
        self.changes: list[dict[str, Any]] = []

    def slot(self, name: str) -> Any:
        return self.tracker.get_slot(name)

    @property
    def language(self) -> str:
        return self.slot(REPLY_LANGUAGE) or "sv"

    def say(self, response: str, **arguments: Any) -> None:
        self.responses.append({"response": response, "arguments": arguments})

    def change(self, change: str, **values: Any) -> None:
        self.changes.append({"change": change, **values})


class TipAction(Action):  # type: ignore[misc]  # rasa_sdk is untyped
    """One class a file; `act` fits a screen and holds no sentence."""

    @abstractmethod
    def act(self, turn: Turn) -> list[Event]:
        """Say what to answer and change on `turn`; return Rasa events."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        turn = Turn(tracker)
        events = self.act(turn)
        for response in turn.responses:
            dispatcher.utter_message(json_message=response)
        dispatcher.utter_message(json_message={"done": self.name(), "changes": turn.changes})
        return events
