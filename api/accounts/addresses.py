"""Addresses of accounts, written in one way, and those that a text speaks of. Nothing is folded: `pölisen` is another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

# A name of its own where a site has several.
SAME_SITE = {
    "m.facebook.com": "facebook.com",
    "fb.com": "facebook.com",
    "twitter.com": "x.com",
    "mobile.twitter.com": "x.com",
    "telegram.me": "t.me",
    "m.youtube.com": "youtube.com",
    "messenger.com": "m.me",
}
LINK = re.compile(r"(?:https?://|(?<![\w@./-])(?=[\w-]+\.[a-z]))[^\s<>\"'()]+", re.IGNORECASE)
# Without a scheme only these ends make an address: "hej.Jag" and "t.ex" are none.
ENDS = "se|com|org|net|nu|eu|io|me|info|app|tv|co|be|ly|gg|ru|su|cn|xyz|top|site|online|shop|link|page|dev|live|club|vip|icu|cc|uk|no|dk|fi|de"
BARE = re.compile(rf"(?:[\w-]+\.)+(?:{ENDS})(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE)
# A browser reads a backslash as a slash, and goes up at two dots: such an address may lead elsewhere than it looks.
MISLEADING = re.compile(r"\\|\.\.|%2e|%2f|%5c", re.IGNORECASE)
HANDLE = re.compile(r"(?<![\w@./-])@([\w.-]{2,64})")
# "polisen_sodermalm" is no word of the language, even without its @.
BARE_HANDLE = re.compile(r"(?<![\w@./-])([^\W_]+(?:_[^\W_]+)+)(?![\w@/])")
TRAILING = ".,;:!?…)]}”\"'*"
# Nobody asks after more at once.
MOST = 3
LONGEST_SHOWN = 40


class Kind(StrEnum):
    LINK = "link"
    HANDLE = "handle"


@dataclass(frozen=True, slots=True)
class Spoken:
    """An account that a text names. `key` is the address or the handle, small."""

    kind: Kind
    key: str
    shown: str


def key_of(address: str) -> str | None:
    """`host/path` of an address: small, without scheme, `www.`, query and last slash; None for what is no plain address."""
    given = address.strip()
    if MISLEADING.search(given):
        return None
    try:
        parts = urlsplit(given if "://" in given else f"https://{given}")
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or "." not in host:
        return None
    where = SAME_SITE.get(host, host) + (f":{port}" if port not in {None, 443, 80} else "")
    return small(where + parts.path.rstrip("/"))


def small(name: str) -> str:
    """In lower case where that makes no other letter into one of ours (the Kelvin sign into a k)."""
    return name.lower() if name.isascii() else name


def handle_of(key: str) -> str | None:
    """The name of an account at the end of its address, without its @; None where the address is a site of its own."""
    _, _, path = key.partition("/")
    last = path.rpartition("/")[2].removeprefix("@")
    return last or None


def named(key: str, listed: str) -> bool:
    """Is it the listed address, or a page below it?"""
    return key == listed or key.startswith(f"{listed}/")


def spoken_of(text: str) -> list[Spoken]:
    """The links and handles of a text in order, each once, three at most."""
    found: dict[str, tuple[int, Spoken]] = {}
    taken: list[tuple[int, int]] = []
    for match in LINK.finditer(text):
        written = match.group().rstrip(TRAILING)
        if "://" not in written and BARE.fullmatch(written) is None:
            continue
        taken.append(match.span())
        key = key_of(written) or written
        found.setdefault(key, (match.start(), Spoken(Kind.LINK, key, "")))
    for pattern in (HANDLE, BARE_HANDLE):
        for match in pattern.finditer(text):
            if any(start <= match.start() < end for start, end in taken):
                continue
            name = match.group(1).rstrip(".-")
            handle = Spoken(Kind.HANDLE, small(name), f"@{name[:LONGEST_SHOWN]}")
            found.setdefault(f"@{handle.key}", (match.start(), handle))
    return [spoken for _, spoken in sorted(found.values(), key=lambda one: one[0])][:MOST]
