"""What editors own: the answers to questions and the list of official accounts; and what no answer fitted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.store.base import Base, Instant, Number


class Page(Base):
    """An editor's answer to one topic in one language; it stands in for the shipped wording. Public, so in the clear."""

    __tablename__ = "pages"
    __table_args__ = (
        CheckConstraint("language IN ('sv', 'en')", name="language"),
        CheckConstraint("version >= 1", name="version"),
    )

    topic: Mapped[str] = mapped_column(String(32), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    editor: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)


class OfficialAccount(Base):
    """An account that is really the police's. Public."""

    __tablename__ = "official_accounts"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(200), unique=True)
    area: Mapped[str | None] = mapped_column(String(64))
    editor: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(Instant)


class Unanswered(Base):
    """A question that was not understood, for the trainers; sealed under a key of its own, tied to nobody."""

    __tablename__ = "unanswered"

    number: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(24), unique=True)
    language: Mapped[str] = mapped_column(String(8))
    hour: Mapped[int]
    settled: Mapped[bool] = mapped_column(default=False)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
