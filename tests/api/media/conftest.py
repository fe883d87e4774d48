from __future__ import annotations

from pathlib import Path

import pytest

from api.store.store import Store
from tests.api.world import World
from tests.fakes import FakeClock


@pytest.fixture
def world(store: Store, clock: FakeClock, tmp_path: Path) -> World:
    return World(store, clock, files=tmp_path / "attachments", public_url="https://tips.example/")
