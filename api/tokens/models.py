"""API tokens, desk sessions, and the one-time link of the first administrator."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from api.store.base import Base, Instant


class Role(StrEnum):
    INTEGRATION = "integration"
    INVESTIGATOR = "investigator"
    OPERATOR = "operator"
    TRAINER = "trainer"
    EDITOR = "editor"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"
    CHANNEL = "channel"


class Token(Base):
    """A token's keyed hash; the token itself is shown once and stored nowhere."""

    __tablename__ = "tokens"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(16))
    digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)


class LoginSession(Base):
    """A browser's session at the desk or in training, for one token."""

    __tablename__ = "login_sessions"

    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    token: Mapped[str] = mapped_column(ForeignKey("tokens.id"))
    expires_at: Mapped[datetime] = mapped_column(Instant)


class LoginLink(Base):
    """A link that logs in once."""

    __tablename__ = "login_links"

    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    token: Mapped[str] = mapped_column(ForeignKey("tokens.id"))
    expires_at: Mapped[datetime] = mapped_column(Instant)
