"""Follow-up on the wire: what officers write to reporters, and what they let them know."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field, StrictBool

from api.tips.models import Outcome
from api.wire import Strict, Text


class NewReply(Strict):
    """Sent to the reporter as it stands; at least one sign that can be seen."""

    text: Annotated[Text, Field(min_length=1, max_length=1_500, pattern=r"\S")]


class NoticeOutcome(Strict):
    outcome: Outcome
    dry_run: StrictBool = False


class Told(BaseModel):
    """How many reporters hear of an outcome: `handed` at once, `waiting` when they come back with their code."""

    outcome: Outcome
    dry_run: bool
    reporters: int
    handed: int
    waiting: int
