"""What happens when a reporter wants what was told to be deleted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, exists, or_, select

from api.attachments import repository as attachments
from api.conversations.models import Message
from api.receipts import repository as receipts
from api.store.base import table_of
from api.store.store import Write
from api.tips import repository as tips
from api.tips.models import Status, Tip, TipMessage

messages = table_of(Message)
tips_table = table_of(Tip)
links = table_of(TipMessage)


def delete_told(write: Write, conversation: Row[Any], until: int, at: datetime) -> bool:
    """Delete what nobody has received yet; of the rest, tell the desk that the reporter wants it deleted.

    A tip that was sent, or taken, or that tells of danger is an official document (and a person in danger may be
    made to ask this): a human decides. Its messages stay; the keys of all others up to the seq `until` are destroyed (what
    was said after the wish is another thing), and receipt codes can be read no more. True when all is gone.
    """
    kept = 0
    for tip in tips_told_in(write, conversation.id):
        if tip.conversation != conversation.id or is_received(conversation, tip):
            kept += 1
            tips.record(write, tip.id, "deletion_requested", "reporter", at)
            tips.announce(write, "tip.updated", tip.id, at)
        else:
            tips.announce(write, "tip.withdrawn", tip.id, at)
            tips.remove(write, tip.id)
    receipts.hide(write, receipts.shown_in(write, conversation.id))
    of_no_tip = select(messages.c.id).where(
        messages.c.conversation == conversation.id,
        messages.c.seq <= until,
        ~exists().where(links.c.message == messages.c.id),
    )
    attachments.destroy_with_messages(write, list(write.connection.execute(of_no_tip).scalars()))
    return kept == 0


def tips_told_in(write: Write, conversation: str) -> list[Row[Any]]:
    """The tips begun in this conversation, and those of others to which something was added here."""
    added = select(links.c.tip).join(messages, messages.c.id == links.c.message)
    mine = or_(
        tips_table.c.conversation == conversation,
        tips_table.c.id.in_(added.where(messages.c.conversation == conversation)),
    )
    return list(write.connection.execute(select(tips_table).where(mine).order_by(tips_table.c.number)))


def is_received(conversation: Row[Any], tip: Row[Any]) -> bool:
    untouched = tip.status == Status.OPEN and tip.lease is None and tip.version == 1 and tip.handed_out == 0
    return tip.told or tip.level != "none" or tip.id != conversation.tip or not untouched
