"""A store whose process can be made to die at any point of a write."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import Connection

from api.store.store import Store, Write

T = TypeVar("T")


class CrashedError(BaseException):
    """The process is gone. No handler of the app's may live on: hence no `Exception`."""


class Moment(StrEnum):
    STATEMENT = "statement"  # before some statement, at the latest before the commit
    KEYS = "keys"  # the new keys are on disk, the data is not
    COMMITTED = "committed"  # all is on disk, nobody was told


@dataclass(frozen=True, slots=True)
class Fault:
    """Where to die: in the write after `spared` others, before its statement number `statement` (from 0)."""

    moment: Moment
    statement: int = 0
    spared: int = 0


class Crumbling:
    """A connection that takes some statements and then dies."""

    def __init__(self, connection: Connection, statements: int) -> None:
        self._connection = connection
        self._left = statements

    def execute(self, *args: Any, **more: Any) -> Any:
        if self._left == 0:
            raise CrashedError
        self._left -= 1
        return self._connection.execute(*args, **more)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


class BrittleStore(Store):
    """Set `fault` before the write that is to die. Afterwards nothing can be written until another is opened."""

    fault: Fault | None = None
    dead = False
    _dies_after_keys = False

    async def write(self, fn: Callable[[Write], T]) -> T:
        if self.dead:
            raise CrashedError
        fault = self._due()
        if fault is None:
            return await super().write(fn)
        self.dead = True
        if fault.moment is Moment.STATEMENT:
            return await super().write(lambda write: until(fn, write, fault.statement))
        self._dies_after_keys = fault.moment is Moment.KEYS
        await super().write(fn)
        raise CrashedError

    def _due(self) -> Fault | None:
        fault = self.fault
        if fault is None or fault.spared == 0:
            return fault
        self.fault = Fault(fault.moment, fault.statement, fault.spared - 1)
        return None

    def _keep_keys(self, writes: Iterable[Write]) -> None:
        super()._keep_keys(writes)
        if self._dies_after_keys:
            raise CrashedError


def until(fn: Callable[[Write], T], write: Write, statement: int) -> T:
    write.connection = Crumbling(write.connection, statement)  # type: ignore[assignment]
    fn(write)
    raise CrashedError
