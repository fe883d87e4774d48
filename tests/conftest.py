"""Fixtures that tests of several packages share."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from api import log
from api.store.store import Store
from tests.fakes import FakeClock
from tests.places import Place, empty_postgres, make_postgres, new_secrets, sqlite_place, sqlite_template
from tests.postgres import Postgres, postgres

__all__ = ["postgres"]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """What the app writes into its log, in the form that it has there."""
    lines = StringIO()
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", lines)
        log.configure()
    yield lines
    root.handlers = handlers
    root.setLevel(level)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sqlite_template(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def migrated_database(postgres: Postgres) -> str:
    """The name of a database with all tables, to make others from."""
    url = postgres.new_database()
    make_postgres(url)
    return url.rpartition("/")[2]


@pytest.fixture(scope="session")
def shared_database(postgres: Postgres, migrated_database: str) -> str:
    """The address of the database that one test after the other has to itself."""
    return postgres.new_database(migrated_database)


@pytest.fixture
def sqlite(tmp_path: Path, migrated: Path) -> Place:
    return sqlite_place(tmp_path, migrated)


@pytest.fixture
def on_postgres(tmp_path: Path, shared_database: str) -> Place:
    empty_postgres(shared_database)
    return Place(shared_database, shared_database, tmp_path, new_secrets())


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest) -> Place:
    """A store's place, on each engine in turn."""
    found = request.getfixturevalue("sqlite" if request.param == "sqlite" else "on_postgres")
    assert isinstance(found, Place)
    return found


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    opened = place.open()
    yield opened
    opened.close()


@pytest.fixture
def sqlite_store(sqlite: Place) -> Iterator[Store]:
    opened = sqlite.open()
    yield opened
    opened.close()
