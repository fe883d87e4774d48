"""Official accounts over HTTP."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Response
from fastapi.responses import JSONResponse

from api.accounts.schemas import AccountList, NewAccount, ShownAccount
from api.accounts.service import AccountService
from api.accounts.shapes import Account
from api.clock import iso
from api.problems import BODY, refusals
from api.tokens.auth import EDITORS, PUBLIC_READERS, Auth
from api.tokens.service import Principal
from api.wire import Id


def shown(account: Account) -> dict[str, Any]:
    return {
        "id": account.id,
        "channel": account.channel,
        "name": account.name,
        "address": account.address,
        "area": account.area,
        "editor": account.editor,
        "at": iso(account.at) if account.at else None,
    }


def router(accounts: AccountService, auth: Auth) -> APIRouter:
    routes = APIRouter(prefix="/v1/accounts", tags=["accounts"])
    reader, editor = auth.allow(*PUBLIC_READERS), auth.allow(*EDITORS)

    @routes.get("", response_model=AccountList, responses=refusals(401, 403))
    async def list_accounts(_: Principal = Depends(reader)) -> Response:
        """The accounts that are really the police's, the service's own first. `/accounts` shows them to everybody."""
        items = [shown(account) for account in await accounts.listed()]
        return JSONResponse({"items": items}, headers={"Cache-Control": "no-store"})

    @routes.post("", status_code=201, response_model=ShownAccount, responses=refusals(*BODY, 401, 403, 409))
    async def add_account(given: NewAccount, who: Principal = Depends(editor)) -> Response:
        """Put an account on the list; 409 when its address is there."""
        return JSONResponse(shown(await accounts.add(given, who)), 201)

    @routes.delete("/{identity}", status_code=204, responses=refusals(401, 403, 404))
    async def remove_account(identity: Id, _: Principal = Depends(editor)) -> None:
        """Take an account off the list."""
        await accounts.remove(identity)

    return routes
