"""Somebody comes back with a receipt code: their conversation is bound to the tip, and they hear how it stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row

from api.clock import iso
from api.conversations import repository as conversations
from api.followup.status import status_words
from api.receipts import repository as receipts
from api.receipts.service import Checked, Verdict, wait_after
from api.replies import repository as replies
from api.replies.handing import BY_CODE, BY_OFFICER, Handing
from api.store.store import Write
from api.tips import repository as tips
from api.tips.growing import is_open
from api.wording import LANGUAGES, Wording, Words


class Returning:
    """What the intake does with a code, inside its one commit."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def bind(
        self, write: Write, row: Row[Any], code: Checked, at: datetime, *, is_new: bool
    ) -> tuple[Row[Any], Checked]:
        """Count a wrong code, or bind the conversation. The conversation as it is then, and what the code is worth.

        Tries that came at once are all checked before the first is counted: so the limit holds here again.
        """
        if row.codes_after is not None and row.codes_after > at:
            return row, Checked(Verdict.LATER, code.alone)
        tip = tips.find(write, code.tip) if code.verdict is Verdict.OPENS and code.tip else None
        if tip is not None:
            self._open(write, row, tip, at, is_new=is_new)
        elif code.verdict is not Verdict.LATER:
            code = Checked(Verdict.WRONG, code.alone)
            pause = wait_after(row.wrong_codes + 1)
            codes_after = at + pause if pause else None
            conversations.change(write, row.id, wrong_codes=row.wrong_codes + 1, codes_after=codes_after)
        return conversations.get(write, row.id), code

    def _open(self, write: Write, row: Row[Any], tip: Row[Any], at: datetime, *, is_new: bool) -> None:
        receipts.visit(write, tip.id, row.id, at)
        tips.record(write, tip.id, "came_back", "reporter", at, channel=row.channel)
        values: dict[str, Any] = {"wrong_codes": 0, "codes_after": None}
        if is_new and tip.language in LANGUAGES:
            values["language"] = tip.language
        if row.tip is not None and row.tip != tip.id and not row.told:
            self._let_go(write, row, at)
        if is_open(tip):
            values |= Handing(write, self._wording, row, at).bind(tip.id, BY_CODE)
            # A turn that is at work knows the conversation as it was before.
            values |= {"fence": row.fence + 1, "lease_until": None, "lease_owner": None}
        conversations.change(write, row.id, **values)

    def _let_go(self, write: Write, row: Row[Any], at: datetime) -> None:
        """What was being told in this conversation counts as told: nobody goes on with it here."""
        tip = tips.find(write, row.tip)
        if tip is None:
            return
        body = tips.body_of(write, tip)
        body.told_at = iso(at)
        tips.save(write, tip.id, body, told=True)
        tips.record(write, tip.id, "fell_silent", "tipline", at)
        tips.announce(write, "tip.updated", tip.id, at)

    def answer(self, write: Write, row: Row[Any], code: Checked, seq: int, at: datetime) -> int:
        """Say what there is to say from `seq` + 1 on. Returns the last seq."""
        handing = Handing(write, self._wording, row, at)
        if code.verdict is not Verdict.OPENS or code.tip is None:
            name = "utter_code_later" if code.verdict is Verdict.LATER else "utter_code_wrong"
            return self._say(write, row, seq, handing.words(name), at, name)
        tip = tips.get(write, code.tip)
        status = status_words(write, self._wording, tip, row.language, row.channel)
        words = handing.words("utter_welcome_back").then(status)
        more = handing.words("utter_add_more" if is_open(tip) else "utter_add_new")
        unheard = replies.unheard(write, tip.id, row.id)
        written = [one for one in unheard if one.kind == replies.REPLY]
        message = conversations.say(
            write, row, seq + 1, words if written else words.then(more), at, response="utter_welcome_back"
        )
        for outcome in unheard:
            if outcome.kind == replies.OUTCOME:  # which the status has just said
                replies.handed(write, outcome.id, message)
        if not written:
            return seq + 1
        for reply in written:
            seq += 1
            handing.say(reply, seq + 1)
        if is_open(tip):
            conversations.change(write, row.id, asked=BY_OFFICER)
        return self._say(write, row, seq + 1, more, at, "utter_add_more")

    def _say(self, write: Write, row: Row[Any], seq: int, words: Words, at: datetime, name: str) -> int:
        conversations.say(write, row, seq + 1, words, at, response=name)
        return seq + 1
