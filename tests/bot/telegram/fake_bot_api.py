"""A small Bot API over HTTP: what Telegram does to a bot, with its faults on demand.

It confirms as Telegram does (an update is forgotten when an update with a higher offset is asked for), holds
`getUpdates` open, repeats webhooks that were not answered 2xx, and records every call.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
Params = dict[str, object]


@dataclass(frozen=True, slots=True)
class Call:
    method: str
    params: Params
    at: float


@dataclass
class FakeBotApi:
    calls: list[Call] = field(default_factory=list)
    pending: list[Params] = field(default_factory=list)
    blocked_by: set[int] = field(default_factory=set)
    unknown_chats: set[int] = field(default_factory=set)
    refusals: dict[str, deque[JSONResponse | None]] = field(default_factory=dict)
    down: bool = False
    webhook: Params = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)
    files: dict[str, bytes] = field(default_factory=dict)
    moved: dict[str, JSONResponse] = field(default_factory=dict)
    next_update: int = 9000
    next_message: int = 500
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def app(self) -> FastAPI:
        app = FastAPI()
        app.add_api_route("/file/bot{token}/{path:path}", self._download, methods=["GET"], response_model=None)
        app.add_api_route("/bot{token}/{method}", self._answer, methods=["GET", "POST"], response_model=None)
        return app

    async def send(self, content: Params, kind: str = "message") -> Params:
        """Something happens at Telegram: a message, an edit, a press."""
        self.next_update += 1
        update: Params = {"update_id": self.next_update, kind: content}
        async with self.changed:
            self.pending.append(update)
            self.changed.notify_all()
        return update

    async def push(self, update: Params, tries: int = 3) -> list[int]:
        """Delivers by webhook until it is answered 2xx; the statuses it got."""
        statuses: list[int] = []
        headers = {"X-Telegram-Bot-Api-Secret-Token": str(self.webhook.get("secret_token", ""))}
        async with httpx.AsyncClient() as http:
            while len(statuses) < tries and not (statuses and 200 <= statuses[-1] < 300):
                response = await http.post(str(self.webhook["url"]), json=update, headers=headers)
                statuses.append(response.status_code)
        return statuses

    def refuse(self, method: str, status: int, description: str, after: int = 0, **parameters: object) -> None:
        """A call of the method is answered with this error: the next, or the one after so many others."""
        body: Params = {"ok": False, "error_code": status, "description": description}
        if parameters:
            body["parameters"] = parameters
        self.refusals.setdefault(method, deque()).extend([*[None] * after, JSONResponse(body, status)])

    def refuse_download(self, file: str, status: int, **headers: str) -> None:
        """The file's address, once it is known, answers this."""
        self.moved[file] = JSONResponse({}, status, {key.replace("_", "-"): value for key, value in headers.items()})

    async def album(self, *files: str, chat: int = 4711, first: int = 50, caption: str | None = None) -> None:
        """Pictures chosen together: a message each, the caption under the first."""
        for number, file in enumerate(files):
            words = {"caption": caption} if caption and not number else {}
            photo = [{"file_id": file, "width": 800, "height": 600}]
            await self.send(message(chat=chat, id=first + number, photo=photo, media_group_id="135", **words))

    def called(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    async def until(self, reached: Callable[[FakeBotApi], bool], seconds: float = 8.0) -> None:
        async with asyncio.timeout(seconds), self.changed:
            await self.changed.wait_for(lambda: reached(self))

    async def release(self) -> None:
        """Lets held calls go, so that the server can stop."""
        self.down = True
        async with self.changed:
            self.changed.notify_all()

    async def _answer(self, token: str, method: str, request: Request) -> JSONResponse:
        params: Params = {**request.query_params, **{key: _value(item) for key, item in (await request.form()).items()}}
        async with self.changed:
            self.calls.append(Call(method, params, time.monotonic()))
            self.changed.notify_all()
        if self.down:
            return _error(502, "Bad Gateway")
        if token != TOKEN:
            return _error(401, "Unauthorized")
        if self.refusals.get(method) and (refusal := self.refusals[method].popleft()) is not None:
            return refusal
        handler = getattr(self, f"_{method}", None)
        return _error(404, "Not Found") if handler is None else await handler(params)

    async def _getMe(self, params: Params) -> JSONResponse:
        return _ok({"id": 110201543, "is_bot": True, "first_name": "Tips", "username": "tips_bot"})

    async def _getUpdates(self, params: Params) -> JSONResponse:
        if self.webhook.get("url"):
            return _error(409, "Conflict: can't use getUpdates method while webhook is active")
        offset, kinds = params.get("offset"), params.get("allowed_updates")
        assert isinstance(kinds, list)
        async with self.changed:
            if isinstance(offset, int):
                self.pending = [each for each in self.pending if _id(each) >= offset]
                self.changed.notify_all()
            try:
                async with asyncio.timeout(float(str(params.get("timeout", 0)))):
                    await self.changed.wait_for(lambda: self.down or bool(self._wanted(kinds)))
            except TimeoutError:
                return _ok([])
            return _error(502, "Bad Gateway") if self.down else _ok(self._wanted(kinds)[:100])

    def _wanted(self, kinds: list[str]) -> list[Params]:
        return [each for each in self.pending if any(kind in each for kind in kinds)]

    async def _sendMessage(self, params: Params) -> JSONResponse:
        chat, text = params["chat_id"], str(params["text"])
        assert isinstance(chat, int)
        if chat in self.blocked_by:
            return _error(403, "Forbidden: bot was blocked by the user")
        if chat in self.unknown_chats:
            return _error(400, "Bad Request: chat not found")
        if len(text.encode("utf-16-le")) // 2 > 4096:
            return _error(400, "Bad Request: message is too long")
        if any(len(data.encode()) > 64 for data in _callback_data(params)):
            return _error(400, "Bad Request: BUTTON_DATA_INVALID")
        self.next_message += 1
        return _ok({"message_id": self.next_message, "date": int(time.time()), "chat": private(chat), "text": text})

    async def _answerCallbackQuery(self, params: Params) -> JSONResponse:
        query = str(params["callback_query_id"])
        if query in self.answered:
            return _error(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.answered.add(query)
        return _ok(True)

    async def _getFile(self, params: Params) -> JSONResponse:
        file = str(params["file_id"])
        content = self.files.get(file)
        if content is None and file not in self.moved:
            return _error(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(content or b"") > 20 * 1024 * 1024:
            return _error(400, "Bad Request: file is too big")
        path = f"photos/{file} 1#.jpg"
        return _ok({"file_id": file, "file_unique_id": f"u{file}", "file_size": len(content or b""), "file_path": path})

    async def _download(self, token: str, path: str) -> Response:
        file = path.removeprefix("photos/").removesuffix(" 1#.jpg")
        self.calls.append(Call("(download)", {"path": path}, time.monotonic()))
        if token != TOKEN or self.down:
            return Response(status_code=404 if not self.down else 502)
        return self.moved.get(file) or Response(self.files[file], media_type="application/octet-stream")

    async def _leaveChat(self, params: Params) -> JSONResponse:
        return _ok(True)

    async def _setWebhook(self, params: Params) -> JSONResponse:
        self.webhook = params
        return _ok(True)

    async def _deleteWebhook(self, params: Params) -> JSONResponse:
        self.webhook = {}
        return _ok(True)

    async def _setMyCommands(self, params: Params) -> JSONResponse:
        return _ok(True)


def private(chat: int) -> Params:
    return {"id": chat, "type": "private", "first_name": "Kim"}


def message(text: str | None = None, *, chat: int = 4711, id: int = 1, **more: Any) -> Params:
    """The content of a message from `chat`; without a text, `more` says what it is."""
    content: Params = {
        "message_id": id,
        "date": int(time.time()),
        "chat": private(chat),
        "from": {"id": chat, "is_bot": False, "first_name": "Kim", "language_code": "sv"},
    }
    return content | ({} if text is None else {"text": text}) | more


def press(data: str, *, chat: int = 4711, id: int = 7, query: str = "4382bfdwdsb323b2d9") -> Params:
    """The content of a press on a button under the bot's message `id`."""
    return {
        "id": query,
        "from": {"id": chat, "is_bot": False, "first_name": "Kim", "language_code": "en"},
        "message": {"message_id": id, "date": 1780000000, "chat": private(chat), "text": "Pågår det nu?"},
        "chat_instance": "8428209589180549439",
        "data": data,
    }


def _ok(result: object) -> JSONResponse:
    return JSONResponse({"ok": True, "result": result})


def _error(status: int, description: str) -> JSONResponse:
    return JSONResponse({"ok": False, "error_code": status, "description": description}, status)


def _id(update: Params) -> int:
    number = update["update_id"]
    assert isinstance(number, int)
    return number


def _value(item: object) -> object:
    # The client writes texts as they are and everything else as JSON.
    try:
        value: object = json.loads(str(item))
    except ValueError:
        return str(item)
    return str(item) if isinstance(value, str) else value


def _callback_data(params: Params) -> list[str]:
    markup = params.get("reply_markup")
    rows = markup["inline_keyboard"] if isinstance(markup, dict) else []
    return [button["callback_data"] for row in rows for button in row]
