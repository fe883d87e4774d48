"""Reads multipart/form-data as it streams in: no part of it is ever whole in memory but the short fields."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from bot.webchat.errors import BodyNotMultipartError, FormNotValidError, TooSlowError

MOST_PARTS = 5
LONGEST_FIELD = 1000
LONGEST_HEADERS = 4096
PIECE_SECONDS = 30.0


@dataclass(slots=True)
class Part:
    name: str = ""
    filename: str | None = None
    headers: dict[bytes, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Data:
    content: bytes


class End:
    """The part is over."""


Event = Part | Data | End


class Form:
    """The parts of a request, in order, each to be read before the next."""

    def __init__(self, request: Request) -> None:
        """Raises `BodyNotMultipartError`."""
        kind, options = parse_options_header(request.headers.get("content-type", ""))
        boundary = options.get(b"boundary", b"")
        if kind != b"multipart/form-data" or not 0 < len(boundary) <= 70:
            raise BodyNotMultipartError
        self._stream = aiter(request.stream())
        self._events: deque[Event] = deque()
        self._part = Part()
        self._header = [b"", b""]
        self._read_of_headers = 0
        self._count = 0
        self._over = False
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin, "on_header_field": self._header_name, "on_header_value": self._header_value,
                "on_header_end": self._header_end, "on_headers_finished": self._headers_finished,
                "on_part_data": self._data, "on_part_end": self._end, "on_end": self._all,
            },
        )  # fmt: skip

    async def parts(self) -> AsyncIterator[Part]:
        """Raises `FormNotValidError` and `TooSlowError`."""
        while (event := await self._next()) is not None:
            if isinstance(event, Part):
                yield event

    async def content(self) -> AsyncIterator[bytes]:
        """What the part holds that was given last."""
        while True:
            event = await self._next()
            if event is None:
                raise FormNotValidError
            if not isinstance(event, Data):
                return
            yield event.content

    async def text(self) -> str:
        found = bytearray()
        async for piece in self.content():
            found += piece
            if len(found) > LONGEST_FIELD:
                raise FormNotValidError
        try:
            return found.decode()
        except UnicodeDecodeError:
            raise FormNotValidError from None

    async def _next(self) -> Event | None:
        while not self._events:
            if self._over:
                return None
            try:
                async with asyncio.timeout(PIECE_SECONDS):
                    piece = await anext(self._stream)
            except StopAsyncIteration:
                raise FormNotValidError from None
            except TimeoutError:
                raise TooSlowError from None
            try:
                self._parser.write(piece)
            except MultipartParseError:
                raise FormNotValidError from None
        return self._events.popleft()

    # -- what the parser calls ------------------------------------------------------------------------

    def _begin(self) -> None:
        self._count += 1
        self._read_of_headers = 0
        if self._count > MOST_PARTS:
            raise FormNotValidError
        self._part = Part()

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._header[0] += self._counted(data[start:end])

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._header[1] += self._counted(data[start:end])

    def _counted(self, some: bytes) -> bytes:
        self._read_of_headers += len(some)
        if self._read_of_headers > LONGEST_HEADERS:
            raise FormNotValidError
        return some

    def _header_end(self) -> None:
        self._part.headers[self._header[0].lower()] = self._header[1]
        self._header = [b"", b""]

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._part.headers.get(b"content-disposition", b""))
        self._part.name = options.get(b"name", b"").decode("utf-8", "replace")
        filename = options.get(b"filename")
        self._part.filename = filename.decode("utf-8", "replace") if filename is not None else None
        self._events.append(self._part)

    def _data(self, data: bytes, start: int, end: int) -> None:
        self._events.append(Data(data[start:end]))

    def _end(self) -> None:
        self._events.append(End())

    def _all(self) -> None:
        self._over = True
