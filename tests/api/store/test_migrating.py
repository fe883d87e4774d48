from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

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


ROWS = (
    "INSERT INTO vault_accounts (id, channel, lookup, sealed) VALUES ('a', 'telegram', :seal, :seal)",
    "INSERT INTO conversations (id, channel, reporter, language, last_seq, pending, fence, excused, ask_open, told)"
    " VALUES ('c', 'telegram', 'a', 'sv', 1, 0, 0, :no, :no, :no)",
    "INSERT INTO messages (id, conversation, seq, origin, sealed, state, attempts, contact)"
    " VALUES ('m', 'c', 1, 'bot', :seal, 'done', 0, :no)",
    "INSERT INTO outbox (id, conversation, message, channel, state, attempts, due_at)"
    " VALUES ('o', 'c', 'm', 'telegram', 'due', 0, 0)",
)


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_store_with_people_in_it_is_brought_up_to_date(engine: str, request: pytest.FixtureRequest) -> None:
    if engine == "sqlite":
        url = f"sqlite:///{request.getfixturevalue('tmp_path') / 'old.db'}"
    else:
        url = request.getfixturevalue("postgres").new_database()
    config = Config()
    config.set_main_option("script_location", str(migrating.MIGRATIONS))
    config.attributes["url"] = url
    command.upgrade(config, "0001")
    old = new_engine(url, size=1)
    with old.begin() as connection:
        for row in ROWS:
            connection.execute(text(row), {"seal": b"x", "no": False})
    migrating.migrate(url)
    with old.connect() as connection:
        assert (
            connection.execute(text("SELECT count(*) FROM outbox JOIN messages ON message = messages.id")).scalar() == 1
        )
        assert not connection.execute(text("SELECT surveyed FROM conversations")).scalar()
    old.dispose()


def test_processes_that_start_at_once_migrate_once(postgres: Postgres) -> None:
    url = postgres.new_database()
    program = "import sys; from api.store import migrating; migrating.migrate(sys.argv[1])"
    children = [subprocess.Popen([sys.executable, "-c", program, url]) for _ in range(2)]
    assert [child.wait(60) for child in children] == [0, 0]
    assert migrating.state(url) == migrating.newest()
