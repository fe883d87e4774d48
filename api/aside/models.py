"""What became of messages that were set aside."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from api.store.base import Base, Instant, Number


class Action(StrEnum):
    TAKEN = "taken"
    DISMISSED = "dismissed"


class AsideReview(Base):
    """Somebody's decision on what a conversation had set aside. The messages themselves stay."""

    __tablename__ = "aside_reviews"
    __table_args__ = (
        CheckConstraint("action IN ('taken', 'dismissed')", name="action"),
        CheckConstraint("action <> 'taken' OR tip IS NOT NULL", name="taken_into_a_tip"),
    )

    number: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=True)
    conversation: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    action: Mapped[str] = mapped_column(String(9))
    actor: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(Instant)
    messages: Mapped[int]  # how many it was about
    up_to: Mapped[int]  # the seq of the last of them
    tip: Mapped[str | None] = mapped_column(String(24))
