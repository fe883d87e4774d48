"""`POST /v1/interpret`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from api.interpret.service import InterpretService
from api.problems import BODY, refusals
from api.tokens.auth import INTERPRETERS, Auth
from api.tokens.service import Principal
from api.wire import Moment, Strict, Text

LONGEST = 10_000


class Asked(Strict):
    text: Annotated[Text, Field(max_length=LONGEST)]
    sent_at: Moment | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] | None = None


class Emergency(BaseModel):
    level: Literal["call_112", "ask", "none"]
    kind: str | None
    score: float
    words: list[str]


class FieldFound(BaseModel):
    value: Any
    text: str
    start: int
    end: int
    source: str
    confidence: float


class MatterFound(BaseModel):
    """A sentence that is a matter of its own, where a message holds several."""

    intent: str
    act: str
    topic: str | None
    category: str | None
    confidence: float
    start: int
    end: int


class Interpretation(BaseModel):
    language: str
    act: str | None
    topic: str | None
    intent: str | None
    confidence: float | None
    category: str | None
    emergency: Emergency
    fields: dict[str, FieldFound]
    mentions: list[dict[str, Any]]
    matters: list[MatterFound]
    engine: Literal["rasa", "guard_only"]


def router(service: InterpretService, auth: Auth) -> APIRouter:
    routes = APIRouter(prefix="/v1/interpret", tags=["understanding"])
    allowed = auth.allow(*INTERPRETERS)

    @routes.post("", responses=refusals(*BODY, 401, 403))
    async def interpret(asked: Asked, _: Principal = Depends(allowed)) -> Interpretation:
        """What a text means. Stores nothing."""
        return Interpretation(**await service.interpret(asked.text, asked.sent_at, asked.language))

    return routes
