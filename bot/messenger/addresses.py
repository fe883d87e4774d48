"""Which addresses of files may be called: a forged or bent one must not make us call our own network."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx

from bot.fetching import FileUnavailableError
from bot.intake import FileFailure

HOSTS = ("fbcdn.net", "fbsbx.com", "cdninstagram.com")
_LONGEST = 4096
_PRINTABLE = re.compile(r"[!-\[\]-~]+")  # ASCII without blanks and without the backslash, which some take for a slash
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:" + "|".join(map(re.escape, HOSTS)) + ")")
_NAT64 = ip_network("64:ff9b::/96")

Address = IPv4Address | IPv6Address
Resolve = Callable[[str], Awaitable[list[str]]]


async def resolved(host: str) -> list[str]:
    """The host's addresses as texts. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    return [str(item[4][0]) for item in found]


def allowed(address: str, own: str | None = None) -> httpx.URL | None:
    """The address, if it is one of Meta's file servers over https, else None. `own` is the origin of a test's
    Graph API (`http://host:port`), which may have files too."""
    if len(address) > _LONGEST or not _PRINTABLE.fullmatch(address):
        return None
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, ValueError):
        return None
    if url.userinfo:
        return None
    if own is not None and is_of(url, own):
        return url
    usual = url.scheme == "https" and url.port is None
    # The host as it stands in the text too: nothing that is written one way and read another.
    return url if usual and _HOST.fullmatch(url.host) and address.startswith(f"https://{url.host}/") else None


def is_of(url: httpx.URL, origin: str) -> bool:
    return (url.scheme, url.host, url.port) == ((o := httpx.URL(origin)).scheme, o.host, o.port)


async def pinned(url: httpx.URL, resolve: Resolve) -> str:
    """The address to connect to, checked: a name that is asked again when connecting may have changed its mind.
    Raises `FileUnavailableError`, also when only one of several addresses is not of the public network."""
    try:
        found = await resolve(url.host)
    except OSError:
        raise FileUnavailableError(FileFailure.LATER) from None
    if not found or not all(map(is_public, found)):
        raise FileUnavailableError(FileFailure.GONE)
    return found[0]


def is_public(address: str) -> bool:
    """Whether this IP address, and one that is wrapped in it, belongs to the public network."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return all(each.is_global and not each.is_multicast for each in (found, *_within(found)))


def _within(address: Address) -> list[IPv4Address]:
    if isinstance(address, IPv4Address):
        return []
    inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        inner.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [each for each in inner if each is not None]
