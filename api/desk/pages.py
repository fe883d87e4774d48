"""The desk page: the queue of tips for the desk, and tokens for administrators.

The page itself holds no tip and asks for no login; its script reads everything through the API, as whoever logs in.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from fastapi import APIRouter, Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.desk.wording import Language, load_wording

_HERE = Path(__file__).parent
_MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def router() -> APIRouter:
    """`/desk` (Swedish; `?lang=en` English) and the files under `/desk/static/`. Sets no cookie."""
    routes = APIRouter(include_in_schema=False)
    rendered = _render()

    @routes.get("/desk")
    async def desk(request: Request) -> Response:
        asked = request.query_params.get("lang")
        language = Language(asked) if asked in list(Language) else Language.SWEDISH
        headers = {**_PAGE_HEADERS, "Content-Language": language.value}
        return Response(rendered[language], media_type="text/html", headers=headers)

    _add_static_files(routes)
    return routes


def _render() -> dict[Language, str]:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("desk.html")
    return {
        language: template.render(
            language=language.value, other_language=language.other.value, w=words["page"], said=words["script"]
        )
        for language, words in load_wording().items()
    }


def _add_static_files(routes: APIRouter) -> None:
    files = {path.name: path.read_bytes() for path in (_HERE / "static").iterdir() if path.suffix in _MEDIA_TYPES}
    tags = {name: f'"{hashlib.sha256(content).hexdigest()[:32]}"' for name, content in files.items()}

    @routes.get("/desk/static/{name}")
    async def static_file(request: Request, name: str) -> Response:
        """Asked for anew each time (and mostly answered 304), so that no page runs with the script of another."""
        if name not in files:
            return Response(status_code=404, headers={"Cache-Control": "no-store"})
        headers = {"ETag": tags[name], "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
        if request.headers.get("if-none-match") == tags[name]:
            return Response(status_code=304, headers=headers)
        return Response(files[name], media_type=_MEDIA_TYPES[Path(name).suffix], headers=headers)
