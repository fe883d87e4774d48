"""The only way into Rasa: a turn taken from a draft, and a parse. Both want the token.

A turn's tracker is made from what the request says, handled, and dropped, so this process keeps
nothing of a conversation, and any Rasa with the same model can take the next turn. Nothing that
a citizen wrote is logged here.
"""

from __future__ import annotations

import hmac
import logging
import os
from typing import Any, Awaitable, Callable, Dict, List, Optional, Text

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import ACTION_LISTEN_NAME, REQUESTED_SLOT
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from nlu_server.answering import as_answer, as_told
from nlu_server.matters import matters, weighed

logger = logging.getLogger(__name__)

TOKEN_HEADER = "X-Tipline-Token"
# Below this the best guess is a guess: a telling message is taken as told, any other is asked about.
SURE_ENOUGH = 0.35
TELLING_ENOUGH = 0.6


class Collector(OutputChannel):
    """Takes what Rasa says: response names, and what the actions want changed."""

    def __init__(self) -> None:
        self.responses: List[Dict[str, Any]] = []
        self.changes: List[Dict[str, Any]] = []
        self.finished: List[str] = []

    @classmethod
    def name(cls) -> Text:
        return "tipline"

    async def send_response(self, recipient_id: Text, message: Dict[Text, Any]) -> None:
        custom = message.get("custom") or {}
        self.changes.extend(custom.get("changes", []))
        if custom.get("done"):
            self.finished.append(custom["done"])
        if custom.get("response"):
            self.responses.append({"name": custom["response"], "arguments": custom.get("arguments", {})})
        elif message.get("utter_action"):
            self.responses.append({"name": message["utter_action"], "arguments": {}})


class TiplineInput(InputChannel):
    """`POST /webhooks/tipline/turn` and `/parse`; 403 without the token of this start."""

    @classmethod
    def name(cls) -> Text:
        return "tipline"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[Text, Any]]) -> InputChannel:
        return cls(os.environ["TIPLINE_RASA_TOKEN"])

    def __init__(self, token: str) -> None:
        self._token = token

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        hook = Blueprint("tipline", __name__)

        def refused(request: Request) -> Optional[HTTPResponse]:
            given = request.headers.get(TOKEN_HEADER, "")
            return None if hmac.compare_digest(given.encode(), self._token.encode()) else response.empty(status=403)

        def processor(request: Request) -> Optional[MessageProcessor]:
            return getattr(getattr(request.app.ctx, "agent", None), "processor", None)

        @hook.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            return refused(request) or response.json({"ready": processor(request) is not None})

        @hook.route("/parse", methods=["POST"])
        async def parse(request: Request) -> HTTPResponse:
            found = refused(request)
            if found is not None:
                return found
            ready = processor(request)
            if ready is None:
                return response.empty(status=503)
            asked = request.json
            parsed = await understand(ready, asked["text"], asked.get("hints"))
            parts = await understand_parts(ready, asked.get("parts"))
            return response.json({**parsed, "matters": matters(parts)})

        @hook.route("/turn", methods=["POST"])
        async def turn(request: Request) -> HTTPResponse:
            found = refused(request)
            if found is not None:
                return found
            ready = processor(request)
            if ready is None:
                return response.empty(status=503)
            answer = await take_turn(ready, request.json)
            return response.json(answer, status=200 if answer["whole"] else 502)

        return hook


async def understand(processor: MessageProcessor, text: str, hints: Optional[Dict[str, Any]]) -> Dict[str, Any]:
    """`{"intent": {"name", "confidence"}, "ranking": [...]}` of a text that no payload replaces.

    `hints`: `{"names", "shape"}`, what the app knows of the text (api/analysis/hints.py).
    """
    # A leading slash would be taken for an intent and might be logged.
    message = UserMessage(text.lstrip("/ \t\n") or " ", Collector(), "-", metadata=hints or {})
    data = await processor.parse_message(message)
    return {"intent": data["intent"], "ranking": data.get("intent_ranking", [])}


async def understand_parts(processor: MessageProcessor, parts: Optional[List[Dict[str, Any]]]) -> List[Dict[str, Any]]:
    """As `understand`, for each sentence of a message that has several."""
    return [await understand(processor, part["text"], part.get("hints")) for part in parts or []]


