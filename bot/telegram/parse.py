"""From Telegram's update (Bot API JSON) to the inbound shape.

The JSON is read as it came and not through python-telegram-bot's classes: those refuse an update, and with it the
whole batch it came in, when any part of it is new to them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.intake import Channel, Inbound, InboundKind
from bot.jsonshape import identifier, instant, integer, language, mapping, string
from bot.telegram.content import location_of, media_of, venue_of

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")

_START = re.compile(r"/start(?:@\w+)?(?:[ ]+(?P<notice>[A-Za-z0-9_-]{1,64}))?\s*", re.ASCII | re.IGNORECASE)

# What a command asks for, in the words of the buttons. Only a bare command: words behind one are somebody's words.
_COMMANDS = {
    "hjalp": "/help",
    "help": "/help",
    "status": "/ask_status",
    "radera": "/delete",
    "delete": "/delete",
    "sprak": "/language",
    "language": "/language",
}
_COMMAND = re.compile(r"/(?P<name>[a-z]+)(?:@\w+)?\s*", re.ASCII | re.IGNORECASE)

_GROUPS = frozenset({"group", "supergroup", "channel"})
_MEMBER = frozenset({"member", "administrator", "restricted"})

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
    we did not ask for. `callback_id` is to be answered, or the pressed button goes on spinning. `group` is
    the id of a chat of many that the bot is to leave; nothing else was read of it."""

    id: int
    inbound: Inbound | None = None
    callback_id: str | None = None
    group: str | None = None


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
        return Update(update_id, _said(message, update_id, received_at), group=_group(message))
    if message := mapping(update.get("edited_message")):
        return Update(update_id, _edited(message, update_id, received_at), group=_group(message))
    if member := mapping(update.get("my_chat_member")):
        added = string(mapping(member.get("new_chat_member")).get("status")) in _MEMBER
        return Update(update_id, group=_group(member) if added else None)
    return Update(update_id)


def _said(message: Mapping[str, object], update_id: int, received_at: datetime) -> Inbound | None:
    base = _base(message, update_id, received_at)
    if base is None:
        return None
    text = string(message.get("text")) or string(message.get("caption"))
    if location := location_of(message):
        return replace(base, kind=InboundKind.LOCATION, location=location, text=text or venue_of(message))
    if media := media_of(message):
        album = string(message.get("media_group_id"))
        whole = f"{base.sender}:{album}" if album else None
        return replace(base, kind=InboundKind.MEDIA, media=media, text=text, album=whole)
    if text is None:
        return None if not _SERVICE.isdisjoint(message) else base
    if start := _START.fullmatch(text):
        return replace(base, kind=InboundKind.START, notice=start["notice"])
    if (command := _COMMAND.fullmatch(text)) and (payload := _COMMANDS.get(command["name"].lower())):
        return replace(base, kind=InboundKind.PAYLOAD, payload=payload)
    return replace(base, kind=InboundKind.TEXT, text=text)


def _edited(message: Mapping[str, object], update_id: int, received_at: datetime) -> Inbound | None:
    """New words of an old message, or the next point of a live place. A file whose words were taken away
    may be another file: it is taken as sent anew."""
    base = _base(message, update_id, received_at)
    text = string(message.get("text")) or string(message.get("caption"))
    if base is None or location_of(message) is not None or text is None:
        told = _said(message, update_id, received_at) if base is not None else None
        return told if told is not None and told.kind is not InboundKind.UNSUPPORTED else None
    return replace(base, kind=InboundKind.EDIT, text=text, media=media_of(message))


def _base(message: Mapping[str, object], update_id: int, received_at: datetime) -> Inbound | None:
    """What all messages of a private chat have in common; as it stands, it is of no kind that we know."""
    chat = _private_chat(message)
    if chat is None:
        return None
    return Inbound(
        channel=Channel.TELEGRAM,
        external_id=_external_id(chat, message, update_id),
        sender=chat,
        kind=InboundKind.UNSUPPORTED,
        sent_at=instant(message.get("edit_date")) or instant(message.get("date")) or received_at,
        language=language(mapping(message.get("from")).get("language_code")),
        place=f"{chat}:{identifier(message.get('message_id')) or '0'}",
    )


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


def _group(message: Mapping[str, object]) -> str | None:
    chat = mapping(message.get("chat"))
    # A chat's type may be of any shape; what cannot be looked up is no group either.
    return identifier(chat.get("id")) if string(chat.get("type")) in _GROUPS else None


def _external_id(chat: str, message: Mapping[str, object], update_id: int) -> str:
    # The update id alone may come again, since Telegram draws a new start after a silent week; an edit
    # keeps the message id and has an update id of its own.
    return f"{chat}:{identifier(message.get('message_id')) or '0'}:{update_id}"
