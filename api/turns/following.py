"""What comes after a tip was sent: its receipt code, its state, an officer's replies, and what is added to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from api.followup.status import sent_tip, status_words
from api.rasa.client import TurnAnswer
from api.receipts import repository as receipts
from api.receipts.service import NewReceipt
from api.replies import repository as replies
from api.replies.handing import ADDING, AFTER_SENDING, BY_OFFICER, Handing
from api.store.store import Write
from api.turns.repository import Work
from api.wording import Wording, Words

# Said instead of an answer, these are no answer to an officer; everything else is.
NO_ANSWERS = {
    "human", "language", "complaint", "praise", "greet", "goodbye", "thanks", "chitchat", "out_of_scope", "help",
    "new_tip", "delete", "delete_yes", "delete_no", "cancel", "resume",
}  # fmt: skip


def adds(work: Work) -> bool:
    """Was an officer's question, or the invitation to add, what these messages came after?"""
    return work.conversation.asked in ADDING


def is_addition(work: Work, answer: TurnAnswer) -> bool:
    intent = answer.understood.intent or ""
    return adds(work) and intent not in NO_ANSWERS and not intent.startswith("ask_")


def as_addition(work: Work, answer: TurnAnswer) -> TurnAnswer:
    """What the dialogue answered; or, where an officer was answered, that it is added: no form begins, no new tip."""
    if not is_addition(work, answer):
        return answer
    return replace(answer, responses=(("utter_tip_added", {}),), changes=({"change": "add"},), draft=AFTER_SENDING)


def may_need_code(work: Work, answer: TurnAnswer) -> bool:
    """Does the tip count as told with this turn, or did it before, while nobody could be told its code?"""
    ends = any(change.get("change") in {"submit", "cancel"} for change in answer.changes)
    return ends or bool(work.conversation.told and work.conversation.tip)


@dataclass(slots=True)
class Following:
    """One turn's part of it, inside its transaction."""

    write: Write
    wording: Wording
    row: Row[Any]
    at: datetime
    receipt: NewReceipt | None
    sent: str | None = None  # the tip that was sent in this turn

    def status(self, language: str) -> Words | None:
        """How the sent tip stands; None where there is none."""
        tip = sent_tip(self.write, self.row)
        if tip is None:
            return None
        return status_words(self.write, self.wording, tip, language, self.row.channel)

    def coded_tip(self) -> str | None:
        """The tip whose code is to be said now."""
        tip = self.sent or (self.row.tip if self.row.told else None)
        if self.receipt is None or tip is None or receipts.has(self.write, tip):
            return None
        return tip

    def with_code(self, words: Words, language: str) -> Words:
        """The same words, and the code below them."""
        if self.receipt is None:
            return words
        code = self.wording.render("utter_receipt_code", language, self.row.channel, code=self.receipt.code)
        return replace(words.then(code), buttons=words.buttons)

    def keep_code(self, tip: str, message: str) -> None:
        if self.receipt is not None:
            receipts.add(self.write, tip, self.receipt.code, self.receipt.digest, message, self.at)

    def hand_waiting(self, seq: int) -> dict[str, Any]:
        """Say the replies that waited for this conversation to be used again. The columns that change."""
        tip = sent_tip(self.write, self.row)
        waiting = replies.waiting(self.write, tip.id) if tip is not None else []
        if tip is None or not waiting:
            return {}
        handing = Handing(self.write, self.wording, self.row, self.at)
        for number, reply in enumerate(waiting, seq + 1):
            handing.say(reply, number)
        values: dict[str, Any] = {"last_seq": seq + len(waiting)}
        if any(one.kind == replies.REPLY for one in waiting):
            values |= handing.bind(tip.id, BY_OFFICER)
        return values
