"""What a rate is read beside: the disk by itself, and a route that does nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.settings import ROOT
from bench.figure import MeasuringFailedError
from bench.processes import free_port, wait_for_port

BLOCK = b"\0" * 4096


def syncs_per_second(folder: Path, seconds: float = 2.0) -> float:
    """How often a second the disk makes 4 KB of an open file durable."""
    path = folder / "fdatasync"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        began, done = time.monotonic(), 0
        while time.monotonic() - began < seconds:
            os.write(handle, BLOCK)
            os.fdatasync(handle)
            done += 1
        return done / (time.monotonic() - began)
    finally:
        os.close(handle)
        path.unlink()


@contextmanager
def running(module: str) -> Iterator[int]:
    """A small server of this package on a free port, ended afterwards; its port."""
    port = free_port()
    child = subprocess.Popen([sys.executable, "-m", f"bench.servers.{module}", str(port)], cwd=ROOT)
    try:
        if not wait_for_port(port, 10.0):
            raise MeasuringFailedError(f"{module} did not start")
        yield port
    finally:
        child.terminate()
        child.wait()
