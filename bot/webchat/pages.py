"""The web chat's pages: the chat itself, what the service is, official accounts, and the accessibility statement."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.webchat.accounts import Accounts, no_accounts
from bot.webchat.wording import chosen_language, load_wording

_HERE = Path(__file__).parent
_ASSESSED_ON = date(2026, 11, 3)
_NOTICE_LIMIT = 100
_MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Vary": "Accept-Language",
}


@dataclass(frozen=True, slots=True)
class PageSettings:
    """What a site says about itself.

    `demo` shows on every page that this is no live police channel. `linked` names the app's other pages that
    exist and are linked: of `notices`, `accounts`, `desk`, `training`, `docs`.
    """

    demo: bool = True
    telegram_url: str | None = None
    messenger_url: str | None = None
    accessibility_email: str | None = None
    linked: frozenset[str] = frozenset()


class _Pages:
    def __init__(self, settings: PageSettings) -> None:
        self._settings = settings
        self._wording = load_wording()
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def page(self, request: Request, name: str, **values: Any) -> Response:
        language = chosen_language(request.query_params.get("lang"), request.headers.get("accept-language", ""))
        kept = {key: value for key, value in values.items() if value and isinstance(value, str)}
        query = {"lang": language.other.value, **kept}
        html = self._templates.get_template(f"{name}.html").render(
            page=name,
            language=language.value,
            other_language=language.other.value,
            other_url="?" + urlencode(query),
            settings=self._settings,
            assessed_on=_ASSESSED_ON.isoformat(),
            words=self._wording[language],
            common=self._wording[language]["common"],
            w=self._wording[language][name],
            **values,
        )
        return Response(html, media_type="text/html", headers={**_PAGE_HEADERS, "Content-Language": language.value})


def router(settings: PageSettings, accounts: Accounts = no_accounts) -> APIRouter:
    """`/`, `/chat`, `/accounts`, `/accessibility` and the files under `/chat/static/`. Sets no cookie."""
    routes = APIRouter(include_in_schema=False)
    pages = _Pages(settings)

    @routes.get("/")
    async def home(request: Request) -> Response:
        return pages.page(request, "home")

    @routes.get("/chat")
    async def chat(request: Request) -> Response:
        notice = request.query_params.get("notice", "")
        return pages.page(request, "chat", notice=notice if len(notice) <= _NOTICE_LIMIT else "")

    @routes.get("/accounts")
    async def official_accounts(request: Request) -> Response:
        return pages.page(request, "accounts", accounts=await accounts())

    @routes.get("/accessibility")
    async def accessibility(request: Request) -> Response:
        return pages.page(request, "accessibility")

    _add_static_files(routes)
    return routes


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
