"""Is an account that somebody asks about on the list?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.accounts.addresses import Kind, Spoken, handle_of, key_of, named, spoken_of
from api.accounts.shapes import Account


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a text names, and the accounts of the list that it may be."""

    spoken: Spoken
    accounts: tuple[Account, ...]

    @property
    def shown(self) -> str:
        """How to call it: a link that is not on the list is never repeated, so that nobody opens it from here."""
        if self.spoken.kind is Kind.HANDLE:
            return self.spoken.shown
        return self.accounts[0].address.removeprefix("https://") if self.accounts else ""


def recognise(text: str, listed: Sequence[Account]) -> list[Recognised]:
    """Each link and handle of a text, with the listed accounts of that very address or name."""
    known = [(account, key) for account in listed if (key := key_of(account.address)) is not None]
    return [
        Recognised(spoken, tuple(account for account, key in known if is_it(spoken, key))) for spoken in spoken_of(text)
    ]


def is_it(spoken: Spoken, key: str) -> bool:
    return named(spoken.key, key) if spoken.kind is Kind.LINK else spoken.key == handle_of(key)
