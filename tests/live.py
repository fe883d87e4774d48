"""A real uvicorn for tests that need a real connection: it can be stopped and started on the same port."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

import uvicorn
from starlette.types import ASGIApp

_START_SECONDS = 10.0


class LiveServer:
    """Serves what `make_app` makes, anew at every start. `make_app` gets the event that ends open streams."""

    def __init__(self, make_app: Callable[[asyncio.Event], ASGIApp]) -> None:
        self._make_app = make_app
        self._address = ("127.0.0.1", 0)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._address[1]}"

    def start(self) -> None:
        # asyncio sends small answers at once (TCP_NODELAY) only on sockets that name their protocol.
        listener = socket.socket(proto=socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(self._address)
        self._address = listener.getsockname()
        started = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(listener, started)), daemon=True)
        self._thread.start()
        if not started.wait(_START_SECONDS):
            raise TimeoutError("the test server did not start")

    def close_soon(self) -> None:
        """Begin to stop, without waiting for it."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stop_now)

    def stop(self) -> None:
        self.close_soon()
        self._thread.join(_START_SECONDS)

    def _stop_now(self) -> None:
        self._closing.set()
        self._server.should_exit = True

    async def _serve(self, listener: socket.socket, started: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        self._closing = asyncio.Event()
        config = uvicorn.Config(
            self._make_app(self._closing), log_level="warning", timeout_graceful_shutdown=1, access_log=False
        )
        self._server = uvicorn.Server(config)
        serving = asyncio.create_task(self._server.serve(sockets=[listener]))
        while not self._server.started and not serving.done():
            await asyncio.sleep(0.01)
        started.set()
        await serving
        listener.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()
