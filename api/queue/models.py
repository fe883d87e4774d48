"""Leases: tips taken for a time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from api.store.base import Base, Instant


class Lease(Base):
    """A holder's hand on some tips until `expires_at`; the tips point to it."""

    __tablename__ = "leases"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    holder: Mapped[str] = mapped_column(String(24))
    expires_at: Mapped[datetime] = mapped_column(Instant)
