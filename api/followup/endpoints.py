"""Follow-up over HTTP: an officer writes to a reporter, and lets reporters know what became of it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Response
from fastapi.responses import JSONResponse

from api.followup.schemas import NewReply, NoticeOutcome, Told
from api.followup.service import FollowUp
from api.problems import BODY, refusals
from api.tips.schemas import NewOutcome, ShownTip
from api.tokens.auth import CHANGERS, TELLERS, Auth
from api.tokens.service import Principal
from api.wire import Id


def shown(tip: dict[str, Any]) -> JSONResponse:
    return JSONResponse(tip, 201, {"ETag": f'"{tip["version"]}"', "Cache-Control": "no-store"})


def router(followup: FollowUp, auth: Auth) -> APIRouter:
    routes = APIRouter(prefix="/v1", tags=["follow-up"])
    changer, teller = auth.allow(*CHANGERS), auth.allow(*TELLERS)
    changed = {**refusals(401, 403, 404, 409), **refusals(*BODY)}

    @routes.post("/tips/{tip}/replies", status_code=201, response_model=ShownTip, responses=changed)
    async def reply(tip: Id, given: NewReply, who: Principal = Depends(changer)) -> Response:
        """Write to the reporter; waits under the receipt code when the channel cannot be used. 409 without a reporter."""
        return shown(await followup.reply(tip, given.text, who))

    @routes.post("/tips/{tip}/outcome", status_code=201, response_model=ShownTip, responses=changed)
    async def close(tip: Id, result: NewOutcome, who: Principal = Depends(changer)) -> Response:
        """Close with an outcome; `tell_reporter` lets the reporter know it in general words."""
        return shown(await followup.close(tip, result, who))

    @routes.post("/notices/{notice}/outcome", response_model=Told, responses=refusals(*BODY, 401, 403, 404))
    async def tell_all(notice: Id, given: NoticeOutcome, who: Principal = Depends(teller)) -> Told:
        """Let everybody who tipped about a notice know its outcome, each once. `dry_run` only counts."""
        count = await followup.tell_all(notice, given.outcome, who, dry_run=given.dry_run)
        return Told(
            outcome=given.outcome, dry_run=given.dry_run,
            reporters=count.reporters, handed=count.handed, waiting=count.waiting,
        )  # fmt: skip

    return routes
