"""The app's side of the HTTP between it and Rasa: one deadline a turn, its retry included."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from api.analysis.asking import form_of
from api.analysis.hints import Hints
from api.analysis.parts import Part, parts_of
from api.conversations.shapes import Draft

logger = logging.getLogger(__name__)

DEADLINE = 2.5
TOKEN_HEADER = "X-Tipline-Token"
# A whole turn is a few kilobytes; what is larger is none.
LARGEST_ANSWER = 1_000_000


class RasaUnavailableError(Exception):
    """Rasa is down, hanging, or still starting: nothing is wrong with the message."""


class RasaFailedError(Exception):
    """Rasa answered, but not with a whole turn; the message may be what upsets it."""


@dataclass(frozen=True, slots=True)
class Matter:
    """An intent of one sentence, characters `start` to `end` (exclusive) of the message."""

    intent: str
    confidence: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Understood:
    """An intent with its confidence (0…1), and the next best ones."""

    intent: str | None
    confidence: float
    ranking: tuple[tuple[str, float], ...] = ()
    matters: tuple[Matter, ...] = ()
    """What the sentences of a message are about, where it has several and they say so plainly."""


@dataclass(frozen=True, slots=True)
class TurnAnswer:
    """What Rasa says of a turn: response names, changes, and the next draft."""

    understood: Understood
    responses: tuple[tuple[str, dict[str, Any]], ...]
    changes: tuple[dict[str, Any], ...]
    draft: Draft = field(default_factory=Draft)


def no_hints(text: str) -> Hints:
    """What is known of a text where nothing reads it: then the model has its words alone."""
    return Hints((), "", text)


class RasaClient:
    """Speaks to one Rasa. Nothing of a conversation is kept on either side.

    `hints` reads a text for the model as its training lines were read; it is called in a thread.
    """

    def __init__(self, base_url: str, token: str, hints: Callable[[str], Hints] = no_hints) -> None:
        self._hints = hints
        self._http = httpx.AsyncClient(
            base_url=base_url,
            headers={TOKEN_HEADER: token},
            timeout=httpx.Timeout(DEADLINE, connect=0.5),
            trust_env=False,
        )

    async def close(self) -> None:
        await self._http.aclose()

    async def healthy(self) -> bool:
        """Is a model loaded and answering?"""
        try:
            answer = await self._http.get("/webhooks/tipline/", timeout=2.0)
            return answer.status_code == httpx.codes.OK and bool(answer.json().get("ready"))
        except (httpx.HTTPError, ValueError, AttributeError):
            return False

    async def warm_up(self) -> None:
        """Read a first text for hints, so that no reporter waits for what that makes ready."""
        await self._hinted("hej")

    async def understand(self, text: str) -> Understood:
        """Raises `RasaUnavailableError`, `RasaFailedError`."""
        parts = parts_of(text)
        hints = await self._hinted(text)
        asked = {"text": hints.text, "hints": hints.as_json(), "parts": await self._parts(parts)}
        return understood(await self._post("parse", asked), parts)

    async def turn(
        self, text: str, draft: Draft, telling: float, intent: str | None = None, slots: dict[str, Any] | None = None
    ) -> TurnAnswer:
        """Take a turn. `intent` replaces the reading of the text (a pressed button).

        Raises `RasaUnavailableError`, `RasaFailedError`.
        """
        known = {**draft.as_json(), "slots": {**draft.slots, **(slots or {})}}
        hints = no_hints(text) if intent else await self._hinted(text)
        parts = [] if intent else await self._parts(parts_of(text))
        asked = {
            "text": hints.text, "hints": hints.as_json(), "parts": parts, "intent": intent, "telling": telling,
            "draft": known, "form": form_of(text).as_json(),
        }  # fmt: skip
        body = await self._post("turn", asked)
        try:
            return TurnAnswer(
                understood=understood(body),
                responses=tuple((str(r["name"]), dict(r["arguments"])) for r in body["responses"]),
                changes=tuple(dict(c) for c in body["changes"]),
                draft=Draft.from_json(body["draft"]),
            )
        except (KeyError, TypeError, AttributeError, ValueError):
            raise RasaFailedError from None

    async def _parts(self, parts: tuple[Part, ...]) -> list[dict[str, Any]]:
        read = [await self._hinted(part.text) for part in parts]
        return [{"text": hints.text, "hints": hints.as_json()} for hints in read]

    async def _hinted(self, text: str) -> Hints:
        """Hints help to understand; a text on which they fail is understood by its words."""
        try:
            return await asyncio.to_thread(self._hints, text)
        except Exception as error:  # noqa: BLE001  its own text may hold what was read
            logger.error("a text could not be read for hints (%s)", type(error).__name__)
            return no_hints(text)

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        try:
            async with asyncio.timeout(DEADLINE):
                return await self._try_twice(path, body)
        except TimeoutError:
            raise RasaUnavailableError from None

    async def _try_twice(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        try:
            return await self._once(path, body)
        except (RasaUnavailableError, RasaFailedError):
            await asyncio.sleep(0.1)
            return await self._once(path, body)

    async def _once(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        received = bytearray()
        try:
            async with self._http.stream("POST", f"/webhooks/tipline/{path}", json=body) as answer:
                status = answer.status_code
                async for part in answer.aiter_bytes():
                    received += part
                    if len(received) > LARGEST_ANSWER:
                        raise RasaFailedError
        except (httpx.HTTPError, ValueError):
            # The exception may hold the request, and with it the text: it goes no further.
            raise RasaUnavailableError from None
        if status == httpx.codes.SERVICE_UNAVAILABLE:
            raise RasaUnavailableError
        if status != httpx.codes.OK:
            raise RasaFailedError
        try:
            found = json.loads(received)
        except (ValueError, RecursionError):
            raise RasaFailedError from None
        if not isinstance(found, dict):
            raise RasaFailedError
        return found


def understood(body: dict[str, Any], parts: tuple[Part, ...] = ()) -> Understood:
    """Raises `RasaFailedError` for a body that is none of Rasa's."""
    try:
        intent = body["intent"]
        ranking = tuple((str(r["name"]), float(r["confidence"])) for r in body["ranking"])
        name = intent["name"]
        matters = tuple(
            Matter(str(one["intent"]), float(one["confidence"]), parts[one["part"]].start, parts[one["part"]].end)
            for one in body.get("matters", ())
        )
        return Understood(None if name is None else str(name), float(intent["confidence"]), ranking, matters)
    except (KeyError, TypeError, ValueError, IndexError):
        raise RasaFailedError from None
