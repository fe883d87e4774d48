"""Conversations, their messages, and what waits to be delivered."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from api.store.base import Base, Instant, Number


class Origin(StrEnum):
    REPORTER = "reporter"
    BOT = "bot"
    OFFICER = "officer"


class MessageState(StrEnum):
    WAITING = "waiting"  # for its turn
    DONE = "done"
    DEAD = "dead"  # its turn failed too often; a person sees it


class Conversation(Base):
    """One account's dialogue on one channel, with the lease and fence of the turn at work on it."""

    __tablename__ = "conversations"
    __table_args__ = (
        CheckConstraint("pending >= 0", name="pending_not_negative"),
        Index("ix_conversations_waiting", "pending", "lease_until"),
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    reporter: Mapped[str] = mapped_column(ForeignKey("vault_accounts.id"), unique=True)
    language: Mapped[str] = mapped_column(String(8))
    notice: Mapped[str | None] = mapped_column(String(64))
    expires_at: Mapped[datetime | None] = mapped_column(Instant)
    last_seq: Mapped[int] = mapped_column(default=0)
    last_heard_at: Mapped[datetime | None] = mapped_column(Instant)
    # The turn.
    pending: Mapped[int] = mapped_column(default=0)
    oldest_at: Mapped[datetime | None] = mapped_column(Instant)  # when the first waiting message came
    not_before: Mapped[datetime | None] = mapped_column(Instant)  # the turn waits for more, or for Rasa
    lease_until: Mapped[datetime | None] = mapped_column(Instant)
    lease_owner: Mapped[str | None] = mapped_column(String(24))
    fence: Mapped[int] = mapped_column(default=0)
    excused: Mapped[bool] = mapped_column(default=False)  # the fallback was said for what waits
    # The dialogue.
    draft: Mapped[bytes | None] = mapped_column(LargeBinary)
    asked: Mapped[str | None] = mapped_column(String(16))  # the question that is open
    ask_open: Mapped[bool] = mapped_column(default=False)  # "is anyone in danger?" is open
    last_level: Mapped[str | None] = mapped_column(String(8))
    tip: Mapped[str | None] = mapped_column(String(24))  # the tip that grows
    told: Mapped[bool] = mapped_column(default=False)  # that tip counts as told
    surveyed: Mapped[bool] = mapped_column(default=False)  # the one question after a tip was put
    survey_open: Mapped[bool] = mapped_column(default=False)  # and is not answered
    # What keeps the way in and the way out in order.
    unreachable_at: Mapped[datetime | None] = mapped_column(Instant)  # the bot was blocked, the account is gone
    flood_at: Mapped[datetime | None] = mapped_column(Instant)  # when its allowance of messages is whole again
    flood_count: Mapped[int] = mapped_column(default=0)  # set aside in the flood that goes on
    warned: Mapped[str | None] = mapped_column(String(48))  # what was said last about danger in a flood
    warned_at: Mapped[datetime | None] = mapped_column(Instant)
    wrong_codes: Mapped[int] = mapped_column(default=0)  # in a row
    codes_after: Mapped[datetime | None] = mapped_column(Instant)  # no code is looked at before


TOLD, ASIDE = text("origin <> 'reporter'"), text("aside")


class Message(Base):
    """One thing said, in or out, verbatim; never overwritten."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation", "seq"),
        UniqueConstraint("external"),
        CheckConstraint("state IN ('waiting', 'done', 'dead')", name="state"),
        CheckConstraint("origin IN ('reporter', 'bot', 'officer')", name="origin"),
        # So that what was last said to the reporter is found behind any number of messages of a flood.
        Index("ix_messages_told", "conversation", "seq", sqlite_where=TOLD, postgresql_where=TOLD),
        Index("ix_messages_aside", "conversation", "seq", sqlite_where=ASIDE, postgresql_where=ASIDE),
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    conversation: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    seq: Mapped[int]
    origin: Mapped[str] = mapped_column(String(8))
    external: Mapped[bytes | None] = mapped_column(LargeBinary)  # keyed hash of the channel's message id
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(8))
    attempts: Mapped[int] = mapped_column(default=0)
    level: Mapped[str | None] = mapped_column(String(8))
    contact: Mapped[bool] = mapped_column(default=False)  # answers "how can we reach you": sealed as who
    place: Mapped[bytes | None] = mapped_column(LargeBinary, index=True)  # keyed hash of where it stands in its chat
    changed: Mapped[bool] = mapped_column(default=False)  # waits a second time: its reporter changed what it says
    aside: Mapped[bool] = mapped_column(default=False)  # of a flood: kept for review, no turn is taken


class MessageVersion(Base):
    """What a message was changed to; the first version stands in `messages` and stays."""

    __tablename__ = "message_versions"

    message: Mapped[str] = mapped_column(ForeignKey("messages.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)  # 2, 3, …
    external: Mapped[bytes] = mapped_column(LargeBinary, unique=True)  # keyed hash of the channel's id of the change
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Outgoing(Base):
    """A message that waits to be handed to a channel that has to be called."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("message"),
        CheckConstraint("state IN ('due', 'sent', 'dead')", name="state"),
        Index("ix_outbox_due", "channel", "state", "due_at"),
    )

    number: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(24), unique=True)
    conversation: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    message: Mapped[str] = mapped_column(ForeignKey("messages.id"))
    channel: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(8))
    attempts: Mapped[int] = mapped_column(default=0)
    # When it is to be handed out next; of what was given up, when that was.
    due_at: Mapped[datetime] = mapped_column(Instant)
    failure: Mapped[str | None] = mapped_column(String(16))
    made_at: Mapped[datetime | None] = mapped_column(Instant)
    priority: Mapped[int] = mapped_column(default=0)  # 1: words on danger, which go before other people's greetings
