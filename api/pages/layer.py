"""What editors wrote, in memory, in place of the shipped wording."""

from __future__ import annotations

import asyncio
import logging

from sqlalchemy import select

from api.pages.models import Page
from api.pages.topics import Topic
from api.store.base import table_of
from api.store.store import Store

logger = logging.getLogger(__name__)

pages = table_of(Page)
# What another process changed is said here this much later.
LOOK_EVERY = 2.0


class PageLayer:
    """The pages by response and language. What cannot be read leaves the last known words in force."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._texts: dict[tuple[str, str], str] = {}

    def text(self, response: str, language: str) -> str | None:
        """What an editor wrote for this response, if anything."""
        return self._texts.get((response, language))

    async def refresh(self) -> None:
        rows = await self._store.read(lambda read: read.connection.execute(select(pages)).all())
        known = {str(topic) for topic in Topic}
        self._texts = {(Topic(row.topic).response, row.language): row.text for row in rows if row.topic in known}

    async def keep_fresh(self) -> None:
        """Look at the pages for as long as the app runs."""
        while True:
            try:
                await self.refresh()
            except Exception as error:  # noqa: BLE001  the next look tries again
                logger.error("the editors' pages could not be read: %s", type(error).__name__)
            await asyncio.sleep(LOOK_EVERY)
