"""Processes to be killed: they accept messages, take turns, and say on stdout what they have acknowledged.

`python -m tests.api.turns.crash_child FOLDER` forks one for each line on stdin, so that none has to import
everything anew. A line is the number of the first new message (some older ones are delivered once more
before it, as a channel does), or "drain": deliver nothing, take what waits, and end.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from api import clock
from api.conversations.shapes import Draft
from api.intake.flood import Limits
from api.rasa.client import RasaFailedError, RasaUnavailableError, TurnAnswer, Understood
from api.store.secrets import load_or_make
from api.store.store import Store
from api.turns import repository, service
from tests.api.world import World, conversations
from tests.fakes import answer, opens, sends

REPORTERS = 7
REPEATED = 40
DRAINED_SECONDS = 60.0


def report(line: str) -> None:
    """One line in one write: whoever is killed has said it whole or not at all."""
    os.write(1, f"{line}\n".encode())


def reporter_of(number: int) -> str:
    return f"reporter-{number % REPORTERS}"


def text_of(number: int) -> str:
    """Every third is the end of a matter, so that many tips come into being."""
    return f"Meddelande nummer {number} om saken, {'skicka nu' if number % 3 == 0 else 'och mer'}."


class Dialogue:
    """A Rasa with moods: slow, away, failing; otherwise it opens a tip, adds to it, and sends it."""

    async def turn(
        self, text: str, draft: Draft, telling: float, intent: str | None = None, slots: dict[str, Any] | None = None
    ) -> TurnAnswer:
        await asyncio.sleep(random.random() * 0.03)
        mood = random.random()
        if mood < 0.03:
            raise RasaUnavailableError
        if mood < 0.06:
            raise RasaFailedError
        if "skicka nu" in text:
            return replace(sends(), understood=Understood("inform", 0.9))
        if draft.slots.get("tip_state") == "sent":
            return opens("fraud", new=True)
        return opens() if not draft.slots else answer("utter_ask_where", asks="where", slots=dict(draft.slots))


def open_world(folder: Path) -> World:
    roots = load_or_make(folder / "secrets", may_make=True)
    store = Store(f"sqlite:///{folder / 'tipline.db'}", f"sqlite:///{folder / 'keys.db'}", roots)
    # As fast as it goes is no flood here.
    return World(store, clock.now, Dialogue(), workers=3, limits=Limits(per_minute=10**9))


async def deliver(world: World, number: int) -> None:
    accepted = await world.say(text_of(number), reporter_of(number), external=f"m{number}")
    report(f"ack {number} {accepted.seq} {int(accepted.repeated)}")


async def pour(world: World, first: int) -> None:
    """Deliver without end; each reporter's messages come one after the other."""
    for number in range(max(0, first - REPEATED), first):
        await deliver(world, number)

    async def of_reporters(start: int) -> None:
        for number in range(first + start, sys.maxsize, REPORTERS):
            await deliver(world, number)
            await asyncio.sleep(random.random() * 0.01)

    await asyncio.gather(*(of_reporters(start) for start in range(REPORTERS)))


async def drain(world: World) -> None:
    total = select(func.sum(conversations.c.pending))
    async with asyncio.timeout(DRAINED_SECONDS):
        while await world.store.read(lambda read: read.connection.execute(total).scalar()):
            await asyncio.sleep(0.05)


async def run(folder: Path, first: str) -> None:
    world = open_world(folder)
    world.workers.start()
    if first == "drain":
        await drain(world)
    else:
        await pour(world, int(first))
    await world.workers.stop()
    world.store.close()


if __name__ == "__main__":
    # A killed process's leases run out soon, so that the next one takes up its turns while it lives.
    repository.LEASE = timedelta(seconds=0.4)
    service.RASA_AWAY, service.LEFT_ALONE = timedelta(seconds=0.2), timedelta(seconds=0.05)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            report(f"pid {os.getpid()}")
            asyncio.run(run(Path(sys.argv[1]), line.strip()))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        report(f"end {status}")
