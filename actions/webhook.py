"""The action endpoint that Rasa calls: rasa-sdk's executor behind a token, in the app's process."""

from __future__ import annotations

import hmac
import logging
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

TOKEN_HEADER = "X-Tipline-Token"


def new_executor() -> Any:
    """rasa-sdk's executor with every action of this package. Importing it takes over a second."""
    from rasa_sdk.executor import ActionExecutor

    from actions.answer import ActionAnswer
    from actions.cancel_tip import ActionCancelTip
    from actions.correct import ActionCorrect
    from actions.delete import ActionDelete
    from actions.new_tip import ActionNewTip
    from actions.not_understood import ActionNotUnderstood
    from actions.nothing_asked import ActionNothingAsked
    from actions.open_tip import ActionOpenTip
    from actions.resume import ActionResume
    from actions.submit_tip import ActionSubmitTip
    from actions.validate_tip_form import ValidateTipForm

    # It would log the body of a failing call, and with it the dialogue.
    logging.getLogger("rasa_sdk").setLevel(logging.CRITICAL)
    executor = ActionExecutor()
    for action in (
        ActionAnswer, ActionCancelTip, ActionCorrect, ActionDelete, ActionNewTip, ActionNothingAsked, ActionNotUnderstood,
        ActionOpenTip, ActionResume, ActionSubmitTip, ValidateTipForm,
    ):  # fmt: skip
        executor.register_action(action())
    return executor


class ActionEndpoint:
    """`POST /internal/actions`; 403 without the token, 503 until the executor is loaded.

    A failing action answers 500 without any text: Rasa then goes on without it, the channel sees
    that its report is missing, and the turn is taken again.
    """

    def __init__(self, token: str) -> None:
        self._token = token
        self.executor: Any = None
        self.router = APIRouter()
        self.router.add_api_route("/internal/actions", self.run, methods=["POST"], include_in_schema=False)

    async def run(self, request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get(TOKEN_HEADER, "").encode(), self._token.encode()):
            return Response(status_code=403)
        if self.executor is None:
            return Response(status_code=503)
        try:
            result = await self.executor.run(await request.json())
        except Exception:  # noqa: BLE001  whatever went wrong, its text may hold what was said
            return Response(status_code=500)
        return JSONResponse(result.model_dump()) if result else Response(status_code=500)
