"""What all requests share: strict models, and text that every part of the system can hold."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints


def storable(text: str) -> str:
    """Neither NUL, which PostgreSQL refuses, nor half of a surrogate pair, which UTF-8 cannot say."""
    if "\0" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise ValueError("control_characters")
    return text


Text = Annotated[str, AfterValidator(storable)]
Short = Annotated[str, StringConstraints(min_length=1, max_length=64), AfterValidator(storable)]


class Strict(BaseModel):
    """Refuses names it does not know: a typo must not be taken for "not given"."""

    model_config = ConfigDict(extra="forbid")
