"""Pages as the API takes and shows them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field

from api.pages.topics import Topic
from api.wire import Strict, Text
from api.wording_rules import MAX_PAGE_UNITS


class Language(StrEnum):
    SWEDISH = "sv"
    ENGLISH = "en"


class NewPage(Strict):
    text: Annotated[Text, Field(min_length=1, max_length=MAX_PAGE_UNITS)]


class ShownPage(BaseModel):
    topic: Topic
    language: Language
    text: str = Field(description="What is said now")
    shipped: str = Field(description="What is said when no editor has written anything")
    replaced: bool
    said: dict[str, str] = Field(description="The whole answer by channel, with what the app puts below it")
    editor: str | None
    updated_at: str | None
    version: int = Field(description="0 for the shipped words")


class PageList(BaseModel):
    items: list[ShownPage]
