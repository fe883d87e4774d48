"""Issuing, finding and revoking tokens; login sessions for pages; the one-time link."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from api import clock
from api.errors import InvalidRequestError, NotFoundError
from api.store.base import new_id, table_of
from api.store.store import Read, Store, Write
from api.tokens.models import LoginLink, LoginSession, Role, Token

tokens = table_of(Token)
sessions = table_of(LoginSession)
links = table_of(LoginLink)

SESSION = timedelta(hours=12)
LINK = timedelta(hours=24)


LONGEST_NAME = 64


class NameUnusableError(InvalidRequestError):
    title = "A name has 1 to 64 characters that can be printed"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is asking: a token's id, its holder's name, and the role."""

    id: str
    name: str
    role: Role


class TokenService:
    """Owns tokens. A token is shown once; what is kept is its keyed hash."""

    def __init__(self, store: Store, now: Callable[[], datetime] = clock.now) -> None:
        self._store = store
        self._now = now

    # -- for commands and endpoints: inside a write ------------------------------------------------

    def issue(self, write: Write, name: str, role: Role) -> tuple[str, str]:
        """A new token: (id, the token itself). Raises `NameUnusableError`."""
        if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
            raise NameUnusableError
        identity, token = new_id(), f"tl_{secrets.token_urlsafe(32)}"
        write.connection.execute(
            insert(tokens).values(
                id=identity, name=name, role=role, digest=write.index("token", token), created_at=self._now()
            )
        )
        return identity, token

    def revoke(self, write: Write, identity: str) -> None:
        """Raises `NotFoundError`. Sessions of the token end with it."""
        changed = write.connection.execute(
            update(tokens).where(tokens.c.id == identity, tokens.c.revoked_at.is_(None)).values(revoked_at=self._now())
        )
        if changed.rowcount == 0:
            raise NotFoundError
        write.connection.execute(delete(sessions).where(sessions.c.token == identity))

    def listed(self, read: Read) -> list[dict[str, Any]]:
        rows = read.connection.execute(select(tokens).order_by(tokens.c.created_at))
        return [
            {
                "id": r.id,
                "name": r.name,
                "role": r.role,
                "created_at": clock.iso(r.created_at),
                "revoked_at": clock.iso(r.revoked_at) if r.revoked_at else None,
            }
            for r in rows
        ]

    def first_link(self, write: Write) -> str | None:
        """The secret of a link for the first administrator; None when there is a token already."""
        if write.connection.execute(select(func.count()).select_from(tokens)).scalar_one():
            return None
        identity, _ = self.issue(write, "first administrator", Role.ADMIN)
        return self.new_link(write, identity)

    def new_link(self, write: Write, token_id: str) -> str:
        """A secret that logs in once as this token, within a day."""
        secret = secrets.token_urlsafe(24)
        write.connection.execute(
            insert(links).values(digest=write.index("link", secret), token=token_id, expires_at=self._now() + LINK)
        )
        return secret

    # -- who is asking -----------------------------------------------------------------------------

    async def by_token(self, token: str) -> Principal | None:
        return await self._store.read(lambda read: self._by_token(read, token))

    def _by_token(self, read: Read, token: str) -> Principal | None:
        row = read.connection.execute(
            select(tokens).where(tokens.c.digest == read.index("token", token), tokens.c.revoked_at.is_(None))
        ).one_or_none()
        return principal(row)

    async def by_session(self, cookie: str) -> Principal | None:
        def find(read: Read) -> Principal | None:
            row = read.connection.execute(
                select(tokens)
                .join(sessions, sessions.c.token == tokens.c.id)
                .where(
                    sessions.c.digest == read.index("session", cookie),
                    sessions.c.expires_at > self._now(),
                    tokens.c.revoked_at.is_(None),
                )
            ).one_or_none()
            return principal(row)

        return await self._store.read(find)

    async def log_in(self, token: str | None, link: str | None) -> tuple[str, Principal] | None:
        """A session's cookie for a token, or for a link that is used up by it; None when neither is good."""

        def begin(write: Write) -> tuple[str, Principal] | None:
            found = self._by_token(write, token) if token else self._use_link(write, link or "")
            if found is None:
                return None
            cookie = secrets.token_urlsafe(32)
            write.connection.execute(
                insert(sessions).values(
                    digest=write.index("session", cookie), token=found.id, expires_at=self._now() + SESSION
                )
            )
            return cookie, found

        return await self._store.write(begin)

    def _use_link(self, write: Write, secret: str) -> Principal | None:
        identity = write.connection.execute(
            delete(links)
            .where(links.c.digest == write.index("link", secret), links.c.expires_at > self._now())
            .returning(links.c.token)
        ).scalar()
        if identity is None:
            return None
        row = write.connection.execute(
            select(tokens).where(tokens.c.id == identity, tokens.c.revoked_at.is_(None))
        ).one_or_none()
        return principal(row)

    async def log_out(self, cookie: str) -> None:
        await self._store.write(
            lambda write: (
                write.connection.execute(
                    delete(sessions).where(sessions.c.digest == write.index("session", cookie))
                ).rowcount
            )
        )


def principal(row: Row[Any] | None) -> Principal | None:
    return Principal(row.id, row.name, Role(row.role)) if row is not None else None
