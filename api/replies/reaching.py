"""Where a reporter can be reached: the conversations bound to a tip, and which of them can be used now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select

from api.conversations.models import Conversation
from api.receipts import repository as receipts
from api.store.base import EPOCH, table_of
from api.store.store import Read
from bot.intake import Channel

conversations = table_of(Conversation)

# So long after the reporter's last message Messenger lets a human answer.
HUMAN_WINDOW = timedelta(days=7)


def bound(read: Read, tips: Mapping[str, str | None]) -> dict[str, list[Row[Any]]]:
    """The conversations of each tip, given with its own one: that, and who came back by code; heard last first."""
    of: dict[str, set[str]] = {tip: {own} if own else set() for tip, own in tips.items()}
    for one in receipts.visitors(read, list(tips)):
        of[one.tip].add(one.conversation)
    wanted = {conversation for each in of.values() for conversation in each}
    rows = read.connection.execute(select(conversations).where(conversations.c.id.in_(wanted))) if wanted else ()
    latest = sorted(rows, key=lambda row: row.last_heard_at or EPOCH, reverse=True)
    return {tip: [row for row in latest if row.id in ids] for tip, ids in of.items()}


def usable(conversation: Row[Any], at: datetime) -> bool:
    """Would a message in it reach anybody?"""
    if conversation.unreachable_at is not None:
        return False
    match conversation.channel:
        case Channel.WEBCHAT:
            return bool(conversation.expires_at is None or conversation.expires_at > at)
        case Channel.MESSENGER:
            return bool(conversation.last_heard_at and conversation.last_heard_at > at - HUMAN_WINDOW)
        case _:
            return True


def reachable(read: Read, tips: Mapping[str, str | None], at: datetime) -> set[str]:
    """Those of the tips whose reporter can be written to now."""
    return {tip for tip, rows in bound(read, tips).items() if any(usable(row, at) for row in rows)}
