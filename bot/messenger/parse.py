"""From Meta's webhook body to the inbound shape."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from bot.intake import Channel, Inbound, InboundKind
from bot.jsonshape import identifier, instant, mapping, sequence, string
from bot.messenger.content import location_of, media_of
from bot.webhooks import BodyMalformedError


class Parser:
    """`get_started` is the payload of the page's start button."""

    def __init__(self, get_started: str) -> None:
        self._get_started = get_started

    def parse(self, body: Mapping[str, object], received_at: datetime) -> list[Inbound]:
        """Every message of every entry, in the order given. Echoes, receipts and what is not from a
        person are left out. Raises `BodyMalformedError` only when there is no list of entries."""
        if not isinstance(body.get("entry"), list):
            raise BodyMalformedError
        found = (_Event(page, event, received_at) for page, event in _events(body))
        return [inbound for event in found if (inbound := self._inbound(event)) is not None]

    def _inbound(self, event: _Event) -> Inbound | None:
        if not event.sender or not event.page:
            return None
        if message := mapping(event.data.get("message")):
            return None if message.get("is_echo") else _message(event, message)
        if edit := mapping(event.data.get("message_edit")):
            return _edit(event, edit)
        if postback := mapping(event.data.get("postback")):
            return self._postback(event, postback)
        if referral := mapping(event.data.get("referral")):
            reference = string(referral.get("ref"))
            return event.inbound(event.without_mid("referral", reference), InboundKind.START, notice=reference)
        return None

    def _postback(self, event: _Event, postback: Mapping[str, object]) -> Inbound | None:
        payload = string(postback.get("payload"))
        notice = string(mapping(postback.get("referral")).get("ref"))
        external_id = string(postback.get("mid")) or event.without_mid("postback", payload)
        if payload == self._get_started or (payload is None and notice):
            return event.inbound(external_id, InboundKind.START, notice=notice)
        if payload is None:
            return None
        return event.inbound(external_id, InboundKind.PAYLOAD, payload=payload, notice=notice)


class _Event:
    """One item of `messaging` with what every kind of it has."""

    def __init__(self, page: str | None, data: Mapping[str, object], received_at: datetime) -> None:
        self.data = data
        self.page = page or identifier(mapping(data.get("recipient")).get("id"))
        self.sender = identifier(mapping(data.get("sender")).get("id"))
        self._sent_at = instant(data.get("timestamp"), per_second=1000) or received_at

    def inbound(
        self,
        external_id: str,
        kind: InboundKind,
        *,
        text: str | None = None,
        payload: str | None = None,
        notice: str | None = None,
        mid: str | None = None,
    ) -> Inbound:
        return Inbound(
            channel=Channel.MESSENGER,
            external_id=f"{self.page}:{external_id}",
            sender=self.sender or "",
            kind=kind,
            sent_at=self._sent_at,
            text=text,
            payload=payload,
            notice=notice,
            place=f"{self.page}:{mid}" if mid else None,
        )

    def without_mid(self, kind: str, value: str | None) -> str:
        """An id for what Meta gives none: the same for every repeat of the event."""
        digest = hashlib.sha256((value or "").encode("utf-8")).hexdigest()[:16]
        return f"{kind}:{identifier(self.data.get('timestamp')) or '0'}:{self.sender}:{digest}"


def _events(body: Mapping[str, object]) -> Iterator[tuple[str | None, Mapping[str, object]]]:
    for entry in map(mapping, sequence(body.get("entry"))):
        for event in map(mapping, sequence(entry.get("messaging"))):
            yield identifier(entry.get("id")), event


def _message(event: _Event, message: Mapping[str, object]) -> Inbound:
    text = string(message.get("text"))
    payload = string(mapping(message.get("quick_reply")).get("payload"))
    notice = string(mapping(message.get("referral")).get("ref"))
    mid = string(message.get("mid"))
    external_id = mid or event.without_mid("message", payload or text)
    if payload is not None:
        return event.inbound(external_id, InboundKind.PAYLOAD, payload=payload, notice=notice)
    said = event.inbound(external_id, InboundKind.TEXT, text=text, notice=notice, mid=mid)
    if media := media_of(message):
        return replace(said, kind=InboundKind.MEDIA, media=media, location=location_of(message))
    if location := location_of(message):
        return replace(said, kind=InboundKind.LOCATION, location=location)
    return said if text is not None else replace(said, kind=InboundKind.UNSUPPORTED)


def _edit(event: _Event, edit: Mapping[str, object]) -> Inbound | None:
    text, mid = string(edit.get("text")), string(edit.get("mid"))
    if text is None:
        return None
    number = identifier(edit.get("num_edit")) or event.without_mid("edit", text)
    # Without the message that it changes, the words are still words.
    kind = InboundKind.EDIT if mid else InboundKind.TEXT
    return event.inbound(f"{mid or ''}:edit:{number}", kind, text=text, mid=mid)
