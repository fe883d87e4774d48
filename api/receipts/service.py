"""Makes receipt codes and checks those that people come back with. Argon2 runs in threads, never in a write."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from api import clock
from api.conversations import repository as conversations
from api.receipts import repository
from api.receipts.codes import Claim, Kind, Words, said
from api.store.store import Read, Store
from bot.intake import Channel

# A code has 88 bits: nobody guesses it, the hash need only be slow. MiB times passes of memory.
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
AT_ONCE = 2
READABLE = timedelta(hours=24)

# Tries of everybody together: so many at once, and so many a second.
BURST, A_SECOND = 60, 4.0
# Of one conversation: the first ones are free, then each wait is twice the one before.
FREE_TRIES = 3
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=60), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NewReceipt:
    """A code that is not stored yet."""

    code: str
    digest: str


class Verdict(StrEnum):
    OPENS = "opens"
    WRONG = "wrong"  # mistyped, or no such code: nobody is told which
    LATER = "later"  # too many tries; it was not looked at


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a code. `alone`: the message tells nothing else."""

    verdict: Verdict
    alone: bool
    tip: str | None = None


class Bucket:
    """So many tries a second, some of them at once."""

    def __init__(self, burst: float, a_second: float, monotonic: Callable[[], float]) -> None:
        self._burst, self._a_second, self._monotonic = burst, a_second, monotonic
        self._left, self._at = burst, monotonic()

    def take(self) -> bool:
        now = self._monotonic()
        self._left = min(self._burst, self._left + (now - self._at) * self._a_second)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Receipts:
    """Codes, as turns and the intake need them."""

    def __init__(
        self,
        store: Store,
        words: Words,
        now: Callable[[], datetime] = clock.now,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._words = words
        self._now = now
        self._bucket = Bucket(BURST, A_SECOND, monotonic)
        self._hashing = asyncio.Semaphore(AT_ONCE)
        self._nobodys: str | None = None

    def read(self, text: str | None) -> Claim:
        return self._words.read(text or "")

    async def new(self) -> NewReceipt:
        """A fresh code with its digest; nothing is stored."""
        code = said(self._words.new())
        async with self._hashing:
            return NewReceipt(code, await asyncio.to_thread(HASHER.hash, code))

    async def new_for(self, tip: str | None) -> NewReceipt | None:
        """A fresh code, unless this tip has one."""
        if tip is not None and await self._store.read(lambda read: repository.has(read, tip)):
            return None
        return await self.new()

    async def check(self, claim: Claim, channel: str, sender: str) -> Checked:
        """Look a code up. Takes as long for a wrong one; the conversation's own limit is kept by the intake as well."""
        code = said(claim.words)

        def look(read: Read) -> tuple[bool, str | None, str | None]:
            row = conversations.find_by_sender(read, channel, sender)
            if row is None and channel == Channel.WEBCHAT:
                return True, None, None  # a session that is none; the intake says so
            waits = row is not None and row.codes_after is not None and row.codes_after > self._now()
            found = repository.find(read, code)
            return waits, found and found.tip, found and found.digest

        waits, tip, digest = await self._store.read(look)
        if waits or not self._bucket.take():
            return Checked(Verdict.LATER, claim.alone)
        async with self._hashing:
            fits = await asyncio.to_thread(self._fits, digest, code)
        right = fits and claim.kind is Kind.CODE
        return Checked(Verdict.OPENS, claim.alone, tip) if right else Checked(Verdict.WRONG, claim.alone)

    def _fits(self, digest: str | None, code: str) -> bool:
        # Where there is no digest another one is checked, so that the time says nothing.
        self._nobodys = self._nobodys or HASHER.hash("nobody's code")
        try:
            return HASHER.verify(digest or self._nobodys, code) and digest is not None
        except VerifyMismatchError:
            return False

    async def hide_old(self) -> int:
        """Make codes unreadable in the history that were shown a day ago. Returns how many."""
        limit = self._now() - READABLE
        found = await self._store.read(lambda read: repository.shown_before(read, limit))
        if found:
            await self._store.write(lambda write: repository.hide(write, found))
        return len(found)


def wait_after(wrong: int) -> timedelta | None:
    """How long no further code is looked at, after so many wrong ones in a row."""
    if wrong < FREE_TRIES:
        return None
    doubled: int = 2 ** min(wrong - FREE_TRIES, 20)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)
