"""Sends one outbound message through the Graph API and reads what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import httpx

from bot.delivery import Sent, Unsent
from bot.intake import Failure, Outbound
from bot.jsonshape import integer, mapping, string
from bot.messenger.render import HUMAN_AGENT, RESPONSE, Body, bodies
from bot.messenger.settings import MessengerSettings
from bot.messenger.verify import appsecret_proof

REPLY_WINDOW = timedelta(hours=24)
OFFICER_WINDOW = timedelta(days=7)
RATE_PAUSE_SECONDS = 30.0

# Graph error codes: https://developers.facebook.com/docs/messenger-platform/error-codes
_RATE = frozenset({4, 17, 32, 341, 613, 80006})
_PASSING = frozenset({1, 2, 1200})
_TOKEN = frozenset({102, 104, 190, 230, 463, 467})
_RESTRICTED = 10  # the page or the app may not send; with one of these subcodes only not now
_WINDOW_SUBCODES = frozenset({2018065, 2018278, 2534022})
_GONE = frozenset({551})
_GONE_SUBCODES = frozenset({1545041, 2018001, 2018108})


class GraphClient:
    """The three calls we need. The token travels in a header and the proof in the body: neither is ever
    part of an address, which proxies write down."""

    def __init__(self, settings: MessengerSettings) -> None:
        self._url = settings.graph_url.rstrip("/")
        self._proof = appsecret_proof(settings.page_token, settings.app_secret)
        self._http = httpx.AsyncClient(
            headers={"Authorization": f"Bearer {settings.page_token}"},
            timeout=httpx.Timeout(15.0, connect=5.0),
            limits=httpx.Limits(max_connections=32),
        )

    async def send(self, body: Body) -> httpx.Response:
        return await self._http.post(f"{self._url}/me/messages", json={**body, "appsecret_proof": self._proof})

    async def set_profile(self, body: Body) -> Unsent | None:
        """Gives the page its start button and menu; why not, where it was refused or not reached."""
        try:
            answer = await self._http.post(
                f"{self._url}/me/messenger_profile", json={**body, "appsecret_proof": self._proof}
            )
        except httpx.HTTPError:
            return Unsent(Failure.LATER, outage=True)
        return unsent_because(answer)

    async def is_reachable(self) -> bool:
        """Whether the Graph API answers and does not refuse the token. What else it answers is no
        hindrance to sending."""
        try:
            response = await self._http.get(f"{self._url}/me", params={"fields": "id"})
        except (httpx.HTTPError, httpx.InvalidURL):
            return False
        return response.status_code < 500 and _error(response).get("code") not in _TOKEN

    async def close(self) -> None:
        await self._http.aclose()


class MessengerSender:
    """A long text goes out in parts; a later try begins where the last one stopped."""

    def __init__(self, graph: GraphClient, now: Callable[[], datetime]) -> None:
        self._graph = graph
        self._now = now
        self._parts_sent: dict[str, int] = {}

    async def send(self, outbound: Outbound) -> Sent | Unsent:
        way = self._way(outbound)
        if way is None:
            return Unsent(Failure.WINDOW)
        parts = bodies(outbound, way)
        if not parts:
            return Unsent(Failure.REJECTED)
        message_id = None
        for number in range(self._parts_sent.pop(outbound.id, 0), len(parts)):
            try:
                response = await self._graph.send(parts[number])
            except httpx.HTTPError:
                unsent: Unsent | None = Unsent(Failure.LATER, outage=True)
            else:
                unsent = unsent_because(response)
                message_id = string(_json(response).get("message_id"))
            if unsent is not None:
                if number and unsent.failure is Failure.LATER:
                    self._parts_sent[outbound.id] = number
                return unsent
        return Sent(message_id)

    def _way(self, outbound: Outbound) -> Body | None:
        """How Meta allows this to be sent now; None when it does not."""
        if outbound.reporter_wrote_at is None:
            return RESPONSE
        silence = self._now() - outbound.reporter_wrote_at
        if silence < REPLY_WINDOW:
            return RESPONSE
        return HUMAN_AGENT if outbound.officer and silence < OFFICER_WINDOW else None


def unsent_because(response: httpx.Response) -> Unsent | None:
    """What an answer of the Send API means for a message; None when it was sent. Nothing of the
    answer's text is kept."""
    if response.is_success:
        return None
    error = _error(response)
    code, subcode = integer(error.get("code")), integer(error.get("error_subcode"))
    if code in _GONE or subcode in _GONE_SUBCODES:
        return Unsent(Failure.UNREACHABLE)
    if subcode in _WINDOW_SUBCODES:
        return Unsent(Failure.WINDOW)
    if code in _RATE or response.status_code == 429:
        return Unsent(Failure.LATER, RATE_PAUSE_SECONDS)
    if code in _TOKEN or code == _RESTRICTED or "appsecret_proof" in (string(error.get("message")) or ""):
        return Unsent(Failure.LATER, outage=True)
    if code in _PASSING or code is None or response.status_code >= 500:
        return Unsent(Failure.LATER, outage=code is None or response.status_code >= 500)
    return Unsent(Failure.REJECTED)


def _error(response: httpx.Response) -> Mapping[str, object]:
    return mapping(_json(response).get("error"))


def _json(response: httpx.Response) -> Mapping[str, object]:
    try:
        return mapping(response.json())
    except ValueError:
        return {}
