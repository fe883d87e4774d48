"""The composition root: the one place that knows every part and mounts it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from api import errors, problems
from api.aside import endpoints as aside
from api.desk import pages as desk
from api.events import endpoints as events
from api.health import endpoints as health
from api.health.metrics import exposition
from api.interpret import endpoints as interpret
from api.queue import endpoints as queue
from api.runtime import Runtime
from api.tips import endpoints as tips
from api.tokens import endpoints as tokens
from bot.webchat import pages as chat_pages
from bot.webchat import routes as chat_routes

TITLE = "Tipline"
LINKED = frozenset({"desk", "docs"})


def build(runtime: Runtime) -> FastAPI:
    """The app with every route; `runtime` starts and stops with it."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await runtime.start()
        yield
        await runtime.stop()

    app = FastAPI(title=TITLE, version="1", lifespan=lifespan, redoc_url=None)
    errors.install(app)
    problems.document(app)
    components: dict[str, health.Component] = {
        "guard": lambda: "ready",
        "analysis": runtime.analysis_state,
        "rasa": runtime.rasa_state,
        "telegram": lambda: str(runtime.telegram.status),
        "messenger": lambda: str(runtime.messenger.status),
    }
    settings = runtime.settings
    for router in (
        chat_routes.router(runtime.intake, runtime.sessions, now=runtime.now, closing=runtime.closing),
        chat_pages.router(chat_pages.PageSettings(demo=not settings.tipline_live, linked=LINKED)),
        desk.router(),
        runtime.telegram.router,
        runtime.messenger.router,
        runtime.actions.router,
        interpret.router(runtime.interpret, runtime.auth),
        tips.router(runtime.tips, runtime.auth),
        queue.router(runtime.queue, runtime.auth),
        aside.router(runtime.aside, runtime.auth),
        events.router(runtime.events, runtime.auth),
        tokens.router(runtime.store, runtime.tokens, runtime.auth),
        health.router(runtime.database_state, components, exposition(runtime.store, lambda: runtime.rasa.ready)),
    ):
        app.include_router(router)
    return app
