"""Unanswered questions over HTTP, for trainers."""

from __future__ import annotations

import pytest

from api.tokens.models import Role
from tests.api.http.parts import Client, Site, is_problem, on_both_engines
from tests.fakes import answer, nothing_told

pytestmark = pytest.mark.anyio

ALL = "/v1/training/unanswered"


@pytest.fixture
def trainer(site: Site) -> Client:
    return site.client(Role.TRAINER)


async def ask(site: Site, *questions: str) -> None:
    for question in questions:
        site.parts.guard.verdicts[question] = nothing_told()
        site.parts.rasa.client.script = [answer("utter_ask_which", intent="ask_media", confidence=0.2)]
        await site.say(question)
        site.parts.clock.advance(1)
        await site.runtime.turns.take()


@on_both_engines
async def test_the_newest_come_first_page_by_page(site: Site) -> None:
    trainer = site.client(Role.TRAINER)
    await ask(site, "var är ett", "var är två", "var är tre")
    first = await trainer.get(ALL, params={"limit": 2})
    assert [one["text"] for one in first.json()["items"]] == ["var är tre", "var är två"]
    following = await trainer.get(first.links["next"]["url"])
    assert [one["text"] for one in following.json()["items"]] == ["var är ett"]
    assert "next" not in following.links


async def test_what_is_settled_is_listed_apart(site: Site, trainer: Client) -> None:
    await ask(site, "var är ett", "var är två")
    newest = (await trainer.get(ALL)).json()["items"][0]["id"]
    assert (await trainer.post(f"{ALL}/{newest}/settled")).status_code == 204
    assert (await trainer.post(f"{ALL}/{newest}/settled")).status_code == 204
    assert [one["text"] for one in (await trainer.get(ALL)).json()["items"]] == ["var är ett"]
    assert [one["id"] for one in (await trainer.get(ALL, params={"settled": "true"})).json()["items"]] == [newest]


async def test_an_hour_and_no_more_is_said_of_when(site: Site, trainer: Client) -> None:
    site.parts.clock.advance(1234)
    await ask(site, "var är ett")
    (kept,) = (await trainer.get(ALL)).json()["items"]
    assert kept["asked_at"].endswith(":00:00+01:00")
    assert set(kept) == {"id", "language", "asked_at", "settled", "text", "reason", "intent", "confidence"}


@pytest.mark.parametrize("cursor", ["x", "-1", "²", "9" * 20, ""])
async def test_a_cursor_that_is_none_of_ours_is_refused(trainer: Client, cursor: str) -> None:
    assert is_problem(await trainer.get(ALL, params={"cursor": cursor}), 422)


async def test_what_is_not_there_cannot_be_settled(trainer: Client) -> None:
    assert is_problem(await trainer.post(f"{ALL}/unknown/settled"), 404)
