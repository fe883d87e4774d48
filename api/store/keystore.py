"""The key store: one wrapped key a record, in a database of its own.

A key is on disk before the data that it seals. Deleting a record deletes its key here, and the
key store's backup is only ever replaced, so no backup brings a deleted record back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Column, Connection, Engine, LargeBinary, MetaData, String, Table, delete, insert, select, text

from api.store.engine import KEYS_SCHEMA, is_sqlite, new_engine, one_at_a_time
from api.store.sealing import Scope, SealBrokenError, Sealer

metadata = MetaData()
record_keys = Table(
    "record_keys",
    metadata,
    Column("record", String(64), primary_key=True),
    Column("scope", String(4), nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
)


class KeyDestroyedError(Exception):
    """The record's key is gone: it was deleted, or its key store is not the one it was sealed with."""


def records_with_keys(url: str) -> set[str]:
    """Every record that can still be opened; no secret is needed to know that."""
    engine = new_engine(url, read_only=True, size=1, schema=None if is_sqlite(url) else KEYS_SCHEMA)
    try:
        with engine.connect() as connection:
            return set(connection.execute(select(record_keys.c.record)).scalars())
    finally:
        engine.dispose()


class KeyStore:
    """Wrapped keys by record. `add` and `destroy` commit by themselves before they return."""

    def __init__(self, url: str, sealer: Sealer) -> None:
        self._sealer = sealer
        schema = None if is_sqlite(url) else KEYS_SCHEMA
        self._writer: Engine = new_engine(url, size=2, schema=schema)
        with self._writer.begin() as connection:
            if schema:
                one_at_a_time(connection)
                connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {schema}"))
            metadata.create_all(connection)
        self._reader: Engine = new_engine(url, read_only=True, size=6, schema=schema)

    def add(self, rows: Sequence[dict[str, object]]) -> None:
        """Durably store wrapped keys: `{"record", "scope", "wrapped"}` each."""
        with self._writer.begin() as connection:
            connection.execute(insert(record_keys), list(rows))

    def destroy(self, records: Iterable[str]) -> None:
        wanted = list(records)
        with self._writer.begin() as connection:
            connection.execute(delete(record_keys).where(record_keys.c.record.in_(wanted)))

    def keys(self, records: Sequence[str]) -> dict[str, bytes]:
        """The unwrapped keys of these records; records without a key are left out."""
        with self._reader.connect() as connection:
            return self._read(connection, records)

    def key(self, record: str) -> bytes:
        """One record's key. Raises `KeyDestroyedError`."""
        try:
            return self.keys([record])[record]
        except KeyError:
            raise KeyDestroyedError from None

    def _read(self, connection: Connection, records: Sequence[str]) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        # SQLite takes a limited number of variables in one statement.
        for first in range(0, len(records), 500):
            rows = connection.execute(select(record_keys).where(record_keys.c.record.in_(records[first : first + 500])))
            for row in rows:
                try:
                    found[row.record] = self._sealer.unwrap(row.record, Scope(row.scope), row.wrapped)
                except SealBrokenError:
                    continue
        return found

    def close(self) -> None:
        self._writer.dispose()
        self._reader.dispose()
