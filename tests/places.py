"""Where a test's store lies, on either engine, with its tables made by the real migration."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, text

from api.migrations.tables import metadata
from api.settings import Settings
from api.store import migrating
from api.store.engine import KEYS_SCHEMA, new_engine
from api.store.keystore import KeyStore
from api.store.sealing import Sealer
from api.store.secrets import LENGTH, Secrets
from api.store.store import Store


def new_secrets() -> Secrets:
    return Secrets(*(secrets.token_bytes(LENGTH) for _ in range(4)))


@dataclass(frozen=True, slots=True)
class Place:
    """An installation's addresses. Several stores may be opened on one, as by several processes."""

    url: str
    keys_url: str
    folder: Path
    roots: Secrets

    def open(self) -> Store:
        return Store(self.url, self.keys_url, self.roots)

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")

    @property
    def settings(self) -> Settings:
        return Settings(data_dir=self.folder, database_url=self.url)


def sqlite_template(folder: Path) -> Path:
    """A migrated, empty store."""
    migrating.migrate(f"sqlite:///{folder / 'tipline.db'}")
    return folder / "tipline.db"


def sqlite_place(folder: Path, template: Path) -> Place:
    shutil.copyfile(template, folder / "tipline.db")
    return Place(f"sqlite:///{folder / 'tipline.db'}", f"sqlite:///{folder / 'keys.db'}", folder, new_secrets())


def make_postgres(url: str) -> None:
    """The tables, and the key store's schema."""
    migrating.migrate(url)
    KeyStore(url, Sealer(new_secrets())).close()


def empty_postgres(url: str) -> None:
    """Take all rows out: much faster than another database for each test."""
    engine = new_engine(url, size=1)
    with engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(delete(table))
        connection.execute(text(f"DELETE FROM {KEYS_SCHEMA}.record_keys"))
    engine.dispose()
