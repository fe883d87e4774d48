"""What the channel adapters need of the app: accept a message, wait for replies, mark delivered.

In the embedded default the app passes an object of its own; grown out of it, the same calls go
over HTTP with the role `channel`. Adapters know nothing else of the app.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Channel(StrEnum):
    TELEGRAM = "telegram"
    MESSENGER = "messenger"
    WEBCHAT = "webchat"


class InboundKind(StrEnum):
    TEXT = "text"
    PAYLOAD = "payload"  # a button was pressed; `payload` says which
    START = "start"  # the conversation is opened (/start, get started): no words of the reporter
    MEDIA = "media"  # files, with or without words beside them
    LOCATION = "location"  # a place on the map; a live one comes again and again
    EDIT = "edit"  # the words of an earlier message were changed
    UNSUPPORTED = "unsupported"  # stickers, polls and the like


class MediaKind(StrEnum):
    PICTURE = "picture"
    FILM = "film"
    SOUND = "sound"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Media:
    """One file of a message. `file` is the channel's own id or address of it; size in bytes.

    All but `file` is what the sender's program says, and not to be believed.
    """

    kind: MediaKind
    file: str
    name: str | None = None
    content_type: str | None = None
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """Degrees (WGS 84); `accuracy` in metres. `live`: it is followed by others of the same message."""

    latitude: float
    longitude: float
    accuracy: float | None = None
    live: bool = False


@dataclass(frozen=True, slots=True)
class Inbound:
    """The one inbound shape. `external_id` is the channel's own id of the delivery: a second
    delivery of the same carries the same. `sender` is the channel's id of the account. `place` is the
    channel's id of where the message stands in its chat: an edit, or a live place that moved, has the
    same. `album` is what the files of one album share."""

    channel: Channel
    external_id: str
    sender: str
    kind: InboundKind
    sent_at: datetime
    text: str | None = None
    payload: str | None = None
    language: str | None = None
    notice: str | None = None
    media: tuple[Media, ...] = ()
    location: Location | None = None
    place: str | None = None
    album: str | None = None


@dataclass(frozen=True, slots=True)
class WantedFile:
    """A file that the app has a message of but not the content. `file` as in `Media`."""

    id: str
    file: str
    size: int | None


class FileFailure(StrEnum):
    """Why a file did not come."""

    LATER = "later"  # try again after `retry_after`
    TOO_LARGE = "too_large"  # the channel does not hand out files of this size
    GONE = "gone"  # it is no longer there


@dataclass(frozen=True, slots=True)
class Accepted:
    """The message is on disk. `seq` is its place in the conversation; a repeat has the first's."""

    seq: int
    repeated: bool


@dataclass(frozen=True, slots=True)
class Button:
    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class Outbound:
    """One message to hand to a channel. `id` is for marking it delivered or failed."""

    id: str
    channel: Channel
    recipient: str
    text: str
    buttons: tuple[Button, ...] = ()
    reporter_wrote_at: datetime | None = None  # for a channel's reply window
    officer: bool = False  # written by a person: some channels give it a longer window


class Failure(StrEnum):
    """Why a delivery did not succeed: whether to try again is the app's decision."""

    LATER = "later"  # rate limit, outage: try again after `retry_after`
    UNREACHABLE = "unreachable"  # blocked, deleted account: never
    REJECTED = "rejected"  # the channel refuses this message: never
    WINDOW = "window"  # the channel's time to answer is over: not before the reporter writes again


class Intake(Protocol):
    """The app, as an adapter sees it."""

    async def accept(self, inbound: Inbound) -> Accepted:
        """Store the message durably; returns only after the commit."""
        ...

    async def outgoing(self, channel: Channel, wait_seconds: float) -> list[Outbound]:
        """Messages due on this channel, at most one a conversation, in order; waits for the first
        one up to `wait_seconds`, then returns an empty list. A message that is neither marked
        delivered nor failed within a minute comes again."""
        ...

    async def delivered(self, outbound_id: str, channel_message_id: str | None = None) -> None: ...

    async def failed(self, outbound_id: str, failure: Failure, retry_after: float | None = None) -> None: ...


class FileTooLargeError(Exception):
    """The content is larger than the app keeps."""


class FileRefusedError(Exception):
    """The content is no picture, film, sound or document."""


class FileEmptyError(Exception):
    """There is no content."""


class NoRoomError(Exception):
    """No file can be kept at present: the disk has to keep room for messages."""


class Files(Protocol):
    """The files that a channel's messages speak of; the app says which it still wants."""

    async def wanted(self, channel: Channel, wait_seconds: float) -> list[WantedFile]:
        """Files of this channel that are to be fetched; waits for the first one up to `wait_seconds`. One that
        is neither kept nor failed within some minutes comes again."""
        ...

    async def keep(self, wanted_id: str, content: AsyncIterator[bytes]) -> None:
        """Store a file's content durably and sealed. Raises `FileTooLargeError`."""
        ...

    async def not_kept(self, wanted_id: str, failure: FileFailure, retry_after: float | None = None) -> None: ...


class Uploads(Protocol):
    """Files that come with a message instead of being fetched after it."""

    async def stage(self, content: AsyncIterator[bytes]) -> StagedFile:
        """Keep a content sealed and on disk until a message speaks of it, for some minutes. Raises
        `FileTooLargeError`, `FileRefusedError`, `FileEmptyError` and `NoRoomError`."""
        ...

    async def drop(self, file: str) -> None:
        """No message will speak of it, or one did under the same id before."""
        ...


@dataclass(frozen=True, slots=True)
class StagedFile:
    """`file` as in `Media`; what the content is, whatever it was called; size in bytes."""

    file: str
    kind: MediaKind
    content_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Session:
    """A web chat session: the bearer token is its only name."""

    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """One message of a conversation's history, as the web chat shows it."""

    seq: int
    sender: str  # "bot" | "reporter" | "officer"
    text: str
    buttons: tuple[Button, ...]
    at: datetime


class UnknownSessionError(Exception):
    """The token belongs to no living web chat session."""


class UnknownPayloadError(Exception):
    """No recent message of this conversation offered a button with this payload."""


class WebSessions(Protocol):
    """What the web chat needs besides `Intake`: it has no account of its own to write to."""

    async def open(self, language: str | None, notice: str | None, upload: str | None = None) -> Session:
        """`upload`: the secret of a link that the app gave on another channel; what is sent belongs to the tip there."""
        ...

    async def history(self, token: str, after: int) -> list[Shown]:
        """The messages with a higher `seq`, in order. Raises `UnknownSessionError`."""
        ...

    async def wait(self, token: str, after: int, wait_seconds: float) -> list[Shown]:
        """As `history`, but waits for the first new message up to `wait_seconds`."""
        ...
