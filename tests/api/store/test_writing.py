from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, insert, select, text

from api.events.models import Event
from api.store.base import table_of
from api.store.keystore import KeyStore
from api.store.sealing import Scope
from api.store.store import Store, StoreClosedError, Write
from tests.places import Place

pytestmark = pytest.mark.anyio

events = table_of(Event)
AT = datetime(2026, 11, 20, tzinfo=UTC)


class RefusedError(Exception):
    pass


def add(subject: str) -> Callable[[Write], int]:
    """Appends a row and returns how many there are then."""

    def run(write: Write) -> int:
        write.connection.execute(insert(events).values(type="test", subject=subject, at=AT))
        return write.connection.execute(select(func.count()).select_from(events)).scalar_one()

    return run


def then_refuse(subject: str) -> Callable[[Write], int]:
    def run(write: Write) -> int:
        add(subject)(write)
        raise RefusedError

    return run


def subjects(store: Store) -> list[str]:
    statement = select(events.c.subject).order_by(events.c.number)
    return store.read_now(lambda read: list(read.connection.execute(statement).scalars()))


class Held:
    """A write that keeps the writer busy, so that those behind it form one group."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.began, self.goes_on = threading.Event(), threading.Event()

    def run(self, _: Write) -> None:
        self.began.set()
        assert self.goes_on.wait(10)

    async def start(self) -> asyncio.Task[None]:
        task = asyncio.create_task(self._store.write(self.run))
        await asyncio.to_thread(self.began.wait, 10)
        return task


@pytest.fixture
def rows_of_keys(sqlite_store: Store, sqlite: Place) -> Iterator[KeyStore]:
    """The key store, as another process would open it."""
    opened = KeyStore(sqlite.keys_url, sqlite_store.sealer)
    yield opened
    opened.close()


async def test_writes_that_come_together_are_one_group_in_their_order(sqlite_store: Store) -> None:
    held = Held(sqlite_store)
    first = await held.start()
    rest = [asyncio.create_task(sqlite_store.write(add(str(n)))) for n in range(50)]
    await asyncio.sleep(0.05)
    assert sqlite_store.waiting == 50
    held.goes_on.set()
    await first
    assert await asyncio.gather(*rest) == list(range(1, 51))
    assert subjects(sqlite_store) == [str(n) for n in range(50)]


async def test_a_write_that_fails_in_a_group_takes_only_itself_back(sqlite_store: Store) -> None:
    held = Held(sqlite_store)
    await held.start()
    rest = [sqlite_store.write(then_refuse(str(n)) if n % 3 == 0 else add(str(n))) for n in range(9)]
    gathered = asyncio.gather(*rest, return_exceptions=True)
    await asyncio.sleep(0.05)
    held.goes_on.set()
    results = await gathered
    assert [isinstance(one, RefusedError) for one in results] == [n % 3 == 0 for n in range(9)]
    assert subjects(sqlite_store) == [str(n) for n in range(9) if n % 3]


async def test_a_write_is_whole_or_not_at_all(store: Store) -> None:
    await store.write(add("kept"))
    with pytest.raises(RefusedError):
        await store.write(then_refuse("taken back"))
    assert subjects(store) == ["kept"]


async def test_a_result_comes_only_when_others_can_read_it(store: Store, place: Place) -> None:
    other = place.open()
    for n in range(20):
        await store.write(add(str(n)))
        assert subjects(other)[-1] == str(n)
    other.close()


async def test_many_writers_at_once_lose_nothing(store: Store) -> None:
    await asyncio.gather(*(store.write(add(str(n))) for n in range(200)))
    assert sorted(subjects(store), key=int) == [str(n) for n in range(200)]


async def test_a_write_of_a_group_opens_what_another_one_of_it_made(sqlite_store: Store) -> None:
    held = Held(sqlite_store)
    await held.start()
    sealed: list[bytes] = []

    def make(write: Write) -> None:
        write.new_record("m1", Scope.WHAT)
        sealed.append(write.seal("m1", "body", "hej"))

    making = asyncio.create_task(sqlite_store.write(make))
    opening = asyncio.create_task(sqlite_store.write(lambda write: write.open("m1", "body", sealed[0])))
    await asyncio.sleep(0.05)
    held.goes_on.set()
    await making
    assert await opening == "hej"


async def test_a_key_that_a_failed_write_made_opens_nothing_for_the_others(sqlite_store: Store) -> None:
    held = Held(sqlite_store)
    await held.start()

    def make(write: Write) -> None:
        write.new_record("m1", Scope.WHAT)
        raise RefusedError

    making = asyncio.create_task(sqlite_store.write(make))
    remaking = asyncio.create_task(sqlite_store.write(lambda write: write.new_record("m1", Scope.WHAT)))
    await asyncio.sleep(0.05)
    held.goes_on.set()
    await remaking
    with pytest.raises(RefusedError):
        await making
    assert list(sqlite_store.keystore.keys(["m1"])) == ["m1"]


async def test_a_key_is_on_disk_before_the_data_that_it_seals(
    sqlite_store: Store, sqlite: Place, rows_of_keys: KeyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[list[str], int]] = []
    add_keys = sqlite_store.keystore.add
    watcher = sqlite.open()

    def watched(rows: Any) -> None:
        add_keys(rows)
        seen.append((list(rows_of_keys.keys(["m1"])), len(subjects(watcher))))

    monkeypatch.setattr(sqlite_store.keystore, "add", watched)

    def make(write: Write) -> None:
        write.new_record("m1", Scope.WHAT)
        add("row")(write)

    await sqlite_store.write(make)
    assert seen == [(["m1"], 0)]
    assert len(subjects(watcher)) == 1
    watcher.close()


async def test_data_whose_keys_cannot_be_kept_is_not_stored(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Any) -> None:
        raise RefusedError

    def make(write: Write) -> None:
        write.new_record("m1", Scope.WHAT)
        add("row")(write)

    monkeypatch.setattr(store.keystore, "add", refuse)
    with pytest.raises(RefusedError):
        await store.write(make)
    assert subjects(store) == []
    monkeypatch.undo()
    await store.write(make)
    assert subjects(store) == ["row"]


async def test_closing_finishes_what_was_accepted(place: Place) -> None:
    store = place.open()
    writes = [asyncio.create_task(store.write(add(str(n)))) for n in range(150)]
    await asyncio.sleep(0)
    await asyncio.to_thread(store.close)
    await asyncio.gather(*writes)
    again = place.open()
    assert len(subjects(again)) == 150
    again.close()


async def test_a_closed_store_takes_no_more_and_says_so(place: Place) -> None:
    store = place.open()
    await store.write(add("first"))
    store.close()
    with pytest.raises(StoreClosedError):
        await store.write(add("late"))


async def test_writes_that_race_with_closing_are_answered_all(sqlite: Place) -> None:
    store = sqlite.open()
    await store.write(add("first"))

    async def write_until_closed() -> int:
        done = 0
        while True:
            try:
                await asyncio.wait_for(store.write(add("more")), 5)
            except StoreClosedError:
                return done
            done += 1

    writing = [asyncio.create_task(write_until_closed()) for _ in range(8)]
    await asyncio.sleep(0.05)
    await asyncio.to_thread(store.close)
    done = sum(await asyncio.gather(*writing))
    again = sqlite.open()
    assert len(subjects(again)) == done + 1
    again.close()


async def test_callbacks_run_after_the_commit_and_only_then(store: Store, place: Place) -> None:
    other = place.open()
    seen: list[list[str]] = []

    def write_and_tell(write: Write) -> None:
        add("row")(write)
        write.after_commit(lambda: seen.append(subjects(other)))

    def fail_and_tell(write: Write) -> None:
        write.after_commit(lambda: seen.append(["never"]))
        raise RefusedError

    await store.write(write_and_tell)
    with pytest.raises(RefusedError):
        await store.write(fail_and_tell)
    assert seen == [["row"]]
    other.close()


async def test_a_caller_that_gives_up_leaves_its_write_standing(sqlite_store: Store) -> None:
    held = Held(sqlite_store)
    await held.start()
    impatient = asyncio.create_task(sqlite_store.write(add("row")))
    await asyncio.sleep(0.05)
    impatient.cancel()
    held.goes_on.set()
    await sqlite_store.write(add("next"))
    assert subjects(sqlite_store) == ["row", "next"]


def test_a_reader_cannot_write(sqlite_store: Store) -> None:
    with pytest.raises(Exception, match="readonly"):
        sqlite_store.read_now(lambda read: read.connection.execute(insert(events).values(type="t", subject="s", at=AT)))


def test_commits_wait_for_the_disk(sqlite_store: Store) -> None:
    def settings(write: Write) -> tuple[Any, ...]:
        names = ("journal_mode", "synchronous", "secure_delete")
        return tuple(write.connection.execute(text(f"PRAGMA {name}")).scalar() for name in names)

    assert sqlite_store.write_now(settings) == ("wal", 2, 1)


def test_sqlite_is_one_without_the_wal_reset_bug() -> None:
    import pysqlite3.dbapi2 as sqlite

    assert sqlite.sqlite_version_info >= (3, 51, 3)
