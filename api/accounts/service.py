"""The list of official accounts: what editors listed, behind the service's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert
from sqlalchemy.exc import IntegrityError

from api import clock
from api.accounts import repository
from api.accounts.addresses import key_of
from api.accounts.repository import accounts
from api.accounts.schemas import NewAccount
from api.accounts.shapes import Account
from api.errors import InvalidRequestError, NotFoundError, TiplineError
from api.store.base import new_id
from api.store.store import Read, Store, Write
from api.tokens.service import Principal


class AccountNotFoundError(NotFoundError):
    title = "There is no such account on the list"


class AccountListedError(TiplineError):
    status = 409
    title = "This account is on the list"


class AddressUnusableError(InvalidRequestError):
    title = "The address is none of an account"


class AccountService:
    """`own`: the service's own accounts, which nobody can take off the list."""

    def __init__(self, store: Store, own: Sequence[Account], now: Callable[[], datetime] = clock.now) -> None:
        self._store = store
        self._own = tuple(own)
        self._now = now

    async def listed(self) -> list[Account]:
        return await self._store.read(self.all)

    def all(self, read: Read) -> list[Account]:
        return [*self._own, *map(account, repository.listed(read))]

    async def add(self, given: NewAccount, who: Principal) -> Account:
        """Raises `AccountListedError`, `AddressUnusableError`."""
        key = key_of(given.address)
        if key is None or not given.name.isprintable() or not (given.area or "").isprintable():
            raise AddressUnusableError
        new = Account(given.channel, given.name, given.address, given.area, new_id(), who.name, self._now())

        def write_it(write: Write) -> None:
            if key in {key_of(one.address) for one in self.all(write)}:
                raise AccountListedError
            values = {name: getattr(new, name) for name in ("channel", "name", "address", "area", "id", "editor", "at")}
            write.connection.execute(insert(accounts).values(**values))

        try:
            await self._store.write(write_it)
        except IntegrityError:
            # Twice at once (PostgreSQL).
            raise AccountListedError from None
        return new

    async def remove(self, identity: str) -> None:
        """Raises `AccountNotFoundError`."""

        def remove_it(write: Write) -> None:
            if write.connection.execute(delete(accounts).where(accounts.c.id == identity)).rowcount != 1:
                raise AccountNotFoundError

        await self._store.write(remove_it)


def account(row: Row[Any]) -> Account:
    return Account(row.channel, row.name, row.address, row.area, row.id, row.editor, row.at)
