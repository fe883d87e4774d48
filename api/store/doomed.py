"""Records whose keys are to be destroyed: noted in the same commit as what they belonged to, so that no crash between
the commit and the key store leaves readable what was deleted."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, String, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from api.store.base import Base, table_of

MOST_AT_ONCE = 500


class DoomedKey(Base):
    __tablename__ = "doomed_keys"

    record: Mapped[str] = mapped_column(String(64), primary_key=True)


doomed = table_of(DoomedKey)


def note(connection: Connection, records: Sequence[str]) -> None:
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    if records:
        statement = dialect.insert(doomed).on_conflict_do_nothing()
        connection.execute(statement, [{"record": record} for record in records])


def noted(connection: Connection) -> list[str]:
    """Some of them; in the end, none."""
    return list(connection.execute(select(doomed.c.record).limit(MOST_AT_ONCE)).scalars())


def forget(connection: Connection, records: Sequence[str]) -> None:
    connection.execute(delete(doomed).where(doomed.c.record.in_(records)))
