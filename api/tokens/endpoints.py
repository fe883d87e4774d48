"""Logging in to the pages, and tokens for administrators."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field

from api.problems import BODY, refusals
from api.store.store import Store
from api.tokens.auth import COOKIE, Auth, ForeignOriginError, NotAuthenticatedError, same_origin
from api.tokens.models import Role
from api.tokens.service import SESSION, Principal, TokenService
from api.wire import Id, Short, Strict, Text


class LogIn(Strict):
    token: Text | None = Field(default=None, max_length=200)
    link: Text | None = Field(default=None, max_length=200)


class Who(BaseModel):
    name: str
    role: Role


class NewToken(Strict):
    name: Short
    role: Role


class IssuedToken(BaseModel):
    id: str
    token: str = Field(description="Shown this once")
    link: str = Field(description="Logs in once, within a day: open /desk#login=LINK")


class ListedToken(BaseModel):
    id: str
    name: str
    role: Role
    created_at: str
    revoked_at: str | None


class TokenList(BaseModel):
    items: list[ListedToken]


def router(store: Store, tokens: TokenService, auth: Auth) -> APIRouter:
    routes = APIRouter()
    anybody = auth.allow(*Role)
    admin = auth.allow(Role.ADMIN)

    @routes.post("/session", status_code=200, responses=refusals(*BODY, 401, 403), tags=["pages"])
    async def log_in(given: LogIn, request: Request, response: Response) -> Who:
        """Exchange a token or a one-time link for a session cookie of twelve hours."""
        if not same_origin(request) and "origin" in request.headers:
            raise ForeignOriginError
        found = await tokens.log_in(given.token, given.link)
        if found is None:
            raise NotAuthenticatedError
        cookie, who = found
        secure = request.url.scheme == "https"
        response.set_cookie(
            COOKIE, cookie, max_age=int(SESSION.total_seconds()), httponly=True, samesite="strict", secure=secure
        )
        return Who(name=who.name, role=who.role)

    @routes.get("/session", responses=refusals(401), tags=["pages"])
    async def who_am_i(who: Principal = Depends(anybody)) -> Who:
        return Who(name=who.name, role=who.role)

    @routes.delete("/session", status_code=204, tags=["pages"])
    async def log_out(request: Request, response: Response) -> None:
        """End the session, if there is one."""
        if cookie := request.cookies.get(COOKIE):
            await tokens.log_out(cookie)
        response.delete_cookie(COOKIE)

    @routes.get("/v1/tokens", responses=refusals(401, 403), tags=["tokens"])
    async def list_tokens(_: Principal = Depends(admin)) -> TokenList:
        rows = await store.read(tokens.listed)
        return TokenList(items=[ListedToken(**row) for row in rows])

    @routes.post("/v1/tokens", status_code=201, responses=refusals(*BODY, 401, 403), tags=["tokens"])
    async def new_token(wanted: NewToken, _: Principal = Depends(admin)) -> IssuedToken:
        """A new token, and a link that logs its holder in once."""
        identity, token = await store.write(lambda write: tokens.issue(write, wanted.name, wanted.role))
        link = await store.write(lambda write: tokens.new_link(write, identity))
        return IssuedToken(id=identity, token=token, link=link)

    @routes.delete("/v1/tokens/{identity}", status_code=204, responses=refusals(401, 403, 404), tags=["tokens"])
    async def revoke_token(identity: Id, _: Principal = Depends(admin)) -> None:
        await store.write(lambda write: tokens.revoke(write, identity))

    return routes
