"""Serving the app: the port first, clean ends always."""

from __future__ import annotations

import ctypes
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn
from fastapi import FastAPI

PR_SET_PDEATHSIG = 1
GRACE_SECONDS = 1


class PortTakenError(Exception):
    """Somebody else listens on the port; the text says which."""


class Server(uvicorn.Server):
    """uvicorn that ends open streams at the first signal, and says when it listens."""

    def __init__(self, config: uvicorn.Config, on_signal: Callable[[], None], on_listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_signal = on_signal
        self._on_listening = on_listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_listening()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """As uvicorn's, but a signal that was obeyed is not raised again: the end is a clean one."""
        with super().capture_signals():
            yield
            self._captured_signals.clear()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        # Python runs signal handlers between bytecodes of the main thread: the loop's own thread.
        self._on_signal()
        super().handle_exit(sig, frame)


def listen(host: str, port: int) -> socket.socket:
    """The listening socket, so that a taken port is told before anything else is done.

    Raises `PortTakenError`.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named explicitly, or asyncio leaves Nagle's delay on: 44 ms a call.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise PortTakenError(f"port {port} on {host} cannot be used: {error.strerror}") from None
    return listener


def serve(
    app: FastAPI, listener: socket.socket, on_signal: Callable[[], None], on_listening: Callable[[], None]
) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_keep_alive=30,
        backlog=2048,
    )
    Server(config, on_signal, on_listening).run(sockets=[listener])


def end_with_parent() -> None:
    """Have the kernel ask this process to end when the one that started it is gone (Linux)."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
