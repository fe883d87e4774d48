"""What officers write to reporters: replies, and outcomes. Each change is one write with its timeline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from api import clock
from api.conversations import repository as conversations
from api.errors import TiplineError
from api.replies import reaching
from api.replies import repository as replies
from api.replies.handing import BY_OFFICER, Handing, outcome_words
from api.signals import Signals
from api.store.base import table_of
from api.store.store import Read, Store, Write
from api.tips import presenting
from api.tips import repository as tips
from api.tips.models import Outcome, Tip
from api.tips.schemas import NewOutcome
from api.tips.service import TipNotFoundError, TipService
from api.tokens.service import Principal
from api.wording import Wording

tips_table = table_of(Tip)

# Reporters who are told in one write.
AT_ONCE = 50


class NobodyToReplyToError(TiplineError):
    status = 409
    title = "This tip has no reporter who could be written to"


@dataclass(slots=True)
class Count:
    reporters: int = 0
    handed: int = 0
    waiting: int = 0


class FollowUp:
    """Writes to reporters. Notes are another table, which nothing here reads."""

    def __init__(
        self, store: Store, tip_service: TipService, wording: Wording, signals: Signals,
        now: Callable[[], datetime] = clock.now,
    ) -> None:  # fmt: skip
        self._store = store
        self._tips = tip_service
        self._wording = wording
        self._signals = signals
        self._now = now

    async def reply(self, tip: str, text: str, who: Principal) -> dict[str, Any]:
        """Write to the reporter. Raises `TipNotFoundError`, `NobodyToReplyToError`."""

        def write_to(write: Write) -> dict[str, Any]:
            row = tips.find(write, tip)
            if row is None:
                raise TipNotFoundError
            if not reaching.bound(write, {tip: row.conversation})[tip]:
                raise NobodyToReplyToError
            self._tell(write, row, replies.REPLY, {"text": text}, who)
            self._done(write, tip, "replied", who)
            return presenting.whole(write, tips.get(write, tip), self._now())

        return await self._store.write(write_to)

    async def close(self, tip: str, result: NewOutcome, who: Principal) -> dict[str, Any]:
        """Close a tip, and let its reporter know if that is wanted and there is one. Raises as `TipService.close`."""

        def also(write: Write) -> None:
            row = tips.get(write, tip)
            if result.tell_reporter and reaching.bound(write, {tip: row.conversation})[tip]:
                self._tell_outcome(write, row, result.outcome, who)

        return await self._tips.close(tip, result, who, also)

    async def tell_all(self, notice: str, outcome: Outcome, who: Principal, *, dry_run: bool) -> Count:
        """Let each reporter who tipped about a notice know its outcome, once; whoever knows it already is left out."""
        reporters = await self._store.read(lambda read: self._tipped_about(read, notice, outcome))
        count = Count(len(reporters))
        chosen = [own[-1] for own in reporters.values()]
        for start in range(0, len(chosen), AT_ONCE):
            some = chosen[start : start + AT_ONCE]
            if dry_run:
                await self._store.read(lambda read, some=some: self._foresee(read, some, count))  # type: ignore[misc]
                continue
            await self._store.write(lambda write, some=some: self._tell_some(write, some, outcome, who, count))  # type: ignore[misc]
        return count

    def _tipped_about(self, read: Read, notice: str, outcome: Outcome) -> dict[str, list[str]]:
        """The tips about a notice by reporter; of reporters who were not told this outcome yet."""
        about = select(tips_table).where(tips_table.c.notice == notice, tips_table.c.reporter.is_not(None))
        found: dict[str, list[str]] = {}
        for row in read.connection.execute(about.order_by(tips_table.c.number)):
            found.setdefault(row.reporter, []).append(row.id)
        told = {
            one.tip
            for one in replies.outcomes_of(read, [tip for own in found.values() for tip in own])
            if replies.said_in(read, one)["outcome"] == outcome
        }
        return {reporter: own for reporter, own in found.items() if not told & set(own)}

    def _foresee(self, read: Read, some: list[str], count: Count) -> None:
        own = {row.id: row.conversation for row in read.connection.execute(chosen(some))}
        reached = len(reaching.reachable(read, own, self._now()))
        count.handed += reached
        count.waiting += len(own) - reached

    def _tell_some(self, write: Write, some: list[str], outcome: Outcome, who: Principal, count: Count) -> None:
        for row in write.connection.execute(chosen(some)).all():
            if self._tell_outcome(write, row, outcome, who):
                count.handed += 1
            else:
                count.waiting += 1
            self._done(write, row.id, "told_outcome", who, outcome=str(outcome))

    # -- inside a write ----------------------------------------------------------------------------

    def _tell_outcome(self, write: Write, row: Row[Any], outcome: Outcome, who: Principal) -> bool:
        words = self._wording.render(outcome_words(outcome), "sv", row.channel)
        return self._tell(write, row, replies.OUTCOME, {"text": words.text, "outcome": str(outcome)}, who)

    def _tell(self, write: Write, row: Row[Any], kind: str, said: dict[str, Any], who: Principal) -> bool:
        """Keep a reply, and say it in the conversation that was heard of last and can be used. False when it waits."""
        at = self._now()
        reply = replies.add(write, row.id, kind, who.name, said, at)
        rows = reaching.bound(write, {row.id: row.conversation})[row.id]
        usable = next((one for one in rows if reaching.usable(one, at)), None)
        if usable is None:
            return False
        conversation = conversations.get(write, usable.id)
        handing = Handing(write, self._wording, conversation, at)
        handing.say(reply, conversation.last_seq + 1)
        # Who is telling another tip just now goes on with that one.
        free = conversation.tip is None or conversation.told
        bound = handing.bind(row.id, BY_OFFICER) if free and kind == replies.REPLY else {}
        conversations.change(write, conversation.id, last_seq=conversation.last_seq + 1, **bound)
        write.after_commit(lambda: self._wake(conversation.id, conversation.channel))
        return True

    def _wake(self, conversation: str, channel: str) -> None:
        self._signals.conversation(conversation)
        self._signals.outbox(channel)

    def _done(self, write: Write, tip: str, action: str, who: Principal, **details: Any) -> None:
        tips.record(write, tip, action, who.name, self._now(), **details)
        tips.announce(write, "tip.updated", tip, self._now())
        write.after_commit(self._signals.events)


def chosen(some: list[str]) -> Any:
    return select(tips_table).where(tips_table.c.id.in_(some)).order_by(tips_table.c.number)
