"""Deliveries on the wire: never their words, never whose account."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field


class ShownDelivery(BaseModel):
    """A message that could not be handed to a channel. `from`: whose words it has."""

    id: str
    channel: str
    state: Literal["due", "dead"]
    failure: str | None
    attempts: int
    from_: Literal["bot", "officer"] = Field(serialization_alias="from", validation_alias="from")
    tip: str | None
    reference: str | None
    at: datetime


class DeliveryList(BaseModel):
    items: list[ShownDelivery]
