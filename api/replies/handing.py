"""Saying a reply in a conversation. What is said comes from the replies' table alone: no note can get here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from api.conversations import repository as conversations
from api.conversations.models import Origin
from api.conversations.shapes import Draft
from api.replies import repository
from api.store.store import Write
from api.wording import Wording, Words

# What `conversations.asked` says when the next words belong to a sent tip, whatever they are.
BY_OFFICER = "officer"  # an officer wrote; it may take days to answer
BY_CODE = "addition"  # somebody came back by code and was invited to add
ADDING = frozenset({BY_OFFICER, BY_CODE})
AFTER_SENDING = Draft(slots={"tip_state": "sent"})


@dataclass(frozen=True, slots=True)
class Handing:
    """Says replies in one conversation, in its language."""

    write: Write
    wording: Wording
    conversation: Row[Any]
    at: datetime

    def words(self, name: str) -> Words:
        return self.wording.render_in_any(name, self.conversation.language, self.conversation.channel)

    def say(self, reply: Row[Any], seq: int) -> None:
        """At `seq`; the caller keeps the conversation's `last_seq`."""
        said = repository.said_in(self.write, reply)
        if reply.kind == repository.OUTCOME:
            words, response = self.words(outcome_words(said["outcome"])), outcome_words(said["outcome"])
            words = self.words("utter_outcome").then(words)
        else:
            words, response = self.words("utter_officer_reply").then(Words(said["text"])), "utter_officer_reply"
        message = conversations.say(
            self.write, self.conversation, seq, words, self.at, origin=Origin.OFFICER, response=response
        )
        repository.handed(self.write, reply.id, message)

    def bind(self, tip: str, asked: str) -> dict[str, Any]:
        """The columns that let the next words be added to the tip."""
        draft = conversations.sealed_draft(self.write, self.conversation.id, AFTER_SENDING)
        return {"tip": tip, "told": True, "asked": asked, "draft": draft}


def outcome_words(outcome: str) -> str:
    return f"utter_outcome_{outcome}"
