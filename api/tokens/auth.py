"""Who may call what: a bearer token, or the cookie of a page's session, and a role."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.errors import TiplineError
from api.tokens.models import Role
from api.tokens.service import Principal, TokenService

COOKIE = "tipline_session"
SAFE = {"GET", "HEAD", "OPTIONS"}
bearer = HTTPBearer(auto_error=False, scheme_name="token", description="A token from `tipline token`")

READERS = (Role.INVESTIGATOR, Role.OPERATOR, Role.SUPERVISOR)
PULLERS = (*READERS, Role.INTEGRATION)
CHANGERS = READERS
TELLERS = (Role.INVESTIGATOR, Role.SUPERVISOR)
SENDERS = (Role.INTEGRATION, Role.OPERATOR, Role.SUPERVISOR)
EDITORS = (Role.EDITOR, Role.SUPERVISOR)
PUBLIC_READERS = (*EDITORS, Role.INTEGRATION, Role.INVESTIGATOR, Role.OPERATOR)
TRAINERS = (Role.TRAINER, Role.SUPERVISOR)
SURVEYORS = (Role.SUPERVISOR, Role.EDITOR, Role.ADMIN)
DISPATCHERS = (Role.OPERATOR, Role.SUPERVISOR)
INTERPRETERS = (Role.INTEGRATION, Role.INVESTIGATOR, Role.OPERATOR, Role.TRAINER, Role.SUPERVISOR)


class NotAuthenticatedError(TiplineError):
    status = 401
    title = "A valid token is needed"

    def __init__(self) -> None:
        super().__init__(headers={"WWW-Authenticate": "Bearer"})


class NotAllowedError(TiplineError):
    status = 403
    title = "This role may not do that"


class ForeignOriginError(TiplineError):
    """A page of another site tried to use somebody's session."""

    status = 403
    title = "The request comes from another site"


class Auth:
    """Makes FastAPI dependencies that answer 401 and 403, and else say who is asking."""

    def __init__(self, tokens: TokenService) -> None:
        self._tokens = tokens

    def allow(self, *roles: Role) -> Callable[..., Awaitable[Principal]]:
        async def asked_by(
            request: Request, credentials: HTTPAuthorizationCredentials | None = Depends(bearer)
        ) -> Principal:
            who = await self.identify(request, credentials)
            if who.role not in roles:
                raise NotAllowedError
            return who

        return asked_by

    async def identify(self, request: Request, credentials: HTTPAuthorizationCredentials | None) -> Principal:
        """Raises `NotAuthenticatedError`, `ForeignOriginError`."""
        if credentials is not None:
            found = await self._tokens.by_token(credentials.credentials)
        elif cookie := request.cookies.get(COOKIE):
            if request.method not in SAFE and not same_origin(request):
                raise ForeignOriginError
            found = await self._tokens.by_session(cookie)
        else:
            found = None
        if found is None:
            raise NotAuthenticatedError
        return found


def same_origin(request: Request) -> bool:
    """Does the request come from a page of this very site? A browser always says."""
    origin = request.headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc == request.headers.get("host")
    return request.headers.get("sec-fetch-site") in {"same-origin", "none"}
