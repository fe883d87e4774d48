"""The web chat's requests and answers, as the contract names them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bot.intake import Shown

TEXT_LIMIT = 5000
"""Code points of one message."""

_PRINTABLE = r"^[^\x00-\x1f\x7f]+$"


def without_nul(text: str) -> str:
    """A tip is never refused for a NUL, which databases cannot hold: it becomes the replacement character."""
    return text.replace("\x00", "\ufffd")


class SessionRequest(BaseModel):
    language: str | None = Field(None, max_length=35, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$")
    """A BCP 47 tag; only its first part is used."""
    notice: str | None = Field(None, max_length=100, pattern=_PRINTABLE)
    upload: str | None = Field(None, max_length=100, pattern=r"^[A-Za-z0-9_-]+$")
    """The secret of an upload link."""


class SessionOpened(BaseModel):
    token: str
    expires_at: datetime


class MessageRequest(BaseModel):
    """`text` or `payload` must be there."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                {"required": ["text"], "properties": {"text": {"type": "string", "pattern": r"\S"}}},
                {"required": ["payload"], "properties": {"payload": {"type": "string"}}},
            ]
        }
    )

    text: Annotated[str, Field(max_length=TEXT_LIMIT), AfterValidator(without_nul)] | None = None
    payload: str | None = Field(None, min_length=1, max_length=500, pattern=_PRINTABLE)
    client_message_id: str = Field(min_length=1, max_length=200, pattern=_PRINTABLE)


class MessageAccepted(BaseModel):
    seq: int


class Sender(StrEnum):
    BOT = "bot"
    REPORTER = "reporter"
    OFFICER = "officer"


class ShownButton(BaseModel):
    title: str
    payload: str


class ShownMessage(BaseModel):
    seq: int
    sender: Sender = Field(serialization_alias="from")
    text: str
    buttons: list[ShownButton]
    at: datetime


class History(BaseModel):
    items: list[ShownMessage]


class Problem(BaseModel):
    """RFC 9457 problem details."""

    type: str
    title: str
    status: int
    detail: str


def shown(message: Shown) -> ShownMessage:
    return ShownMessage(
        seq=message.seq,
        sender=Sender(message.sender),
        text=message.text,
        buttons=[ShownButton(title=button.title, payload=button.payload) for button in message.buttons],
        at=message.at,
    )
