"""What was set aside, as the desk sees it: never its text."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field


class SetAside(BaseModel):
    """One conversation with messages that nobody has reviewed."""

    conversation: str
    channel: str
    count: int
    alarming: int = Field(description="How many of them the guard took for a danger, at once or to be asked about")
    first_hour: datetime
    last_hour: datetime
    tip: str | None = Field(description="The conversation's own tip, where it has one")


class SetAsideList(BaseModel):
    items: list[SetAside]


class Dismissal(BaseModel):
    conversation: str
    count: int = Field(description="How many messages it was about; they stay stored")
