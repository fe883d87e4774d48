"""The composition root: the one place that knows every part and mounts it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from api import errors, problems
from api.accounts import endpoints as accounts
from api.aside import endpoints as aside
from api.delivery import endpoints as deliveries
from api.desk import pages as desk
from api.events import endpoints as events
from api.followup import endpoints as followup
from api.health import endpoints as health
from api.health.metrics import exposition
from api.interpret import endpoints as interpret
from api.media import endpoints as media
from api.pages import endpoints as pages
from api.queue import endpoints as queue
from api.runtime import Runtime
from api.surveys import endpoints as surveys
from api.tips import endpoints as tips
from api.tokens import endpoints as tokens
from api.unanswered import endpoints as unanswered
from bot.webchat import pages as chat_pages
from bot.webchat import plain as chat_plain
from bot.webchat import routes as chat_routes
from bot.webchat import settings as chat_settings
from bot.webchat import uploads as chat_uploads

TITLE = "Tipline"
LINKED = frozenset({"accounts", "desk", "docs"})


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
    site = chat_settings.page_settings(
        demo=not settings.tipline_live,
        linked=LINKED,
        telegram_url=settings.telegram_url,
        messenger_url=settings.messenger_url,
        leave_url=settings.leave_url,
        embed_origins=settings.embed_origins,
        reading_hours=settings.reading_hours,
    )
    for router in (
        chat_uploads.router(runtime.intake, runtime.sessions, runtime.files.staging, now=runtime.now),
        chat_routes.router(runtime.intake, runtime.sessions, now=runtime.now, closing=runtime.closing),
        chat_pages.router(site, runtime.accounts.listed),
        chat_plain.router(site, runtime.intake, runtime.sessions, now=runtime.now),
        desk.router(),
        runtime.telegram.router,
        runtime.messenger.router,
        runtime.actions.router,
        interpret.router(runtime.interpret, runtime.auth),
        tips.router(runtime.tips, runtime.auth),
        followup.router(runtime.followup, runtime.auth),
        media.router(runtime.files.media, runtime.auth),
        queue.router(runtime.queue, runtime.auth),
        aside.router(runtime.aside, runtime.auth),
        events.router(runtime.events, runtime.auth),
        pages.router(runtime.pages, runtime.auth),
        accounts.router(runtime.accounts, runtime.auth),
        unanswered.router(runtime.unanswered, runtime.auth),
        surveys.router(runtime.surveys, runtime.auth),
        deliveries.router(runtime.delivery, runtime.auth),
        tokens.router(runtime.store, runtime.tokens, runtime.auth),
        health.router(runtime.database_state, components, exposition(runtime.store, lambda: runtime.rasa.ready)),
    ):
        app.include_router(router)
    return app
