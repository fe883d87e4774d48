"""Making the copy that the desk looks at, in a process of its own; what that process says is not believed either."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.settings import ROOT

SECONDS = 20.0
LARGEST_HEAD = 4096
LARGEST_COPY = 8 * 1024 * 1024
JPEG_BEGINS, JPEG_ENDS = b"\xff\xd8\xff", b"\xff\xd9"


class NoCopyError(Exception):
    """No picture could be made of it. Nothing is said about why: the reason may quote the file."""


class ChildFailedError(NoCopyError):
    """The process could not even be started; another try may succeed."""


@dataclass(frozen=True, slots=True)
class Copied:
    """A JPEG without any data, and what the original's data said. `taken`: ISO 8601, with or without an offset."""

    content: bytes
    taken: str | None = None
    latitude: float | None = None
    longitude: float | None = None


async def copy(content: Iterator[bytes], seconds: float = SECONDS) -> Copied:
    """Raises `NoCopyError` for whatever is no picture, or too much of one."""
    # Nothing of the environment goes along; one memory arena, or each thread takes 64 MB of what it may have.
    known = {"PATH": os.defpath, "MALLOC_ARENA_MAX": "1", "LC_ALL": "C.UTF-8"}
    try:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-E", "-s", "-m", "api.attachments.child",
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            cwd=ROOT, env=known, close_fds=True, limit=LARGEST_COPY,
        )  # fmt: skip
    except OSError:
        raise ChildFailedError from None
    try:
        async with asyncio.timeout(seconds):
            feeding = asyncio.create_task(feed(process, content))
            answer = await read_answer(process)
            await feeding
            code = await process.wait()
    except (TimeoutError, OSError):
        raise NoCopyError from None
    finally:
        await end(process)
    if code != 0:
        raise NoCopyError
    return understood(answer)


async def feed(process: asyncio.subprocess.Process, content: Iterator[bytes]) -> None:
    assert process.stdin is not None
    try:
        while piece := await asyncio.to_thread(next, content, b""):
            process.stdin.write(piece)
            await process.stdin.drain()
        process.stdin.close()
    except (BrokenPipeError, ConnectionResetError):
        return  # it has seen enough


async def read_answer(process: asyncio.subprocess.Process) -> bytes:
    assert process.stdout is not None
    answer = bytearray()
    while piece := await process.stdout.read(65536):
        answer += piece
        if len(answer) > LARGEST_COPY:
            raise NoCopyError
    return bytes(answer)


async def end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def understood(answer: bytes) -> Copied:
    """Checked as if a stranger had written it: the file may have taken the child over."""
    length = int.from_bytes(answer[:4], "big")
    head, content = answer[4 : 4 + length], answer[4 + length :]
    if length > LARGEST_HEAD or not content.startswith(JPEG_BEGINS) or not content.endswith(JPEG_ENDS):
        raise NoCopyError
    try:
        told = json.loads(head)
    except ValueError:
        raise NoCopyError from None
    if not isinstance(told, dict):
        raise NoCopyError
    latitude, longitude = number(told.get("latitude"), 90), number(told.get("longitude"), 180)
    known = latitude is not None and longitude is not None
    return Copied(content, stamp(told.get("taken")), *((latitude, longitude) if known else (None, None)))


def number(value: Any, most: int) -> float | None:
    return float(value) if isinstance(value, int | float) and -most <= value <= most else None


def stamp(value: Any) -> str | None:
    try:
        return datetime.fromisoformat(value).isoformat() if isinstance(value, str) else None
    except ValueError:
        return None
