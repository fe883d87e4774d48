"""What all requests share: strict models, and text that every part of the system can hold."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Path
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, StringConstraints

EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def storable(text: str) -> str:
    """Neither NUL, which PostgreSQL refuses, nor half of a surrogate pair, which UTF-8 cannot say."""
    if "\0" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise ValueError("control_characters")
    return text


def usual(at: datetime) -> datetime:
    """Not at an end of the calendar, where a change of time zone leaves it."""
    if not EARLIEST <= at <= LATEST:
        raise ValueError("year_out_of_range")
    return at


Moment = Annotated[AwareDatetime, AfterValidator(usual)]
Text = Annotated[str, AfterValidator(storable)]
Short = Annotated[str, StringConstraints(min_length=1, max_length=64), AfterValidator(storable)]


# An id in an address; what cannot be one is answered like one that is not there.
Id = Annotated[str, Path(max_length=64), AfterValidator(storable)]


class Strict(BaseModel):
    """Refuses names it does not know: a typo must not be taken for "not given"."""

    model_config = ConfigDict(extra="forbid")
