"""The chat as a plain form, for browsers without JavaScript: the same conversation, one page a turn."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response

from bot.intake import (
    Channel,
    Inbound,
    InboundKind,
    Intake,
    Session,
    Shown,
    UnknownPayloadError,
    UnknownSessionError,
    WebSessions,
)
from bot.webchat.body import read_capped
from bot.webchat.errors import BodyTooLargeError
from bot.webchat.openings import Openings
from bot.webchat.pages import NOTICE_LIMIT
from bot.webchat.rendering import Pages
from bot.webchat.routes import TOKEN_LIMIT, Admit
from bot.webchat.schemas import TEXT_LIMIT, without_nul
from bot.webchat.settings import PageSettings
from bot.webchat.wording import Language

logger = logging.getLogger(__name__)

ANSWER_SECONDS = 3.0
_ID_LIMIT = 200
_FIELDS_LIMIT = 20


class _Refused(Exception):
    """`why` is a name in the section `plain` of the wording."""

    def __init__(self, why: str, status: int, headers: dict[str, str] | None = None) -> None:
        super().__init__(why)
        self.why, self.status, self.headers = why, status, headers or {}


@dataclass(frozen=True, slots=True)
class _Form:
    language: Language
    token: str = ""
    id: str = ""
    text: str = ""
    payload: str = ""
    notice: str = ""
    says: bool = False  # false: only look for answers, or change the language; what stands in the box stays there


def router(
    settings: PageSettings,
    intake: Intake,
    sessions: WebSessions,
    *,
    now: Callable[[], datetime],
    admit: Admit | None = None,
    answer_seconds: float = ANSWER_SECONDS,
) -> APIRouter:
    """`/chat/plain`. The token stands in a hidden field, so that it is in no address, log or history."""
    routes = APIRouter(include_in_schema=False)
    chat = _PlainChat(Pages(settings), intake, sessions, now, admit, answer_seconds)
    routes.add_api_route("/chat/plain", chat.show, methods=["GET"])
    routes.add_api_route("/chat/plain", chat.take, methods=["POST"])
    return routes


class _PlainChat:
    def __init__(
        self,
        pages: Pages,
        intake: Intake,
        sessions: WebSessions,
        now: Callable[[], datetime],
        admit: Admit | None,
        answer_seconds: float,
    ) -> None:
        self._pages = pages
        self._intake = intake
        self._sessions = sessions
        self._now = now
        self._admit = admit
        self._answer_seconds = answer_seconds
        self._openings = Openings()

    async def show(self, request: Request) -> Response:
        """An empty form. No conversation is opened before something is said."""
        notice = request.query_params.get("notice", "")[:NOTICE_LIMIT]
        return self._page(request, _Form(self._pages.language(request), notice=notice))

    async def take(self, request: Request) -> Response:
        """Says what the form holds, waits a moment for the answer, and shows the conversation."""
        form = _Form(self._pages.language(request))
        try:
            form = self._form(request, await read_capped(request))
            if form.says and not form.payload and len(form.text) > TEXT_LIMIT:
                raise _Refused("too_long", 422)
            form, why = await self._say(request, form)
            history = await self._sessions.history(form.token, 0) if form.token else []
        except BodyTooLargeError:
            return self._page(request, form, why="too_long", status=413)
        except UnknownSessionError:
            return self._page(request, replace(form, token=""), why="expired")
        except _Refused as refusal:
            return self._page(request, form, why=refusal.why, status=refusal.status, headers=refusal.headers)
        except Exception as error:
            logger.error("the plain form could not take a message: %s", type(error).__name__)
            return self._page(request, form, why="not_taken", status=503)
        kept = form.text if form.payload or not form.says else ""
        return self._page(request, replace(form, text=kept, id=""), history, why)

    async def _say(self, request: Request, form: _Form) -> tuple[_Form, str]:
        """The form with its token, and what there is to remark."""
        if not form.says:
            return form, ""
        if not form.payload and not form.text.strip():
            return form, "nothing_said"
        if not form.token:
            form = replace(form, token=(await self._open(request, form)).token)
        try:
            seq = await self._accept(form)
        except UnknownPayloadError:
            return form, "choice_gone"
        except UnknownSessionError:
            if form.payload:
                raise
            # Who has just written something is not asked to send it once more.
            form = replace(form, token=(await self._open(request, form)).token)
            await self._wait(form.token, await self._accept(form))
            return form, "new_conversation"
        await self._wait(form.token, seq)
        return form, ""

    async def _open(self, request: Request, form: _Form) -> Session:
        async def begin() -> Session:
            seconds = self._admit(request.client.host if request.client else "") if self._admit else None
            if seconds is not None:
                raise _Refused("busy", 429, {"Retry-After": str(max(1, round(seconds)))})
            return await self._sessions.open(form.language.value, form.notice or None)

        return await self._openings.once(form.token + form.id, begin)

    async def _accept(self, form: _Form) -> int:
        pressed = bool(form.payload)
        inbound = Inbound(
            channel=Channel.WEBCHAT,
            external_id=form.id,
            sender=form.token,
            kind=InboundKind.PAYLOAD if pressed else InboundKind.TEXT,
            sent_at=self._now(),
            text=None if pressed else form.text,
            payload=form.payload or None,
        )
        return (await self._intake.accept(inbound)).seq

    async def _wait(self, token: str, seq: int) -> None:
        """Until something was answered, but not for long: the message is on disk, and the page can be asked again."""
        loop = asyncio.get_running_loop()
        until = loop.time() + self._answer_seconds
        while (left := until - loop.time()) > 0:
            if any(one.sender != "reporter" for one in await self._sessions.wait(token, seq, left)):
                return
            await asyncio.sleep(0.05)

    def _form(self, request: Request, body: bytes) -> _Form:
        try:
            fields = dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=_FIELDS_LIMIT))
        except ValueError:
            raise _Refused("not_taken", 400) from None
        told = fields.get("id", "")
        return _Form(
            language=self._pages.language(request, fields.get("to") or fields.get("lang")),
            token=fields.get("token", "")[:TOKEN_LIMIT],
            id=told if told.isalnum() and len(told) <= _ID_LIMIT else secrets.token_hex(16),
            text=without_nul(fields.get("text", "").replace("\r\n", "\n")),
            payload=fields.get("payload", "")[:500],
            notice=fields.get("notice", "")[:NOTICE_LIMIT],
            says=not fields.keys() & {"look", "to"},
        )

    def _page(
        self,
        request: Request,
        form: _Form,
        history: list[Shown] | None = None,
        why: str = "",
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> Response:
        shown: dict[str, Any] = {"form": replace(form, id=form.id or secrets.token_hex(16)), "why": why}
        answer = self._pages.page(
            request,
            "plain",
            language=form.language,
            status=status,
            notice=form.notice,
            history=history or [],
            offer=_offer(history or []),
            **shown,
        )
        answer.headers.update(headers or {})
        return answer


def _offer(history: list[Shown]) -> int:
    """The seq of the message whose buttons can be pressed: the last that has any, or 0."""
    return max((one.seq for one in history if one.buttons), default=0)
