"""What only a database server brings with it: several processes, and restarts."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from api.store.sealing import Scope
from api.store.store import Store, Write
from tests.api.store.test_writing import add, subjects
from tests.places import Place
from tests.postgres import Postgres

pytestmark = pytest.mark.anyio


def test_several_processes_may_open_a_new_postgresql_store_at_once(postgres: Postgres, on_postgres: Place) -> None:
    url = postgres.new_database()
    with ThreadPoolExecutor(6) as pool:
        for store in pool.map(lambda _: Store(url, url, on_postgres.roots), range(6)):
            store.close()


async def test_a_restarted_postgresql_costs_no_write(postgres: Postgres, on_postgres: Place) -> None:
    store = on_postgres.open()
    await asyncio.gather(*(store.write(add(str(n))) for n in range(6)))
    await asyncio.to_thread(postgres.kill)
    with pytest.raises(Exception, match="connect"):
        await store.write(add("down"))
    await asyncio.to_thread(postgres.start)

    def sealed(write: Write) -> None:
        write.new_record("m1", Scope.WHAT)
        add("after")(write)

    await store.write(sealed)
    assert len(subjects(store)) == 7
    store.close()
