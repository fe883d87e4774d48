"""Killing the process at any moment loses, doubles and reorders nothing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select

from api.conversations import repository
from api.store.base import table_of
from api.store.store import Store
from api.tips import repository as tips
from api.tips.models import Tip, TipMessage
from tests.api.turns import crash_child
from tests.api.turns.crash_child import REPORTERS, reporter_of, text_of
from tests.api.world import messages, outbox
from tests.places import sqlite_place

KILLS = 500 if os.environ.get("TORTURE") == "1" else 20
LONGEST_LIFE = 0.9

pytestmark = pytest.mark.timeout(1800)

links = table_of(TipMessage)
tips_table = table_of(Tip)


@dataclass
class Acknowledged:
    """What the channel was told: the seq of each message, by its number."""

    seqs: dict[int, int] = field(default_factory=dict)
    contradictions: list[str] = field(default_factory=list)

    def hear(self, line: str) -> None:
        parts = line.split()
        if len(parts) != 4 or parts[0] != "ack":
            return
        number, seq, repeated = (int(part) for part in parts[1:])
        known = self.seqs.setdefault(number, seq)
        if known != seq:
            self.contradictions.append(f"{number}: {known} and {seq}")
        if known == seq and not repeated and number in self._before:
            self.contradictions.append(f"{number} was taken twice")
        self._heard.add(number)

    _before: set[int] = field(default_factory=set)
    _heard: set[int] = field(default_factory=set)

    def next_run(self) -> int:
        """The number to go on with: after the highest that was acknowledged in any earlier life."""
        self._before = set(self.seqs)
        return max(self.seqs, default=-1) + 1


class Nursery:
    """Starts one process after the other on the same files."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "tests.api.turns.crash_child", str(folder)]
        root = Path(__file__).resolve().parents[3]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root)

    def live_and_die(self, acknowledged: Acknowledged, seconds: float) -> None:
        """One life, killed some time after its first acknowledgement."""
        killer: threading.Timer | None = None
        pid: int | None = None
        for line in self._lines(str(acknowledged.next_run())):
            acknowledged.hear(line)
            if line.startswith("pid"):
                pid = int(line.split()[1])
            elif killer is None and pid is not None:
                killer = threading.Timer(seconds, os.kill, (pid, signal.SIGKILL))
                killer.start()

    def drain(self) -> None:
        *_, end = self._lines("drain")
        assert end == "end 0\n"

    def _lines(self, order: str) -> Iterator[str]:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(f"{order}\n")
        self._process.stdin.flush()
        for line in self._process.stdout:
            yield line
            if line.startswith("end"):
                return
        raise AssertionError("the children's parent has ended")

    def close(self) -> None:
        self._process.communicate()


@pytest.fixture(scope="module")
def survived(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> tuple[Acknowledged, Store]:
    """What was acknowledged over all lives, and the store after the last one took what still waited."""
    folder = tmp_path_factory.mktemp("killed")
    sqlite_place(folder, migrated)
    acknowledged, chance, nursery = Acknowledged(), random.Random(7), Nursery(folder)
    for _ in range(KILLS):
        nursery.live_and_die(acknowledged, chance.random() * LONGEST_LIFE)
    nursery.drain()
    nursery.close()
    return acknowledged, crash_child.open_world(folder).store


def by_reporter(acknowledged: Acknowledged) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, seq in sorted(acknowledged.seqs.items()):
        found[reporter_of(number)].append((number, seq))
    return found


def told(store: Store, reporter: str) -> list[tuple[int, str]]:
    """Seq and text of all that a reporter said, in order."""

    def read(read: object) -> list[tuple[int, str]]:
        row = repository.find_by_sender(read, "telegram", reporter)  # type: ignore[arg-type]
        assert row is not None
        said = repository.history(read, row.id, 0, limit=1_000_000)  # type: ignore[arg-type]
        return [(one.seq, one.text) for one in said if one.origin == "reporter"]

    return store.read_now(read)


def test_no_acknowledged_message_is_lost_or_doubled(survived: tuple[Acknowledged, Store]) -> None:
    acknowledged, store = survived
    # On a slow machine the child says little between two kills.
    assert len(acknowledged.seqs) > KILLS
    assert acknowledged.contradictions == []
    for reporter, wanted in by_reporter(acknowledged).items():
        stored = dict(told(store, reporter))
        assert len(set(stored.values())) == len(stored)
        assert [stored.get(seq) for _, seq in wanted] == [text_of(number) for number, _ in wanted]


def test_each_reporters_messages_stand_in_the_order_in_which_they_were_said(
    survived: tuple[Acknowledged, Store],
) -> None:
    acknowledged, store = survived
    for n in range(REPORTERS):
        texts = [text for _, text in told(store, f"reporter-{n}")]
        numbers = [int(text.split()[2]) for text in texts]
        assert numbers == sorted(numbers)
        assert set(numbers) >= {number for number in acknowledged.seqs if reporter_of(number) == f"reporter-{n}"}


def test_numbers_in_a_conversation_have_no_gap(survived: tuple[Acknowledged, Store]) -> None:
    _, store = survived
    statement = select(messages.c.conversation, messages.c.seq).order_by(messages.c.seq)
    seqs: dict[str, list[int]] = defaultdict(list)
    for row in store.read_now(lambda read: read.connection.execute(statement).all()):
        seqs[row.conversation].append(row.seq)
    assert len(seqs) == REPORTERS
    assert all(found == list(range(1, len(found) + 1)) for found in seqs.values())


def test_every_message_ends_done(survived: tuple[Acknowledged, Store]) -> None:
    _, store = survived
    statement = select(messages.c.state).where(messages.c.origin == "reporter")
    states = Counter(store.read_now(lambda read: list(read.connection.execute(statement).scalars())))
    assert set(states) == {"done"}


def test_every_message_is_in_exactly_one_tip(survived: tuple[Acknowledged, Store]) -> None:
    _, store = survived
    statement = select(messages.c.id, links.c.tip).outerjoin(links, links.c.message == messages.c.id)
    rows = store.read_now(lambda read: read.connection.execute(statement.where(messages.c.origin == "reporter")).all())
    assert [row.id for row in rows if row.tip is None] == []
    assert [count for count in Counter(row.id for row in rows).values() if count > 1] == []


def test_every_tip_can_be_read_and_has_its_story(survived: tuple[Acknowledged, Store]) -> None:
    _, store = survived
    every = store.read_now(lambda read: read.connection.execute(select(tips_table)).all())
    assert len(every) >= REPORTERS
    for row in every:
        assert store.read_now(lambda read, row=row: tips.body_of(read, row)).created_at  # type: ignore[misc]
        assert store.read_now(lambda read, row=row: tips.told_in(read, row.id))  # type: ignore[misc]


def test_a_reply_is_queued_once(survived: tuple[Acknowledged, Store]) -> None:
    _, store = survived
    queued = select(outbox.c.message)
    said = select(messages.c.id).where(messages.c.origin == "bot")
    rows = store.read_now(lambda read: sorted(read.connection.execute(queued).scalars()))
    assert rows == store.read_now(lambda read: sorted(read.connection.execute(said).scalars()))
