"""SQL for official accounts. Every function works inside a given read or write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from api.accounts.models import OfficialAccount
from api.store.base import table_of
from api.store.store import Read

accounts = table_of(OfficialAccount)


def listed(read: Read) -> Sequence[Row[Any]]:
    """All that editors listed, by channel and name."""
    return read.connection.execute(select(accounts).order_by(accounts.c.channel, accounts.c.name, accounts.c.id)).all()
