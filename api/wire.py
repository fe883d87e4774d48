"""What all requests share: strict models, and text that every part of the system can hold."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Path
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d")
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


def spelled(at: Any) -> Any:
    """A date and a time of day: pydantic by itself also takes a bare number for one."""
    if not isinstance(at, datetime) and not (isinstance(at, str) and DATE_TIME.match(at)):
        raise ValueError("not_a_date_time")
    return at


def numeric(value: Any) -> Any:
    """A JSON number: pydantic by itself also takes "5" and true for one."""
    if isinstance(value, (str, bool)):
        raise ValueError("not_a_number")
    return value


Numeric = BeforeValidator(numeric)
Instant = Annotated[AwareDatetime, BeforeValidator(spelled)]
Moment = Annotated[Instant, AfterValidator(usual)]
Text = Annotated[str, AfterValidator(storable), Field(json_schema_extra={"pattern": r"^[^\u0000]*$"})]
Short = Annotated[Text, StringConstraints(min_length=1, max_length=64)]


# An id in an address; what cannot be one is answered like one that is not there.
Id = Annotated[Text, Path(max_length=64)]


class Strict(BaseModel):
    """Refuses names it does not know: a typo must not be taken for "not given"."""

    model_config = ConfigDict(extra="forbid")
