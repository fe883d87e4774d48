"""From Telegram's update (Bot API JSON) to the inbound shape.

The JSON is read as it came and not through python-telegram-bot's classes: those refuse an update, and with it the
whole batch it came in, when any part of it is new to them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.intake import Channel, Inbound, InboundKind
from bot.jsonshape import identifier, instant, integer, language, mapping, string

ALLOWED_UPDATES = ("message", "edited_message", "callback_query")

_START = re.compile(r"/start(?:@\w+)?(?:[ ]+(?P<notice>[A-Za-z0-9_-]{1,64}))?\s*", re.ASCII | re.IGNORECASE)

# What Telegram itself writes into a private chat: nobody said anything.
_SERVICE = frozenset(
    {
        "boost_added",
        "chat_background_set",
        "connected_website",
        "forum_topic_closed",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_reopened",
        "message_auto_delete_timer_changed",
        "pinned_message",
        "write_access_allowed",
    }
)


@dataclass(frozen=True, slots=True)
class Update:
    """One update. `inbound` is None when there is nothing to store: a group, a service message, a kind
    we did not ask for. `callback_id` is to be answered, or the pressed button goes on spinning."""

    id: int
    inbound: Inbound | None = None
    callback_id: str | None = None


def parse_update(data: object, received_at: datetime) -> Update | None:
    """None for what is no update at all. Never raises; `received_at` stands in for a time that
    Telegram does not give."""
    update = mapping(data)
    update_id = integer(update.get("update_id"))
    if update_id is None:
        return None
    if callback := mapping(update.get("callback_query")):
        return Update(update_id, _pressed(callback, update_id, received_at), string(callback.get("id")))
    if message := mapping(update.get("message")):
        return Update(update_id, _said(message, update_id, received_at))
    if message := mapping(update.get("edited_message")):
        return Update(update_id, _edited(message, update_id, received_at))
    return Update(update_id)


def _said(message: Mapping[str, object], update_id: int, received_at: datetime) -> Inbound | None:
    chat = _private_chat(message)
    if chat is None:
        return None
    text = string(message.get("text")) or string(message.get("caption"))
    if text is None and not _SERVICE.isdisjoint(message):
        return None
    kind, notice = InboundKind.TEXT, None
    if text is None:
        kind = InboundKind.UNSUPPORTED
    elif start := _START.fullmatch(text):
        kind, text, notice = InboundKind.START, None, start["notice"]
    return Inbound(
        channel=Channel.TELEGRAM,
        external_id=_external_id(chat, message, update_id),
        sender=chat,
        kind=kind,
        sent_at=instant(message.get("edit_date")) or instant(message.get("date")) or received_at,
        text=text,
        language=language(mapping(message.get("from")).get("language_code")),
        notice=notice,
    )


def _edited(message: Mapping[str, object], update_id: int, received_at: datetime) -> Inbound | None:
    # A shared live position is edited every few seconds, without a word.
    if not (message.get("text") or message.get("caption")):
        return None
    return _said(message, update_id, received_at)


def _pressed(callback: Mapping[str, object], update_id: int, received_at: datetime) -> Inbound | None:
    message = mapping(callback.get("message"))
    chat = _private_chat(message)
    payload = string(callback.get("data"))
    if chat is None or payload is None:
        return None
    return Inbound(
        channel=Channel.TELEGRAM,
        external_id=_external_id(chat, message, update_id),
        sender=chat,
        kind=InboundKind.PAYLOAD,
        sent_at=received_at,
        payload=payload,
        language=language(mapping(callback.get("from")).get("language_code")),
    )


def _private_chat(message: Mapping[str, object]) -> str | None:
    chat = mapping(message.get("chat"))
    return identifier(chat.get("id")) if chat.get("type") == "private" else None


def _external_id(chat: str, message: Mapping[str, object], update_id: int) -> str:
    # The update id alone may come again, since Telegram draws a new start after a silent week; an edit
    # keeps the message id and has an update id of its own.
    return f"{chat}:{identifier(message.get('message_id')) or '0'}:{update_id}"
