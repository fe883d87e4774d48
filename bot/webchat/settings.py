"""What a site says about itself and its web chat."""

from __future__ import annotations

import re
from dataclasses import dataclass

LEAVE_URL = "https://www.smhi.se/"

_ORIGIN = re.compile(
    r"https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?"
    r"|http://(localhost|[a-z0-9.-]+\.localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?"
)
_ADDRESS = re.compile(r"https://[^\s/\"'<>]+(/[^\s\"'<>]*)?")
_HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)")


@dataclass(frozen=True, slots=True)
class PageSettings:
    """`demo` shows on every page that this is no live police channel. `linked` names the app's other pages that
    exist and are linked: of `notices`, `accounts`, `desk`, `training`, `docs`.

    `leave_url` is the harmless page that the quick exit leaves for. `embed_origins` are the sites that may show
    the chat in a frame. `reading_hours` are those in which people read what comes in, every day: `("07:00", "22:00")`,
    or None where the site does not say.
    """

    demo: bool = True
    telegram_url: str | None = None
    messenger_url: str | None = None
    accessibility_email: str | None = None
    linked: frozenset[str] = frozenset()
    leave_url: str = LEAVE_URL
    embed_origins: tuple[str, ...] = ()
    reading_hours: tuple[str, str] | None = None


class SettingNotValidError(ValueError):
    """Says which setting, and how it is written."""


def page_settings(
    *,
    demo: bool,
    linked: frozenset[str],
    leave_url: str,
    embed_origins: str,
    reading_hours: str,
    telegram_url: str | None = None,
    messenger_url: str | None = None,
) -> PageSettings:
    """From settings as they stand in the environment, each empty where it is not set. Origins are parted by commas
    or spaces; hours are `07:00-22:00`. Raises `SettingNotValidError`."""
    return PageSettings(
        demo=demo,
        linked=linked,
        telegram_url=telegram_url,
        messenger_url=messenger_url,
        leave_url=_checked_address(leave_url or LEAVE_URL),
        embed_origins=_checked_origins(embed_origins),
        reading_hours=_checked_hours(reading_hours) if reading_hours else None,
    )


def _checked_address(address: str) -> str:
    if not _ADDRESS.fullmatch(address):
        raise SettingNotValidError("LEAVE_URL is an address that begins with https://")
    return address


def _checked_origins(written: str) -> tuple[str, ...]:
    """They end in a header and a policy, so nothing else may stand there. Plain HTTP is for this machine alone:
    whoever sits on the line could put a chat of their own on such a page."""
    found = tuple(origin.lower().rstrip("/") for origin in re.split(r"[\s,]+", written) if origin)
    if not all(_ORIGIN.fullmatch(origin) for origin in found):
        raise SettingNotValidError("EMBED_ORIGINS are https://name or https://name:port, without a path")
    return found


def _checked_hours(written: str) -> tuple[str, str]:
    if not _HOURS.fullmatch(written):
        raise SettingNotValidError("READING_HOURS are written 07:00-22:00")
    begin, _, end = written.partition("-")
    return begin, end