def settled(parsed: Dict[str, Any], telling: float) -> Dict[str, Any]:
    """The intent to go on with: below `SURE_ENOUGH` a telling text is `inform`, any other unclear."""
    intent = parsed["intent"]
    if intent["confidence"] >= SURE_ENOUGH:
        return dict(intent)
    name = "inform" if telling >= TELLING_ENOUGH else "nlu_fallback"
    return {"name": name, "confidence": intent["confidence"]}


def events_of(draft: Dict[str, Any]) -> List[Event]:
    """The tracker events that bring a fresh tracker to where the draft says the dialogue is."""
    events: List[Event] = [SlotSet(name, value) for name, value in draft["slots"].items() if value is not None]
    if draft.get("active_loop"):
        events += [
            ActiveLoop(draft["active_loop"]),
            ActionExecuted(draft["active_loop"]),
            SlotSet(REQUESTED_SLOT, draft.get("requested_slot")),
        ]
    return [*events, ActionExecuted(ACTION_LISTEN_NAME)]


async def take_turn(processor: MessageProcessor, request: Dict[str, Any]) -> Dict[str, Any]:
    """One turn: draft and message in, intent, responses, changes and the next draft out.

    `whole` is false when an action failed: Rasa itself goes on without it, the app must not.
    """
    collector = Collector()
    asides: List[str] = []
    if request.get("intent"):
        parsed = {"intent": {"name": request["intent"], "confidence": 1.0}, "ranking": []}
        intent = parsed["intent"]
    else:
        parsed = await understand(processor, request["text"], request.get("hints"))
        parts = await understand_parts(processor, request.get("parts"))
        parsed["intent"], asides = weighed(parsed["intent"], parts)
        telling = request.get("telling", 0.0)
        intent = settled(parsed, telling)
        asked = request["draft"].get("requested_slot") if request["draft"].get("active_loop") else None
        form = request.get("form") or {}
        plain = intent
        if asked:
            intent = as_answer(
                intent,
                asked,
                form.get("words", 0),
                form.get("is_question", False),
                form.get("yes_or_no"),
                asked in (request["draft"]["slots"].get("findings") or []),
            )
        else:
            intent = as_told(intent, telling)
        if intent != plain:
            parsed["intent"] = intent
    tracker = DialogueStateTracker.from_events("-", [], processor.domain.slots)
    tracker.update_with_events(events_of(request["draft"]), processor.domain)
    ranking = [r["name"] for r in parsed["ranking"]]
    tracker.update(SlotSet("guesses", ranking), processor.domain)
    # The words stay out: what actions need to know of them is in the slot `findings`.
    tracker.update(UserUttered("", intent, [], input_channel="tipline"), processor.domain)
    before = len(tracker.events)
    tracker = await processor.run_action_extract_slots(collector, tracker)
    await processor._run_prediction_loop(collector, tracker)
    ran = [e.action_name for e in list(tracker.events)[before:] if isinstance(e, ActionExecuted)]
    return {
        "intent": parsed["intent"],
        "ranking": parsed["ranking"],
        "responses": [{"name": f"utter_{name}", "arguments": {}} for name in asides] + collector.responses,
        "changes": collector.changes,
        "draft": {
            "slots": {k: v for k, v in tracker.current_slot_values().items() if k not in NOT_KEPT},
            "active_loop": tracker.active_loop_name,
            "requested_slot": tracker.get_slot(REQUESTED_SLOT) if tracker.active_loop_name else None,
        },
        "whole": is_whole(ran, collector.finished),
    }


NOT_KEPT = {REQUESTED_SLOT, "guesses", "findings", "session_started_metadata"}


def is_whole(ran: List[Optional[str]], finished: List[str]) -> bool:
    """Did every custom action that Rasa says it ran report that it finished?"""
    needed = [f"validate_{n}" if n == "tip_form" else n for n in ran if n and is_ours(n)]
    return all(name in finished for name in needed)


def is_ours(action: str) -> bool:
    return action == "tip_form" or (
        action.startswith("action_")
        and action not in {ACTION_LISTEN_NAME, "action_deactivate_loop", "action_extract_slots"}
    )
