"""The web chat's pages: the chat itself, what the service is, how to be safe, official accounts, and the accessibility
statement."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

from fastapi import APIRouter, Request, Response

from bot.webchat.accounts import Accounts, no_accounts
from bot.webchat.rendering import Pages
from bot.webchat.settings import PageSettings

__all__ = ["PageSettings", "router"]

_HERE = Path(__file__).parent
NOTICE_LIMIT = 100
_MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


def router(settings: PageSettings, accounts: Accounts = no_accounts) -> APIRouter:
    """`/`, `/chat`, `/chat/safety`, `/chat/embed.js`, `/accounts`, `/accessibility` and the files under `/chat/static/`."""
    routes = APIRouter(include_in_schema=False)
    pages = Pages(settings)

    @routes.get("/")
    async def home(request: Request) -> Response:
        return pages.page(request, "home")

    @routes.get("/chat")
    async def chat(request: Request) -> Response:
        return pages.page(
            request, "chat", embedded=_embedded(request), notice=_notice(request), id=secrets.token_hex(16)
        )

    @routes.get("/chat/safety")
    async def safety(request: Request) -> Response:
        return pages.page(request, "safety", embedded=_embedded(request), notice=_notice(request))

    @routes.get("/accounts")
    async def official_accounts(request: Request) -> Response:
        return pages.page(request, "accounts", accounts=await accounts())

    @routes.get("/accessibility")
    async def accessibility(request: Request) -> Response:
        return pages.page(request, "accessibility")

    _add_embed_script(routes, pages)
    _add_static_files(routes)
    return routes


def _embedded(request: Request) -> bool:
    return request.query_params.get("embedded") == "1"


def _notice(request: Request) -> str:
    notice = request.query_params.get("notice", "")
    return notice if len(notice) <= NOTICE_LIMIT else ""


def _add_embed_script(routes: APIRouter, pages: Pages) -> None:
    script = pages.embed_script()

    @routes.get("/chat/embed.js")
    async def embed_script() -> Response:
        """404 where no site may show the chat in a frame."""
        if not pages.settings.embed_origins:
            return Response(status_code=404, headers={"Cache-Control": "no-store"})
        # Other sites load it, also those that take nothing from others unless it says so.
        headers = {
            "Cache-Control": "no-cache",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(script, media_type="text/javascript", headers=headers)


def _add_static_files(routes: APIRouter) -> None:
    files = {path.name: path.read_bytes() for path in (_HERE / "static").iterdir() if path.suffix in _MEDIA_TYPES}
    tags = {name: f'"{hashlib.sha256(content).hexdigest()[:32]}"' for name, content in files.items()}

    @routes.get("/chat/static/{name}")
    async def static_file(request: Request, name: str) -> Response:
        """Asked for anew each time (and mostly answered 304), so that no page runs with the script of another."""
        if name not in files:
            return Response(status_code=404, headers={"Cache-Control": "no-store"})
        headers = {"ETag": tags[name], "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
        if request.headers.get("if-none-match") == tags[name]:
            return Response(status_code=304, headers=headers)
        return Response(files[name], media_type=_MEDIA_TYPES[Path(name).suffix], headers=headers)
