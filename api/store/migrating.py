"""Bringing the store's tables up to date.

Alembic is imported only when there is something to do: a start that finds everything in order asks
for one row.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import inspect, text

from api.store.engine import new_engine

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def newest() -> str:
    """The newest revision: files are named by it, `0001_what_it_does.py`, and rise."""
    return max(path.stem.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def state(url: str) -> str | None:
    """The store's revision; None when it is new."""
    engine = new_engine(url, size=1)
    try:
        if not inspect(engine).has_table("alembic_version"):
            return None
        with engine.connect() as connection:
            found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            return found
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
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    command.upgrade(config, "head")
