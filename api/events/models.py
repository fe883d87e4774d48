"""What happened, for those who listen: ids and types only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from api.store.base import Base, Instant, Number


class Event(Base):
    __tablename__ = "events"

    number: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=True)
    type: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(24))
    at: Mapped[datetime] = mapped_column(Instant)
