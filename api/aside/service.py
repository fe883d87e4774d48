"""Reviewing what a flood set aside: it is made one tip, or dismissed. Either way the messages stay."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from api import clock
from api.analysis.findings import Findings
from api.analysis.safely import safely
from api.aside import repository
from api.aside.models import Action
from api.clock import iso
from api.conversations import repository as conversations
from api.conversations.shapes import Said
from api.errors import NotFoundError, TiplineError
from api.signals import Signals
from api.store.store import Read, Store, Write
from api.tips import growing, presenting
from api.tips import repository as tips
from api.tokens.service import Principal

# One review looks at so many messages, and a tip gets so many that differ; the rest waits for the next review.
MOST_LOOKED_AT, MOST_IN_TIP = 5_000, 500
# A button that was pressed tells nothing by itself.
TELLING_NOTHING = {"payload", "start", "unsupported"}


class ConversationNotFoundError(NotFoundError):
    title = "There is no such conversation"


class NothingSetAsideError(TiplineError):
    status = 409
    title = "Nothing that tells something is set aside in this conversation"


class AsideService:
    """The desk's view of what was set aside. It shows no text before it is taken."""

    def __init__(
        self,
        store: Store,
        signals: Signals,
        analyse: Callable[[str, datetime], Findings],
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._store = store
        self._signals = signals
        self._analyse = safely(analyse)
        self._now = now

    async def waiting(self, limit: int) -> list[dict[str, Any]]:
        """Conversations with something set aside, as `SetAside`."""
        return await self._store.read(lambda read: self._waiting(read, limit))

    def _waiting(self, read: Read, limit: int) -> list[dict[str, Any]]:
        rows = repository.waiting(read, limit)
        ends = {(row.conversation, seq) for row in rows for seq in (row.first, row.last)}
        at = repository.at_places(read, sorted(ends))
        read.prefetch(one.id for one in at.values())
        return [
            {
                "conversation": row.conversation,
                "channel": row.channel,
                "count": row.count,
                "alarming": row.alarming,
                "first_hour": hour(read, at[row.conversation, row.first]),
                "last_hour": hour(read, at[row.conversation, row.last]),
                "tip": row.tip,
            }
            for row in rows
        ]

    async def take(self, conversation: str, who: Principal) -> dict[str, Any]:
        """Make one tip of what is set aside; the reporter is heard as usual again.

        What is set aside while the tip of an earlier review is still open joins that one, so a repeated call makes no
        second tip. Raises `ConversationNotFoundError`, `NothingSetAsideError`.
        """
        looked_at, telling = await self._store.read(lambda read: self._telling(read, conversation))
        findings = await asyncio.to_thread(lambda: [self._analyse(one.text, one.sent_at) for one in telling])
        found = dict(zip((one.id for one in telling), zip(telling, findings, strict=True), strict=True))
        return await self._store.write(lambda write: self._take(write, conversation, looked_at, found, who))

    def _telling(self, read: Read, conversation: str) -> tuple[int, list[Said]]:
        """The last seq that was looked at, and the messages that say something which none before them said."""
        rows = repository.set_aside(read, conversation, MOST_LOOKED_AT)
        said = conversations.unsealed(read, rows)
        by_text: dict[str, Said] = {}
        last = 0
        for one in said:
            if len(by_text) == MOST_IN_TIP and one.text not in by_text:
                break
            last = one.seq
            if one.kind not in TELLING_NOTHING:
                by_text.setdefault(one.text or one.id, one)
        return last, list(by_text.values())

    def _take(
        self, write: Write, conversation: str, up_to: int, found: dict[str, tuple[Said, Findings]], who: Principal
    ) -> dict[str, Any]:
        row = self._find(write, conversation)
        # Only what still waits: somebody else may have reviewed it a moment ago.
        seqs = repository.settle(write, conversation, up_to) if found else {}
        fresh = [pair for message, pair in found.items() if message in seqs]
        before = repository.last_taken(write, conversation)
        earlier = tips.find(write, before) if before else None
        if not fresh:
            if earlier is None:
                raise NothingSetAsideError
            return presenting.whole(write, earlier)
        room = growing.is_open(earlier) and tips.message_count(write, str(before)) + len(fresh) <= MOST_IN_TIP
        tip = earlier if earlier is not None and room else self._begin(write, row, [said for said, _ in fresh])
        self._grow(write, tip, fresh)
        at = self._now()
        tips.record(write, tip.id, "taken_from_aside", who.name, at, messages=len(seqs))
        repository.record(write, conversation, Action.TAKEN, who.name, at, list(seqs.values()), tip.id)
        tips.announce(write, "aside.reviewed", conversation, at)
        conversations.change(write, conversation, flood_at=None, flood_count=0)
        write.after_commit(self._signals.events)
        return presenting.whole(write, tips.get(write, tip.id))

    def _begin(self, write: Write, row: Row[Any], said: Sequence[Said]) -> Row[Any]:
        """A tip of its own; it goes on with the conversation where that has none."""
        at = self._now()
        most = max(said, key=lambda one: growing.LEVELS.index(one.level or "none"))
        level, kind = most.level or "none", most.guard.get("kind")
        tip = tips.get(write, growing.begin(write, row, at, level, kind, row.language))
        if growing.is_open(tips.find(write, row.tip) if row.tip else None):
            body = tips.body_of(write, tip)
            body.told_at = iso(at)
            tips.save(write, tip.id, body, told=True)
        else:
            conversations.change(write, row.id, tip=tip.id, told=False)
        return tips.get(write, tip.id)

    def _grow(self, write: Write, tip: Row[Any], found: Sequence[tuple[Said, Findings]]) -> None:
        tips.link(write, tip.id, [said.id for said, _ in found])
        body = tips.body_of(write, tip)
        for said, findings in found:
            if not said.contact:
                growing.merge_findings(body, said, findings, frozenset())
        told = [said for said, _ in found if not said.contact]
        growing.refresh(write, tip, body, told, self._now(), tip.category, tip.language)

    async def dismiss(self, conversation: str, who: Principal) -> int:
        """Nothing of it is a tip. Returns how many messages; 0 when none waited. Raises `ConversationNotFoundError`."""

        def end(write: Write) -> int:
            self._find(write, conversation)
            seqs = list(repository.settle(write, conversation).values())
            if seqs:
                repository.record(write, conversation, Action.DISMISSED, who.name, self._now(), seqs, None)
                tips.announce(write, "aside.reviewed", conversation, self._now())
                write.after_commit(self._signals.events)
            return len(seqs)

        return await self._store.write(end)

    def _find(self, write: Write, conversation: str) -> Row[Any]:
        row = repository.find(write, conversation)
        if row is None:
            raise ConversationNotFoundError
        return row


def hour(read: Read, message: Row[Any]) -> str:
    """The hour in which a message came."""
    at = datetime.fromisoformat(read.open(message.id, "body", message.sealed)["at"])
    return iso(at.replace(minute=0, second=0, microsecond=0))
