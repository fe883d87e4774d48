"""Engines for the store's two databases, SQLite (through pysqlite3) and PostgreSQL.

Debian 12's own SQLite can lose commits under WAL when there are two connections; pysqlite3
brings a mended one (docs/decisions/0003-store.md).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import QueuePool

KEYS_SCHEMA = "tipline_keys"


# Names the lock under which processes that start at once make and change tables.
TABLES_LOCK = 7_411_200


def one_at_a_time(connection: Connection) -> None:
    """Wait until no other process makes or changes tables (PostgreSQL), for the rest of the transaction."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": TABLES_LOCK})


def is_sqlite(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def new_engine(url: str, *, read_only: bool = False, size: int = 4, schema: str | None = None) -> Engine:
    """An engine whose every transaction is safe by construction.

    On SQLite: WAL, `synchronous=FULL`, and `BEGIN IMMEDIATE` for writers, since a transaction that
    reads first and then writes fails under rivals. `schema` is PostgreSQL's search path.
    """
    if not is_sqlite(url):
        options = f"-csearch_path={schema}" if schema else ""
        # A connection that the server has dropped is replaced before it is used: a restart costs no message.
        return create_engine(
            url,
            pool_size=size,
            max_overflow=size,
            pool_pre_ping=True,
            isolation_level="READ COMMITTED",
            hide_parameters=True,
            connect_args={"options": options},
        )
    import pysqlite3.dbapi2

    database = make_url(url).database
    if database:
        Path(database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = create_engine(
        url,
        module=pysqlite3.dbapi2,
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=size,
        hide_parameters=True,
        connect_args={"check_same_thread": False, "timeout": 10},
    )
    begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # the `begin` event below opens transactions, not the driver
        for pragma in (
            "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "temp_store=MEMORY",
            f"query_only={'ON' if read_only else 'OFF'}",
        ):  # fmt: skip
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def open_transaction(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine
