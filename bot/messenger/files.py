"""Messenger's files: the addresses in a webhook, read from Meta's file servers alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from bot.downloading import HEADERS, TIMEOUT, downloaded
from bot.fetching import FileUnavailableError
from bot.intake import FileFailure
from bot.messenger.addresses import Resolve, allowed, is_of, pinned, resolved


class MessengerFiles:
    """Calls the checked IP address under the file server's name and certificate, past any proxy, without a token.
    Over plain http only a test's own Graph API is called."""

    def __init__(
        self, graph_url: str, *, resolve: Resolve = resolved, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        graph = httpx.URL(graph_url)
        self._own = f"http://{graph.netloc.decode('ascii')}" if graph.scheme == "http" else None
        self._resolve = resolve
        # A connection to one server must not be used for another name that lies on the same address.
        single = httpx.Limits(max_keepalive_connections=0)
        self._http = httpx.AsyncClient(
            headers=HEADERS, timeout=TIMEOUT, limits=single, trust_env=False, transport=transport
        )

    @asynccontextmanager
    async def open(self, file: str) -> AsyncIterator[AsyncIterator[bytes]]:
        url = allowed(file, self._own)
        if url is None:
            raise FileUnavailableError(FileFailure.GONE)
        async with downloaded(self._http, await self._request(url)) as content:
            yield content

    async def close(self) -> None:
        await self._http.aclose()

    async def _request(self, url: httpx.URL) -> httpx.Request:
        if self._own is not None and is_of(url, self._own):
            return self._http.build_request("GET", url)
        address = await pinned(url, self._resolve)
        return self._http.build_request(
            "GET", url.copy_with(host=address), headers={"Host": url.host}, extensions={"sni_hostname": url.host}
        )
