"""The one clock: everything that needs the time asks here (or is handed it in a test)."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

SWEDEN = ZoneInfo("Europe/Stockholm")


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def hour_of(at: datetime) -> int:
    """The coarse time that may stand in the clear: whole hours since 1970."""
    return int(at.timestamp()) // 3600


def iso(at: datetime) -> str:
    """ISO 8601 with Sweden's offset, to the second."""
    return at.astimezone(SWEDEN).isoformat(timespec="seconds")
