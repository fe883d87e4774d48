"""Reading and writing the answers that editors own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from api import clock
from api.clock import iso
from api.errors import InvalidRequestError, NotFoundError, TiplineError
from api.pages.layer import PageLayer
from api.pages.models import Page
from api.pages.topics import Topic
from api.store.base import table_of
from api.store.store import Read, Store, Write
from api.tokens.service import Principal
from api.wording import LANGUAGES, Wording
from api.wording_rules import page_faults

pages = table_of(Page)
CHANNELS = ("webchat", "telegram", "messenger")


class PageNotReplacedError(NotFoundError):
    title = "No editor has written this page"


class PageVersionNeededError(TiplineError):
    status = 428
    title = "If-Match with the page's ETag is needed"


class PageVersionStaleError(TiplineError):
    status = 412
    title = "The page has changed since"


class PageUnfitError(InvalidRequestError):
    title = "The text may not be said"


class PageService:
    """Each page is what an editor wrote, or the shipped words as long as nobody did."""

    def __init__(
        self, store: Store, layer: PageLayer, wording: Wording, now: Callable[[], datetime] = clock.now
    ) -> None:
        self._store = store
        self._layer = layer
        self._wording = wording
        self._now = now

    async def listed(self) -> list[dict[str, Any]]:
        rows = await self._store.read(lambda read: read.connection.execute(select(pages)).all())
        written = {(row.topic, row.language): row for row in rows}
        return [self._shown(t, lang, written.get((t, lang))) for t in Topic for lang in LANGUAGES]

    async def get(self, topic: Topic, language: str) -> dict[str, Any]:
        return self._shown(topic, language, await self._store.read(lambda read: find(read, topic, language)))

    async def put(self, topic: Topic, language: str, text: str, if_match: str | None, who: Principal) -> dict[str, Any]:
        """Raises `PageVersionNeededError`, `PageVersionStaleError`, `PageUnfitError`."""
        if if_match is None:
            raise PageVersionNeededError
        try:
            await self._store.write(lambda write: self._put(write, topic, language, text, if_match, who))
        except IntegrityError:
            # Two first versions at once (PostgreSQL).
            raise PageVersionStaleError from None
        await self._layer.refresh()
        return await self.get(topic, language)

    def _put(self, write: Write, topic: Topic, language: str, text: str, if_match: str, who: Principal) -> None:
        row = find(write, topic, language)
        self._check(topic, language, row, if_match)
        if faults := page_faults(text, topic, language):
            raise PageUnfitError(", ".join(faults))
        values = {"text": text, "editor": who.name, "at": self._now()}
        if row is None:
            write.connection.execute(insert(pages).values(topic=topic, language=language, version=1, **values))
            return
        changed = update(pages).where(at(topic, language), pages.c.version == row.version)
        if write.connection.execute(changed.values(version=row.version + 1, **values)).rowcount != 1:
            raise PageVersionStaleError

    async def delete(self, topic: Topic, language: str, if_match: str | None) -> None:
        """Back to the shipped words. Raises `PageNotReplacedError`, and as `put`."""
        if if_match is None:
            raise PageVersionNeededError

        def remove(write: Write) -> None:
            row = find(write, topic, language)
            if row is None:
                raise PageNotReplacedError
            self._check(topic, language, row, if_match)
            write.connection.execute(delete(pages).where(at(topic, language)))

        await self._store.write(remove)
        await self._layer.refresh()

    def _check(self, topic: Topic, language: str, row: Row[Any] | None, if_match: str) -> None:
        if if_match.strip() not in {etag(self._text(topic, language, row)), "*"}:
            raise PageVersionStaleError

    def _text(self, topic: Topic, language: str, row: Row[Any] | None) -> str:
        return str(row.text) if row is not None else self._wording.shipped(topic.response, language)

    def _shown(self, topic: Topic, language: str, row: Row[Any] | None) -> dict[str, Any]:
        replaced = row.text if row is not None else None
        said = {
            channel: self._wording.render_as(topic.response, language, channel, replaced).text for channel in CHANNELS
        }
        return {
            "topic": str(topic),
            "language": language,
            "text": self._text(topic, language, row),
            "shipped": self._wording.shipped(topic.response, language),
            "replaced": row is not None,
            "said": said,
            "editor": row.editor if row is not None else None,
            "updated_at": iso(row.at) if row is not None else None,
            "version": row.version if row is not None else 0,
        }


def at(topic: Topic, language: str) -> Any:
    return and_(pages.c.topic == topic, pages.c.language == language)


def find(read: Read, topic: Topic, language: str) -> Row[Any] | None:
    return read.connection.execute(read.locking(select(pages).where(at(topic, language)))).one_or_none()


def etag(text: str) -> str:
    """By the words alone: an editor who saw these words may replace them, whoever wrote them and when."""
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
