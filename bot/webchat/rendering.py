"""Renders the web chat's pages, each with the headers that keep it to itself."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.webchat.settings import PageSettings
from bot.webchat.wording import Language, chosen_language, load_wording

_ASSESSED_ON = date(2026, 11, 29)
_SWEDEN = ZoneInfo("Europe/Stockholm")
_NUMBERS = re.compile(r"(?<![\d+\-])(112|114[ \u00a0]?14)(?![\d\-]| \d)")
_CALL_TO_112 = re.compile(r"[^.!?\n]{0,80}\b112\b")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors "
)


class Pages:
    """The pages of one site. Sets no cookie."""

    def __init__(self, settings: PageSettings) -> None:
        self.settings = settings
        self.wording = load_wording()
        self._templates = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters |= {"linked": _linked, "calls_to_112": _calls_to_112, "clock": _clock}

    def language(self, request: Request, asked: str | None = None) -> Language:
        return chosen_language(asked or request.query_params.get("lang"), request.headers.get("accept-language", ""))

    def page(
        self,
        request: Request,
        name: str,
        *,
        language: Language | None = None,
        status: int = 200,
        embedded: bool = False,
        notice: str = "",
        **values: Any,
    ) -> Response:
        """`embedded`: the page may stand in a frame of the sites that the settings name, and of no others."""
        language = language or self.language(request)
        kept = {key: value for key, value in (("notice", notice), ("embedded", "1" if embedded else "")) if value}
        words = self.wording[language]
        html = self._templates.get_template(f"{name}.html").render(
            page=name,
            language=language.value,
            other_language=language.other.value,
            here="?" + urlencode({"lang": language.value, **kept}),
            other_url="?" + urlencode({"lang": language.other.value, **kept}),
            settings=self.settings,
            assessed_on=_ASSESSED_ON.isoformat(),
            reading=self._reading(language),
            words=words,
            common=words["common"],
            w=words[name],
            embedded=embedded,
            notice=notice,
            **values,
        )
        headers = {**self._headers(embedded), "Content-Language": language.value}
        return Response(html, status, media_type="text/html", headers=headers)

    def embed_script(self) -> str:
        """The script that another site loads. It holds words and addresses and nothing of any conversation."""
        words = {language.value: self.wording[language]["embed"] for language in Language}
        return self._templates.get_template("embed.js").render(
            words=words, origins=self.settings.embed_origins, settings=self.settings
        )

    def _reading(self, language: Language) -> str:
        """When a person reads what comes in: always true, whatever the hour at which the page was opened."""
        words, hours = self.wording[language]["reading"], self.settings.reading_hours
        if hours is None:
            return str(words["unsaid"])
        if hours == ("00:00", "24:00"):
            return str(words["always"])
        begin, end = (hour.replace(":", ".") if language is Language.SWEDISH else hour for hour in hours)
        return str(words["hours"]).format(begin=begin, end=end)

    def _headers(self, embedded: bool) -> dict[str, str]:
        ancestors = " ".join(self.settings.embed_origins) if embedded else ""
        return {
            "Content-Security-Policy": _POLICY + (ancestors or "'none'"),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
            "Vary": "Accept-Language",
        }


def _linked(text: str) -> Markup:
    """Emergency numbers in the service's own words can be called, as text.js has it."""

    def link(found: re.Match[str]) -> str:
        digits = "".join(filter(str.isdigit, found[0]))
        return f'<a href="tel:{digits}">{found[0]}</a>'

    return Markup(_NUMBERS.sub(link, str(escape(text))))  # noqa: S704  escaped in the same breath


def _calls_to_112(text: str) -> bool:
    return _CALL_TO_112.match(text) is not None


def _clock(at: datetime) -> str:
    return at.astimezone(_SWEDEN).strftime("%H:%M")
