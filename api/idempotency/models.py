"""Answers kept for repeated requests."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from api.store.base import Base, Instant


class KeptAnswer(Base):
    """The first answer to a request with an Idempotency-Key. `key` is a keyed hash of key and token."""

    __tablename__ = "kept_answers"

    key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)
    tip: Mapped[str] = mapped_column(String(24))
    answer: Mapped[bytes] = mapped_column(LargeBinary)  # sealed under the tip's key
    at: Mapped[datetime] = mapped_column(Instant)
