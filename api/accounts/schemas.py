"""Official accounts as the API takes and shows them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from api.wire import Strict, Text


class Platform(StrEnum):
    """Where an account is."""

    WEB = "web"
    WEBCHAT = "webchat"
    TELEGRAM = "telegram"
    MESSENGER = "messenger"
    FACEBOOK = "facebook"
    INSTAGRAM = "instagram"
    X = "x"
    YOUTUBE = "youtube"
    TIKTOK = "tiktok"
    LINKEDIN = "linkedin"
    OTHER = "other"


# Letters of other scripts look like ours: an address is plain.
Address = Annotated[
    str, StringConstraints(max_length=200, pattern=r"^https://[a-z0-9-]+(\.[a-z0-9-]+)+(/[A-Za-z0-9._~@%/+-]*)?$")
]
Name = Annotated[Text, StringConstraints(min_length=1, max_length=120)]
Area = Annotated[Text, StringConstraints(min_length=1, max_length=64)]


class NewAccount(Strict):
    channel: Platform
    name: Name
    address: Address
    area: Area | None = None


class ShownAccount(BaseModel):
    id: str | None = Field(description="null for the service's own, which stand in its settings")
    channel: Platform
    name: str
    address: str
    area: str | None
    editor: str | None
    at: str | None


class AccountList(BaseModel):
    items: list[ShownAccount]
