"""Who: channel accounts and contact data, apart from what was told and under other keys."""

from __future__ import annotations

from sqlalchemy import LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.store.base import Base


class Account(Base):
    """One reporter account on one channel. `id` is the random handle that the desk sees.

    The channel's own id is found again only through `lookup`, a keyed hash.
    """

    __tablename__ = "vault_accounts"
    __table_args__ = (UniqueConstraint("lookup"),)

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    lookup: Mapped[bytes] = mapped_column(LargeBinary)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Contact(Base):
    """How a reporter said they can be reached, for one tip."""

    __tablename__ = "vault_contacts"

    tip: Mapped[str] = mapped_column(String(24), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
