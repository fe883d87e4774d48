"""Tips on the wire: what clients send, and the shape of what they get."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints

from api.tips.models import Category, Outcome, Status, Urgency
from api.wire import Instant, Moment, Short, Strict, Text

FieldName = Literal[
    "place", "area", "latitude", "longitude", "time_start", "time_end", "direction", "plate", "vehicle_kind",
    "vehicle_make", "vehicle_model", "vin", "colour", "dog_breed", "dog_status", "dog_chip", "dog_collar",
    "person_gender", "person_age", "person_height_cm", "person_build", "person_hair", "person_marks",
    "person_clothing", "item_kind", "item_brand", "item_serial", "imei", "phone", "email", "notice_ref", "basis",
]  # fmt: skip
Word = Annotated[Text, StringConstraints(max_length=500)]
# Whole numbers up to what every client's JSON holds exactly; strict, or "007" would become 7.
Number = (
    Annotated[int, Field(ge=-(2**53), le=2**53, strict=True)]
    | Annotated[float, Field(allow_inf_nan=False, strict=True)]
)
Scalar = Word | Number | StrictBool
Value = Scalar | Annotated[list[Scalar], Field(max_length=50)]


class GivenValue(Strict):
    value: Value


Given = dict[FieldName, GivenValue]
Corrected = dict[FieldName, GivenValue | None]


class NewTip(Strict):
    """A tip from another system, or one that came by phone or letter."""

    narrative: Annotated[Text, Field(min_length=1, max_length=20_000)]
    category: Category | None = None
    fields: Given = Field(default_factory=dict)
    occurred_at: Moment | None = None
    notice: Short | None = None
    contact: Annotated[Text, Field(max_length=500)] | None = None


class TipPatch(Strict):
    """Only what is named changes; null clears."""

    category: Category | None = None
    urgency: Urgency = Urgency.NORMAL
    area: Short | None = None
    unit: Short | None = None
    notice: Short | None = None
    case_number: Annotated[Text, StringConstraints(min_length=1, max_length=32)] | None = None
    assignee: Short | None = None
    fields: Corrected = Field(default_factory=dict)


class NewNote(Strict):
    text: Annotated[Text, Field(min_length=1, max_length=10_000)]


class NewOutcome(Strict):
    outcome: Outcome
    tell_reporter: StrictBool = False


class Filter(Strict):
    """What a list of tips is narrowed to; all of it must hold."""

    status: list[Status] | None = None
    category: list[Category] | None = None
    urgency: list[Urgency] | None = None
    area: Short | None = None
    unit: Short | None = None
    notice: Short | None = None
    cluster: Short | None = None
    channel: Short | None = None
    assignee: Short | None = None
    since: Instant | None = None
    until: Instant | None = None
    q: Annotated[Text, StringConstraints(max_length=200)] | None = None
    near: Annotated[str, StringConstraints(pattern=r"^-?\d{1,2}(\.\d+)?,-?\d{1,3}(\.\d+)?,\d{1,6}$")] | None = None


class FoundField(BaseModel):
    model_config = ConfigDict(extra="allow")
    value: Any
    text: str | None = None
    start: int | None = None
    end: int | None = None
    source: str
    confidence: float = 1.0
    message: str | None = None


class ShownMessage(BaseModel):
    id: str
    seq: int
    from_: str = Field(serialization_alias="from", validation_alias="from")
    text: str
    at: str
    emergency: str | None
    location: dict[str, Any] | None = None
    earlier: list[str] = Field(default_factory=list)  # what it said before its reporter changed it


class ShownFile(BaseModel):
    """A file. `content_type` is by its content; `name` what its sender called it. Its own data are not shown."""

    id: str
    kind: Literal["picture", "film", "sound", "document"]
    state: Literal["waiting", "kept", "too_large", "lost"]
    size: int | None
    content_type: str | None
    name: str | None
    sha256: str | None
    has_copy: bool
    message: str
    at: str


class ShownReply(BaseModel):
    """What an officer wrote to the reporter. `waiting`: under the receipt code; `handed`: in a conversation."""

    id: str
    kind: Literal["reply", "outcome"]
    author: str
    at: str
    state: Literal["waiting", "handed"]
    text: str


class ShownReporter(BaseModel):
    handle: str | None
    reachable: bool
    consents_to_contact: bool


class ShownEmergency(BaseModel):
    level: str
    kind: str | None


class ShownTip(BaseModel):
    """A tip as the desk and integrators see it. In lists, `messages` and `timeline` are left out."""

    id: str
    reference: str
    status: Status
    category: Category | None
    urgency: Urgency
    urgency_reason: str
    emergency: ShownEmergency
    area: str | None
    unit: str | None
    notice: str | None
    cluster: str | None
    case_number: str | None
    assignee: str | None
    language: str
    narrative: str
    summary: str
    fields: dict[str, FoundField]
    mentions: list[dict[str, Any]]
    complete: bool
    missing: list[str]
    messages: list[ShownMessage] | None = None
    attachments: list[ShownFile]
    timeline: list[dict[str, Any]] | None = None
    notes: list[dict[str, Any]] | None = None
    replies: list[ShownReply] | None = None
    outcome: Outcome | None
    channel: str
    reporter: ShownReporter
    stuck: bool
    told: bool
    wants_human: bool
    created_at: datetime
    updated_at: datetime
    version: int


class TipList(BaseModel):
    items: list[ShownTip]
