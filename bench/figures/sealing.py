"""What sealing costs: the cryptography alone, and a durable write with and without it."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import LargeBinary, String, insert
from sqlalchemy.orm import Mapped, mapped_column

from api.store.base import Base, new_id, table_of
from api.store.sealing import Scope, Sealer
from api.store.secrets import load_or_make
from api.store.store import Store, Write
from bench.bench import Bench
from bench.figure import Measure, median
from bench.peers import syncs_per_second

BODY = {"kind": "text", "text": "Jag såg en mörk skåpbil utan skyltar bakom skolan. " * 8, "at": "2026-01-01T12:00:00"}
ROUNDS = 5_000
WRITERS, WRITES, TIMES = 16, 60, 5


class Kept(Base):
    """A table of the bench alone."""

    __tablename__ = "bench_kept"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


kept = table_of(Kept)


def run(bench: Bench) -> list[Measure]:
    folder = Path(tempfile.mkdtemp(prefix="sealing-", dir=bench.folder))
    try:
        sealer = Sealer(load_or_make(folder / "secrets", may_make=True))
        bench.say("sealing and opening")
        sealed, opened = microseconds(sealer)
        bench.say("durable writes")
        plain, with_key = asyncio.run(writes(folder))
        disk = syncs_per_second(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    beside = f"{WRITERS} writers at once; the disk made {disk:.0f} fdatasync/s"
    return [
        Measure("sealing a message of 400 characters under a key of its own", sealed, "µs", 100),
        Measure("opening it, its key unwrapped", opened, "µs", 100),
        Measure("a durable write of one row, sealed", with_key, "µs", beside=beside),
        Measure("a durable write of one row, not sealed", plain, "µs", beside=beside),
    ]


def microseconds(sealer: Sealer) -> tuple[float, float]:
    records = [new_id() for _ in range(ROUNDS)]
    began = time.thread_time()
    made = []
    for record in records:
        key, wrapped = sealer.new_key(record, Scope.WHAT)
        made.append((wrapped, sealer.seal(key, record, "body", BODY)))
    between = time.thread_time()
    for record, (wrapped, sealed) in zip(records, made, strict=True):
        sealer.open(sealer.unwrap(record, Scope.WHAT, wrapped), record, "body", sealed)
    ended = time.thread_time()
    return (between - began) / ROUNDS * 1e6, (ended - between) / ROUNDS * 1e6


async def writes(folder: Path) -> tuple[float, float]:
    """Microseconds a durable write: not sealed, sealed."""
    store = Store(
        f"sqlite:///{folder / 'store.db'}",
        f"sqlite:///{folder / 'keys.db'}",
        load_or_make(folder / "secrets", may_make=True),
    )
    store.write_now(lambda write: kept.create(write.connection))
    # In turns: the disk's pace changes from one second to the next.
    rounds = [(await each(store, plain), await each(store, sealed)) for _ in range(TIMES)]
    await asyncio.to_thread(store.close)
    return median([one[0] for one in rounds]), median([one[1] for one in rounds])


async def each(store: Store, fn: Callable[[Write], None]) -> float:
    async def writer() -> None:
        for _ in range(WRITES):
            await store.write(fn)

    began = time.perf_counter()
    await asyncio.gather(*(writer() for _ in range(WRITERS)))
    return (time.perf_counter() - began) / (WRITERS * WRITES) * 1e6


def plain(write: Write) -> None:
    write.connection.execute(insert(kept).values(id=new_id(), content=repr(BODY).encode()))


def sealed(write: Write) -> None:
    record = new_id()
    write.new_record(record, Scope.WHAT)
    write.connection.execute(insert(kept).values(id=record, content=write.seal(record, "body", BODY)))
