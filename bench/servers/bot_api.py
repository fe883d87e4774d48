"""As much of Telegram's Bot API as a bot by webhook calls; `GET /sent` tells when what was sent to whom."""

from __future__ import annotations

import sys
import time
from urllib.parse import parse_qs

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

ME = {"id": 110201543, "is_bot": True, "first_name": "Tips", "username": "tips_bot"}
sent: list[tuple[int, float, str]] = []


async def call(request: Request) -> JSONResponse:
    at = time.monotonic()
    method = request.path_params["method"]
    if method == "getMe":
        return JSONResponse({"ok": True, "result": ME})
    if method != "sendMessage":
        return JSONResponse({"ok": True, "result": True})
    form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
    chat = int(form["chat_id"])
    sent.append((chat, at, form["text"]))
    message = {
        "message_id": len(sent),
        "date": int(time.time()),
        "chat": {"id": chat, "type": "private"},
        "text": form["text"],
    }
    return JSONResponse({"ok": True, "result": message})


async def so_far(_: Request) -> JSONResponse:
    return JSONResponse(sent)


app = Starlette(routes=[Route("/sent", so_far), Route("/bot{token}/{method}", call, methods=["GET", "POST"])])

if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[1]), log_config=None, access_log=False, timeout_graceful_shutdown=1)
