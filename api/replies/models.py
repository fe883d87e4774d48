"""What officers write to a reporter. Internal notes stand in another table and take another way."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from api.store.base import Base, Instant, Number


class ReplyState(StrEnum):
    WAITING = "waiting"  # under the receipt code: the channel cannot be used now
    HANDED = "handed"  # in a conversation; the outbox delivers it


class Reply(Base):
    """`sealed` (under the tip's key) has the words. `message` is where it was said, once it was."""

    __tablename__ = "replies"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'handed')", name="state"),
        CheckConstraint("state <> 'handed' OR message IS NOT NULL", name="handed_somewhere"),
    )

    number: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(24), unique=True)
    tip: Mapped[str] = mapped_column(ForeignKey("tips.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8))  # reply, outcome
    author: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(8))
    message: Mapped[str | None] = mapped_column(ForeignKey("messages.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
