"""Files that reporters send. Their content lies sealed in the data folder, never in the store."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from api.store.base import Base, Instant


class Kind(StrEnum):
    PICTURE = "picture"
    FILM = "film"
    SOUND = "sound"
    DOCUMENT = "document"


class State(StrEnum):
    WAITING = "waiting"  # to be fetched from the channel
    KEPT = "kept"  # the sealed original is on disk
    TOO_LARGE = "too_large"  # the channel does not hand it out
    LOST = "lost"  # the channel no longer has it, or too many tries failed
    REMOVED = "removed"  # its message was deleted and its key destroyed; the sealed rest is being taken off the disk


class Offer(StrEnum):
    """The time and place that a picture's own data tell are never used unasked."""

    DUE = "due"  # to be put as soon as nothing else is being answered
    OPEN = "open"  # the reporter was asked whether they are those of what was told
    TAKEN = "taken"
    DECLINED = "declined"


class Attachment(Base):
    """`sealed` (under a key of its own) has the file's name, its type, the channel's id of it, and what its data say."""

    __tablename__ = "attachments"
    __table_args__ = (
        CheckConstraint("kind IN ('picture', 'film', 'sound', 'document')", name="kind"),
        CheckConstraint("state IN ('waiting', 'kept', 'too_large', 'lost', 'removed')", name="state"),
        CheckConstraint("state <> 'kept' OR sha256 IS NOT NULL", name="kept_with_its_hash"),
        CheckConstraint("offer IN ('due', 'open', 'taken', 'declined')", name="offer"),
        Index("ix_attachments_due", "channel", "state", "due_at"),
        Index("ix_attachments_examined", "examined", "state", "due_at"),
        Index("ix_attachments_offer", "offer", "due_at"),
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    message: Mapped[str] = mapped_column(ForeignKey("messages.id"), index=True)
    channel: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(12))
    size: Mapped[int | None] = mapped_column(BigInteger)  # bytes
    sha256: Mapped[bytes | None] = mapped_column(LargeBinary)  # of the original; of use only to who holds the file
    has_copy: Mapped[bool] = mapped_column(default=False)  # a re-encoded one without its data, to look at
    examined: Mapped[bool] = mapped_column(default=False)  # of a kept one: whether a copy can be made was tried
    offer: Mapped[str | None] = mapped_column(String(8))
    attempts: Mapped[int] = mapped_column(default=0)  # to fetch it, then to examine it
    due_at: Mapped[datetime] = mapped_column(Instant)  # not before; whoever works on it moves it
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class UploadLink(Base):
    """A link, good once, by which what a channel does not hand out is uploaded in the web chat to the same tip."""

    __tablename__ = "upload_links"

    lookup: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)  # keyed hash of the link's secret
    tip: Mapped[str] = mapped_column(ForeignKey("tips.id"), index=True)
    until: Mapped[datetime] = mapped_column(Instant)
