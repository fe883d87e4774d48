"""A tip's state in general words: nothing of what is told, or of what the police know, is in them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select

from api.conversations.models import Conversation
from api.receipts import repository as receipts
from api.replies import repository as replies
from api.replies.handing import outcome_words
from api.store.base import table_of
from api.store.store import Read
from api.tips import repository as tips
from api.tips.models import Status, Tip
from api.wording import Wording, Words

tips_table = table_of(Tip)
conversations = table_of(Conversation)

STATES = {
    Status.OPEN: "utter_status_received",
    Status.CLAIMED: "utter_status_read",
    Status.MERGED: "utter_status_read",
    Status.CLOSED: "utter_status_closed",
}


def status_words(read: Read, wording: Wording, tip: Row[Any], language: str, channel: str) -> Words:
    """The state, and the outcome where an officer allowed that it is told."""
    words = wording.render_in_any(STATES[Status(tip.status)], language, channel)
    told = replies.last_outcome(read, tip.id)
    if told is None:
        return words
    outcome = outcome_words(replies.said_in(read, told)["outcome"])
    return words.then(wording.render_in_any(outcome, language, channel))


def sent_tip(read: Read, conversation: Row[Any]) -> Row[Any] | None:
    """The tip that somebody in this conversation asks about: the sent one that it is about, or else the last one."""
    tip = tips.find(read, conversation.tip) if conversation.tip else None
    if tip is not None and tip.told:
        return tip
    opened = receipts.visited_by(read, conversation.id)
    if opened is not None:
        return tips.find(read, opened)
    own = select(tips_table).where(tips_table.c.conversation == conversation.id, tips_table.c.told)
    return read.connection.execute(own.order_by(tips_table.c.number.desc()).limit(1)).one_or_none()
