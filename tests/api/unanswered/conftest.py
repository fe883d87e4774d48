from __future__ import annotations

import pytest

from api.store.store import Store
from tests.api.world import World
from tests.fakes import FakeClock


@pytest.fixture
def world(sqlite_store: Store, clock: FakeClock) -> World:
    return World(sqlite_store, clock)
