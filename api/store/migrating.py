"""Bringing the store's tables up to date; a backup first when there is anything to lose."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from api.store.engine import new_engine

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def _config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    return config


def newest() -> str:
    head = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    assert head is not None
    return head


def state(url: str) -> str | None:
    """The store's revision; None when it is new."""
    engine = new_engine(url, size=1)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def has_data(url: str) -> bool:
    engine = new_engine(url, size=1)
    try:
        return bool(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def migrate(url: str) -> None:
    """Bring the tables to the newest revision, in one transaction."""
    command.upgrade(_config(url), "head")
