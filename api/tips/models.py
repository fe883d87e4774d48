"""Tips: what stands in the clear is coarse; values, narrative and exact times are sealed."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from api.store.base import Base, Instant, Number


class Status(StrEnum):
    OPEN = "open"
    CLAIMED = "claimed"
    CLOSED = "closed"
    MERGED = "merged"


class Category(StrEnum):
    WANTED_PERSON = "wanted_person"
    MISSING_PERSON = "missing_person"
    DOG = "dog"
    STOLEN_VEHICLE = "stolen_vehicle"
    STOLEN_ITEM = "stolen_item"
    BURGLARY = "burglary"
    FRAUD = "fraud"
    EVENT = "event"
    OTHER_CRIME = "other_crime"


class Urgency(StrEnum):
    NOW = "now"
    URGENT = "urgent"
    NORMAL = "normal"
    LOW = "low"


class Outcome(StrEnum):
    USED = "used"
    NOT_USED = "not_used"
    LED_TO_ARREST = "led_to_arrest"
    PROPERTY_FOUND = "property_found"
    ANIMAL_FOUND = "animal_found"
    PERSON_FOUND = "person_found"
    FALSE = "false"
    DUPLICATE = "duplicate"


class Tip(Base):
    """What one reporter tells about one matter."""

    __tablename__ = "tips"
    __table_args__ = (
        CheckConstraint("status IN ('open', 'claimed', 'closed', 'merged')", name="status"),
        CheckConstraint("urgency IN ('now', 'urgent', 'normal', 'low')", name="urgency"),
        CheckConstraint("status <> 'claimed' OR assignee IS NOT NULL", name="claimed_by_somebody"),
        CheckConstraint("version >= 1", name="version"),
        Index("ix_tips_queue", "status", "rank", "number"),
        Index("ix_tips_lease", "lease"),
    )

    number: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(24), unique=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    conversation: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    reporter: Mapped[str | None] = mapped_column(String(24))
    channel: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(8))
    status: Mapped[str] = mapped_column(String(8))
    category: Mapped[str | None] = mapped_column(String(16), index=True)
    urgency: Mapped[str] = mapped_column(String(8))
    rank: Mapped[int]  # urgency as a number, for the queue's order: danger first, then age
    level: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str | None] = mapped_column(String(24))
    area: Mapped[str | None] = mapped_column(String(64), index=True)
    unit: Mapped[str | None] = mapped_column(String(64))
    notice: Mapped[str | None] = mapped_column(String(64))
    cluster: Mapped[str | None] = mapped_column(String(24))
    case_number: Mapped[str | None] = mapped_column(String(32))
    assignee: Mapped[str | None] = mapped_column(String(80))
    outcome: Mapped[str | None] = mapped_column(String(16))
    complete: Mapped[bool] = mapped_column(default=False)
    told: Mapped[bool] = mapped_column(default=False)
    hour: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    # Handing out.
    lease: Mapped[str | None] = mapped_column(String(24))
    lease_until: Mapped[datetime | None] = mapped_column(Instant)
    handed_out: Mapped[int] = mapped_column(default=0)


class TipMessage(Base):
    """Which messages a tip consists of; a message may belong to several tips."""

    __tablename__ = "tip_messages"

    tip: Mapped[str] = mapped_column(ForeignKey("tips.id"), primary_key=True)
    message: Mapped[str] = mapped_column(ForeignKey("messages.id"), primary_key=True, index=True)


class TimelineEntry(Base):
    """What was done with a tip, by whom; append-only. `sealed` has the instant and the details."""

    __tablename__ = "timeline"

    number: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=True)
    tip: Mapped[str] = mapped_column(ForeignKey("tips.id"), index=True)
    action: Mapped[str] = mapped_column(String(24))
    actor: Mapped[str] = mapped_column(String(80))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Note(Base):
    """Internal; another table and another code path than what goes to a reporter."""

    __tablename__ = "notes"

    number: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=True)
    tip: Mapped[str] = mapped_column(ForeignKey("tips.id"), index=True)
    author: Mapped[str] = mapped_column(String(80))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class WordIndex(Base):
    """Keyed hashes of the stems in a tip. Left out of backups, rebuilt by a restore."""

    __tablename__ = "index_words"

    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    tip: Mapped[str] = mapped_column(ForeignKey("tips.id"), primary_key=True, index=True)


class ValueIndex(Base):
    """Keyed hashes of exact values (plate, phone, chip …). Left out of backups, rebuilt by a restore."""

    __tablename__ = "index_values"

    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    tip: Mapped[str] = mapped_column(ForeignKey("tips.id"), primary_key=True, index=True)
