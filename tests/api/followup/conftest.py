from __future__ import annotations

import pytest

from api.store.store import Store
from tests.api.followup.story import Story
from tests.api.http.conftest import investigator, on_postgresql, on_sqlite, site
from tests.api.world import World
from tests.fakes import FakeClock


@pytest.fixture
def story(sqlite_store: Store, clock: FakeClock) -> Story:
    """On SQLite; `everywhere` is the same on both engines."""
    return Story(World(sqlite_store, clock), clock)


@pytest.fixture
def everywhere(store: Store, clock: FakeClock) -> Story:
    return Story(World(store, clock), clock)


__all__ = ["investigator", "on_postgresql", "on_sqlite", "site"]
