"""What the page of official accounts shows, as the app hands it over."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol


class Listed(Protocol):
    """An account that is really the police's. `channel` names where it is, `address` is what a browser opens."""

    @property
    def channel(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def area(self) -> str | None: ...


Accounts = Callable[[], Awaitable[Sequence[Listed]]]


async def no_accounts() -> Sequence[Listed]:
    return ()
