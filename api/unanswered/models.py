"""Questions that found no answer."""

from __future__ import annotations

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from api.store.base import Base, Number


class Unanswered(Base):
    """A question that was not understood, for the trainers; sealed under a key of its own, tied to nobody."""

    __tablename__ = "unanswered"

    number: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(24), unique=True)
    language: Mapped[str] = mapped_column(String(8))
    hour: Mapped[int]
    settled: Mapped[bool] = mapped_column(default=False)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
