"""The list of official accounts, which editors own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from api.store.base import Base, Instant


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
