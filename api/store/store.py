"""The store: the only way to its tables.

Reads run in threads on read-only connections. Writes go through `write(fn)`: on SQLite one thread
runs each `fn` in a SAVEPOINT and answers when the whole group's COMMIT is on disk; groups form by
themselves while the disk is busy, no window is waited for. On PostgreSQL each is a transaction of
its own. Keys of new records are durable before the data that they seal.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Select

from api.store import doomed
from api.store.engine import is_sqlite, new_engine
from api.store.keystore import KeyDestroyedError, KeyStore
from api.store.sealing import Scope, Sealer
from api.store.secrets import Secrets

logger = logging.getLogger(__name__)

LARGEST_GROUP = 64
PG_WRITERS = 6
READERS = 4

T = TypeVar("T")


class Read:
    """A consistent view for one read, with the keys to open what it finds."""

    def __init__(self, connection: Connection, keystore: KeyStore, sealer: Sealer) -> None:
        self.connection = connection
        self._keystore = keystore
        self.sealer = sealer
        self.keys: dict[str, bytes] = {}

    def prefetch(self, records: Iterable[str]) -> None:
        """Fetch the keys of many records at once."""
        missing = [r for r in set(records) if r not in self.keys]
        if missing:
            self.keys.update(self._keystore.keys(missing))

    def key(self, record: str) -> bytes:
        """Raises `KeyDestroyedError`."""
        if record not in self.keys:
            self.prefetch([record])
        try:
            return self.keys[record]
        except KeyError:
            raise KeyDestroyedError from None

    def open(self, record: str, part: str, sealed: bytes) -> Any:
        return self.sealer.open(self.key(record), record, part, sealed)

    def index(self, purpose: str, value: str) -> bytes:
        return self.sealer.index(purpose, value)

    def locking(self, statement: Select[Any]) -> Select[Any]:
        """The same statement; inside a write its rows are held against other writers."""
        return statement


class Write(Read):
    """One write: reads included, all of it committed or none."""

    def __init__(self, connection: Connection, keystore: KeyStore, sealer: Sealer) -> None:
        super().__init__(connection, keystore, sealer)
        self.new_keys: list[dict[str, object]] = []
        self.destroyed: list[str] = []
        self.callbacks: list[Callable[[], None]] = []

    def locking(self, statement: Select[Any]) -> Select[Any]:
        # Only PostgreSQL has other writers; what one reads and then changes must not change in between.
        return statement if self.connection.dialect.name == "sqlite" else statement.with_for_update()

    def new_record(self, record: str, scope: Scope) -> None:
        """Make a key for a record that is about to be written."""
        key, wrapped = self.sealer.new_key(record, scope)
        self.keys[record] = key
        self.new_keys.append({"record": record, "scope": str(scope), "wrapped": wrapped})

    def take_key(self, record: str, scope: Scope, key: bytes) -> None:
        """As `new_record`, with a key by which something was sealed already."""
        self.keys[record] = key
        self.new_keys.append({"record": record, "scope": str(scope), "wrapped": self.sealer.wrap(record, scope, key)})

    def seal(self, record: str, part: str, value: Any) -> bytes:
        return self.sealer.seal(self.key(record), record, part, value)

    def destroy(self, records: Sequence[str]) -> None:
        """Destroy these records' keys once this write is committed; a crash in between only puts it off."""
        doomed.note(self.connection, records)
        self.destroyed.extend(records)

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Call this in the event loop once the write is on disk."""
        self.callbacks.append(callback)


@dataclass(slots=True)
class Job:
    fn: Callable[[Write], Any]
    future: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None
    write: Write | None = field(default=None)


class StoreClosedError(Exception):
    """The store takes no more writes."""


class Store:
    """Owns the engines, the writer thread and the readers."""

    def __init__(self, url: str, keys_url: str, roots: Secrets) -> None:
        self.sealer = Sealer(roots)
        self.url = url
        self.keystore = KeyStore(keys_url, self.sealer)
        self.is_sqlite = is_sqlite(url)
        self._writing: Engine = new_engine(url, size=1 if self.is_sqlite else PG_WRITERS)
        self._reading: Engine = new_engine(url, read_only=True, size=READERS + 2)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="store-read")
        self._pg_writers = None if self.is_sqlite else ThreadPoolExecutor(PG_WRITERS, thread_name_prefix="store-write")
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._closed = False

    # -- reading -------------------------------------------------------------------------------

    async def read(self, fn: Callable[[Read], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._readers, self.read_now, fn)

    def read_now(self, fn: Callable[[Read], T]) -> T:
        """As `read`, in the calling thread."""
        with self._reading.connect() as connection:
            return fn(Read(connection, self.keystore, self.sealer))

    # -- writing -------------------------------------------------------------------------------

    async def write(self, fn: Callable[[Write], T]) -> T:
        """Run `fn` in a transaction; return its result once it is on disk."""
        loop = asyncio.get_running_loop()
        if self._pg_writers is not None:
            if self._closed:
                raise StoreClosedError
            result, callbacks = await loop.run_in_executor(self._pg_writers, self._write_alone, fn)
            for callback in callbacks:
                callback()
            return result
        job = Job(fn, loop.create_future())
        self._accept(job)
        answered: T = await job.future
        return answered

    def write_now(self, fn: Callable[[Write], T]) -> T:
        """As `write`, in the calling thread, for commands without an event loop."""
        result, callbacks = self._write_alone(fn)
        for callback in callbacks:
            callback()
        return result

    def _write_alone(self, fn: Callable[[Write], T]) -> tuple[T, list[Callable[[], None]]]:
        with self._writing.connect() as connection, connection.begin():
            write = Write(connection, self.keystore, self.sealer)
            result = fn(write)
            self._keep_keys([write])
        self._destroy_keys([write])
        return result, write.callbacks

    def _keep_keys(self, writes: Iterable[Write]) -> None:
        rows = [row for write in writes for row in write.new_keys]
        if rows:
            self.keystore.add(rows)

    def _destroy_keys(self, writes: Iterable[Write]) -> None:
        records = [record for write in writes for record in write.destroyed]
        if not records:
            return
        try:
            self.keystore.destroy(records)
        except Exception as error:  # noqa: BLE001  what was written is on disk: its writers must not hear that it failed
            logger.error("keys were not destroyed yet (%s); it is tried again", type(error).__name__)

    async def destroy_doomed(self) -> None:
        """Destroy the keys that were to be destroyed and may not have been. Called again and again."""
        while records := await self.read(lambda read: doomed.noted(read.connection)):
            await asyncio.to_thread(self.keystore.destroy, records)
            await self.write(partial(_forget, records))

    def _accept(self, job: Job) -> None:
        # Under the lock, so that nothing gets in line behind the sign that the store closes.
        with self._lock:
            if self._closed:
                raise StoreClosedError
            self._jobs.put(job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._write_groups, name="store-writer", daemon=True)
                self._thread.start()

    def _write_groups(self) -> None:
        with self._writing.connect() as connection:
            while (group := self._next_group()) is not None:
                self._write_group(connection, group)

    def _next_group(self) -> list[Job] | None:
        """What waits now, at least one; None when the store closes."""
        first = self._jobs.get()
        if first is None:
            return None
        group = [first]
        while len(group) < LARGEST_GROUP:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                break
            if job is None:
                self._jobs.put(None)
                break
            group.append(job)
        return group

    def _write_group(self, connection: Connection, group: list[Job]) -> None:
        # A write may open what another one of its group made, whose keys are not in the key store yet.
        keys: dict[str, bytes] = {}
        try:
            with connection.begin():
                for job in group:
                    self._run_job(connection, job, keys)
                done = [job.write for job in group if job.error is None and job.write is not None]
                self._keep_keys(done)
            self._destroy_keys(done)
        except BaseException as error:  # noqa: BLE001  the whole group failed: each writer must hear of it
            for job in group:
                job.error = job.error or error
        by_loop: dict[asyncio.AbstractEventLoop, list[Job]] = {}
        for job in group:
            by_loop.setdefault(job.future.get_loop(), []).append(job)
        for loop, jobs in by_loop.items():
            try:
                loop.call_soon_threadsafe(answer, jobs)
            except RuntimeError:  # the loop is gone; the data is on disk all the same
                continue

    def _run_job(self, connection: Connection, job: Job, keys: dict[str, bytes]) -> None:
        connection.exec_driver_sql("SAVEPOINT job")
        write = Write(connection, self.keystore, self.sealer)
        write.keys.update(keys)
        try:
            job.result = job.fn(write)
        except BaseException as error:  # noqa: BLE001  one writer's failure is not the others'
            connection.exec_driver_sql("ROLLBACK TO job")
            job.error = error
        else:
            job.write = write
            keys.update((str(row["record"]), write.keys[str(row["record"])]) for row in write.new_keys)
        connection.exec_driver_sql("RELEASE job")

    @property
    def waiting(self) -> int:
        """How many writes wait for their turn."""
        return self._jobs.qsize()

    def close(self) -> None:
        """Finish what was accepted, then close everything."""
        with self._lock:
            self._closed = True
            thread, self._thread = self._thread, None
            self._jobs.put(None)
        if thread is not None:
            thread.join()
        for pool in (self._readers, self._pg_writers):
            if pool is not None:
                pool.shutdown()
        self._writing.dispose()
        self._reading.dispose()
        self.keystore.close()


def _forget(records: Sequence[str], write: Write) -> None:
    doomed.forget(write.connection, records)


def answer(jobs: list[Job]) -> None:
    """In the event loop: hand each writer its result."""
    for job in jobs:
        if job.error is None and job.write is not None:
            for callback in job.write.callbacks:
                callback()
        if job.future.done():
            continue  # the caller gave up waiting; the write stands
        if job.error is not None:
            job.future.set_exception(job.error)
        else:
            job.future.set_result(job.result)
