"""One GET of a file over HTTP, streamed: no redirect is followed and nothing is unpacked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from bot.fetching import FileUnavailableError
from bot.intake import FileFailure

CHUNK = 64 * 1024
RATE_PAUSE_SECONDS = 30.0
LONGEST_PAUSE_SECONDS = 3600.0
TIMEOUT = httpx.Timeout(20.0, connect=5.0)
HEADERS = {"Accept-Encoding": "identity", "Accept": "*/*"}
_GONE = frozenset({401, 403, 404, 410})


@asynccontextmanager
async def downloaded(http: httpx.AsyncClient, request: httpx.Request) -> AsyncIterator[AsyncIterator[bytes]]:
    """The body of the answer. Raises `FileUnavailableError`, also while it is read; what its cause says is
    left out, as an address may hold a token."""
    response = None
    try:
        try:
            response = await http.send(request, stream=True, follow_redirects=False)
        except httpx.HTTPError:
            raise FileUnavailableError(FileFailure.LATER) from None
        if (refusal := _refusal(response)) is not None:
            raise refusal
        yield _pieces(response)
    finally:
        if response is not None:
            await response.aclose()


def retry_after(header: str | None) -> float | None:
    """Seconds of a `Retry-After` header; None where it has no number."""
    return min(float(header), LONGEST_PAUSE_SECONDS) if header and header.isascii() and header.isdecimal() else None


async def _pieces(response: httpx.Response) -> AsyncIterator[bytes]:
    try:
        # Raw: a body that unpacks to a thousand times its size would be kept as it came.
        async for piece in response.aiter_raw(CHUNK):
            yield piece
    except httpx.HTTPError:
        raise FileUnavailableError(FileFailure.LATER) from None


def _refusal(response: httpx.Response) -> FileUnavailableError | None:
    status = response.status_code
    if status == 200:
        packed = response.headers.get("content-encoding", "identity").lower() != "identity"
        return FileUnavailableError(FileFailure.LATER) if packed else None
    if status == 429:
        return FileUnavailableError(
            FileFailure.LATER, retry_after(response.headers.get("retry-after")) or RATE_PAUSE_SECONDS
        )
    if status in _GONE or response.is_redirect:
        return FileUnavailableError(FileFailure.GONE)
    return FileUnavailableError(FileFailure.LATER)
