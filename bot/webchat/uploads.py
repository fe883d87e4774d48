"""A picture, film or sound from the web chat."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse

from bot.errors import BotError, ProblemRoute
from bot.intake import (
    Channel,
    FileEmptyError,
    FileRefusedError,
    FileTooLargeError,
    Inbound,
    InboundKind,
    Intake,
    Media,
    NoRoomError,
    StagedFile,
    UnknownSessionError,
    Uploads,
    WebSessions,
)
from bot.webchat.errors import (
    FieldNotValidError,
    FileKindNotTakenError,
    FileMissingError,
    FileTooBigError,
    NoRoomForFilesError,
    SessionUnknownError,
    TooManyUploadsError,
)
from bot.webchat.limits import Limits
from bot.webchat.multipart import Form, Part
from bot.webchat.routes import Token, refusals
from bot.webchat.schemas import MessageAccepted

LARGEST_FILE = 50_000_000
AROUND_IT = 20_000
_LARGEST_SEQ = 2**53 - 1
_PRINTABLE = re.compile(r"[^\x00-\x1f\x7f]{1,200}")

_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file", "client_message_id"],
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "client_message_id": {"type": "string", "minLength": 1, "maxLength": 200},
                    },
                }
            }
        },
    }
}


def router(
    intake: Intake,
    sessions: WebSessions,
    uploads: Uploads,
    *,
    now: Callable[[], datetime],
    limits: Limits | None = None,
) -> APIRouter:
    """`POST /chat/api/attachments`."""
    routes = APIRouter(prefix="/chat/api", tags=["web chat"], route_class=ProblemRoute)
    limited = limits or Limits()

    @routes.post(
        "/attachments",
        status_code=202,
        response_model=MessageAccepted,
        responses=refusals(400, 401, 408, 413, 415, 422, 429, 503),
        openapi_extra=_BODY,
    )
    async def attach(request: Request, token: Token) -> Response:
        """Send a file. The answer comes after it is on disk; the same `client_message_id` twice is one message."""
        await _admit(request, sessions, limited, token)
        form = _Upload(Form(request), uploads)
        try:
            staged, media, message_id = await form.read()
        except (BotError, ClientDisconnect) as error:
            await form.drop()
            if isinstance(error, BotError):
                raise
            return Response(status_code=400)
        inbound = Inbound(
            Channel.WEBCHAT, message_id, token, InboundKind.MEDIA, now(),
            media=(Media(staged.kind, staged.file, media.filename, staged.content_type, staged.size),),
        )  # fmt: skip
        # Whatever else happens here, the message may be on disk: then the file must not be dropped.
        try:
            accepted = await intake.accept(inbound)
        except UnknownSessionError:
            await form.drop()
            raise SessionUnknownError from None
        await form.drop()
        return JSONResponse({"seq": accepted.seq}, 202)

    return routes


async def _admit(request: Request, sessions: WebSessions, limits: Limits, token: str) -> None:
    """Before a byte of the body is read."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared[:20]) > LARGEST_FILE + AROUND_IT:
        raise FileTooBigError(LARGEST_FILE)
    try:
        await sessions.history(token, _LARGEST_SEQ)
    except UnknownSessionError:
        raise SessionUnknownError from None
    wait = limits.wait(token)
    if wait is not None:
        raise TooManyUploadsError(wait)


class _Upload:
    """The form of one upload; its fields may come in any order."""

    def __init__(self, form: Form, uploads: Uploads) -> None:
        self._form = form
        self._uploads = uploads
        self._staged: StagedFile | None = None

    async def read(self) -> tuple[StagedFile, Part, str]:
        media, message_id = None, None
        async for part in self._form.parts():
            if part.name == "file" and part.filename is not None and media is None:
                media = part
                self._staged = await self._stage(self._form.content())
            elif part.name == "client_message_id":
                message_id = await self._form.text()
            else:
                raise FieldNotValidError("file")
        if media is None or self._staged is None:
            raise FileMissingError
        if message_id is None or not _PRINTABLE.fullmatch(message_id):
            raise FieldNotValidError("client_message_id")
        return self._staged, media, message_id

    async def _stage(self, content: AsyncIterator[bytes]) -> StagedFile:
        try:
            return await self._uploads.stage(content)
        except FileTooLargeError:
            raise FileTooBigError(LARGEST_FILE) from None
        except FileRefusedError:
            raise FileKindNotTakenError from None
        except FileEmptyError:
            raise FileMissingError from None
        except NoRoomError:
            raise NoRoomForFilesError from None

    async def drop(self) -> None:
        """Give the file up; one that a message took stays."""
        if self._staged is not None:
            await self._uploads.drop(self._staged.file)
