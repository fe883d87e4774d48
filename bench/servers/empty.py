"""A FastAPI route that reads its body and stores nothing: what the server itself costs."""

from __future__ import annotations

import sys

import uvicorn
from fastapi import FastAPI, Request
from starlette.responses import JSONResponse

app = FastAPI()


@app.post("/chat/api/messages", status_code=202)
async def say(request: Request) -> JSONResponse:
    await request.body()
    return JSONResponse({"seq": 1}, 202)


if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[1]), log_config=None, access_log=False, timeout_graceful_shutdown=1)
