"""Telegram's files: `getFile` says where one lies, then it is read from there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Protocol
from urllib.parse import quote

import httpx
from telegram.error import BadRequest, RetryAfter, TelegramError

from bot.downloading import HEADERS, TIMEOUT, downloaded
from bot.fetching import FileUnavailableError
from bot.intake import FileFailure


class FilePaths(Protocol):
    """The Bot API, as far as files go."""

    @property
    def base_file_url(self) -> str: ...
    async def file_path(self, file: str) -> str | None: ...


class TelegramFiles:
    """Addresses hold the token: neither they nor an error's text may be logged."""

    def __init__(self, client: FilePaths) -> None:
        self._client = client
        self._http = httpx.AsyncClient(headers=HEADERS, timeout=TIMEOUT)

    @asynccontextmanager
    async def open(self, file: str) -> AsyncIterator[AsyncIterator[bytes]]:
        try:
            path = await self._client.file_path(file)
        except TelegramError as error:
            raise unavailable_because(error) from None
        if not path:
            raise FileUnavailableError(FileFailure.LATER)
        address = f"{self._client.base_file_url}/{quote(path, safe='/')}"
        async with downloaded(self._http, self._http.build_request("GET", address)) as content:
            yield content

    async def close(self) -> None:
        await self._http.aclose()


def unavailable_because(error: TelegramError) -> FileUnavailableError:
    """What an error of `getFile` means for the file."""
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
        return FileUnavailableError(FileFailure.LATER, seconds)
    if isinstance(error, BadRequest):
        said = error.message.lower()
        if "too big" in said:
            return FileUnavailableError(FileFailure.TOO_LARGE)
        # "wrong file_id or the file is temporarily unavailable" may be either: the app's tries are counted.
        return FileUnavailableError(FileFailure.LATER if "temporarily" in said else FileFailure.GONE)
    # The network, the service or the token (the library takes any 404 for a bad token): not this file.
    return FileUnavailableError(FileFailure.LATER)
