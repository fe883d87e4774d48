from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from api.migrations.tables import metadata
from api.store import migrating
from api.store.engine import new_engine
from tests.places import Place
from tests.postgres import Postgres


def test_the_migrations_make_exactly_the_tables_of_the_models(place: Place) -> None:
    engine = new_engine(place.url, size=1)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()
    assert migrating.state(place.url) == migrating.newest()


def test_migrating_again_changes_nothing(place: Place) -> None:
    migrating.migrate(place.url)
    assert migrating.state(place.url) == migrating.newest()


def test_a_new_store_has_no_state_and_no_data(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    assert migrating.state(url) is None
    assert not migrating.has_data(url)


def test_processes_that_start_at_once_migrate_once(postgres: Postgres) -> None:
    url = postgres.new_database()
    program = "import sys; from api.store import migrating; migrating.migrate(sys.argv[1])"
    children = [subprocess.Popen([sys.executable, "-c", program, url]) for _ in range(2)]
    assert [child.wait(60) for child in children] == [0, 0]
    assert migrating.state(url) == migrating.newest()
