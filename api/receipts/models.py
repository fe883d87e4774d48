"""Receipt codes, of which the store holds no word, and who came back with one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.store.base import Base, Instant


class Receipt(Base):
    """The code of one tip: `lookup` is a keyed hash to find it by, `digest` an Argon2id hash to check it by.

    `message` is where it was shown, as long as it can still be read there.
    """

    __tablename__ = "receipts"
    __table_args__ = (UniqueConstraint("lookup"),)

    tip: Mapped[str] = mapped_column(ForeignKey("tips.id"), primary_key=True)
    lookup: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(128))
    message: Mapped[str | None] = mapped_column(ForeignKey("messages.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)


class Visit(Base):
    """A conversation, on whatever channel, that opened a tip by its code."""

    __tablename__ = "receipt_visits"

    tip: Mapped[str] = mapped_column(ForeignKey("tips.id"), primary_key=True)
    conversation: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(Instant)
