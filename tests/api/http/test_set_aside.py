"""The desk goes through what a flood set aside: it becomes one tip, or is dismissed; it is never gone."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from api.aside import service
from api.conversations.models import Message
from api.store.base import table_of
from api.tokens.models import Role
from tests.api.http.parts import FIRE, Client, Site, is_problem, on_both_engines

pytestmark = pytest.mark.anyio

messages = table_of(Message)


async def flood(site: Site, count: int = 30, sender: str = "4711", text: str = "rad") -> None:
    for number in range(count):
        await site.say(f"{text} {number}", sender)


async def waiting(client: Client) -> list[dict[str, Any]]:
    answer = await client.get("/v1/set-aside")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def review(client: Client, conversation: str, how: str) -> httpx.Response:
    return await client.post(f"/v1/set-aside/{conversation}/{how}")


async def stored(site: Site) -> int:
    count = select(func.count()).where(messages.c.origin == "reporter")
    return await site.runtime.store.read(lambda read: read.connection.execute(count).scalar_one())


@on_both_engines
async def test_what_was_set_aside_is_shown_without_its_text(site: Site) -> None:
    operator = site.client(Role.OPERATOR)
    await flood(site)
    answer = await operator.get("/v1/set-aside")
    (item,) = answer.json()["items"]
    assert {name: item[name] for name in ("channel", "count", "alarming")} == {
        "channel": "telegram", "count": 10, "alarming": 0,
    }  # fmt: skip
    assert item["first_hour"] == item["last_hour"] == "2026-11-20T13:00:00+01:00"
    assert "rad" not in answer.text
    assert answer.headers["cache-control"] == "no-store"


async def test_what_the_guard_took_for_a_danger_comes_first(site: Site, operator: Client) -> None:
    await flood(site, sender="anna")
    await flood(site, sender="bo")
    await site.say(FIRE, "bo")
    assert [item["alarming"] for item in await waiting(operator)] == [1, 0]


@on_both_engines
async def test_taking_makes_one_tip_of_it_with_its_fields(site: Site) -> None:
    operator = site.client(Role.OPERATOR)
    await flood(site, 20)
    await flood(site, 5, text="En blå Volvo med nummer ABC123 stod där")
    (item,) = await waiting(operator)
    answer = await review(operator, item["conversation"], "takes")
    assert answer.status_code == 201
    tip = answer.json()
    assert [one["text"] for one in tip["messages"]] == [
        f"En blå Volvo med nummer ABC123 stod där {number}" for number in range(5)
    ]
    assert tip["fields"]["plate"]["value"] == "ABC123"
    assert tip["timeline"][-1]["action"] == "taken_from_aside"
    assert await waiting(operator) == []
    found = await operator.post("/v1/tips/search", json={"filter": {"q": "volvo"}})
    assert [one["id"] for one in found.json()["items"]] == [tip["id"]]


async def test_a_text_that_came_a_thousand_times_is_in_the_tip_once(site: Site, operator: Client) -> None:
    await flood(site, 20)
    for _ in range(300):
        await site.say("samma sak")
    (item,) = await waiting(operator)
    tip = (await review(operator, item["conversation"], "takes")).json()
    assert tip["narrative"] == "samma sak"
    assert await waiting(operator) == []
    assert await stored(site) == 320


@on_both_engines
async def test_taking_twice_or_at_once_makes_one_tip(site: Site) -> None:
    operator = site.client(Role.OPERATOR)
    await flood(site)
    (item,) = await waiting(operator)
    answers = await asyncio.gather(*(review(operator, item["conversation"], "takes") for _ in range(4)))
    answers.append(await review(operator, item["conversation"], "takes"))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1


async def test_what_came_meanwhile_joins_the_tip_while_it_is_open(site: Site, operator: Client) -> None:
    await flood(site)
    (item,) = await waiting(operator)
    first = (await review(operator, item["conversation"], "takes")).json()
    await flood(site, 25, text="mer")
    second = (await review(operator, item["conversation"], "takes")).json()
    assert second["id"] == first["id"]
    assert len(second["messages"]) == 10 + 5
    await operator.post(f"/v1/tips/{first['id']}/outcome", json={"outcome": "used"})
    await flood(site, 25, text="ännu mer")
    assert (await review(operator, item["conversation"], "takes")).json()["id"] != first["id"]


async def test_a_tip_holds_so_much_and_the_rest_waits_for_the_next_review(
    site: Site, operator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_IN_TIP", 6)
    await flood(site, 30)
    (item,) = await waiting(operator)
    first = (await review(operator, item["conversation"], "takes")).json()
    assert len(first["messages"]) == 6
    (rest,) = await waiting(operator)
    assert rest["count"] == 4
    second = (await review(operator, item["conversation"], "takes")).json()
    assert second["id"] != first["id"]
    assert await waiting(operator) == []


async def test_after_taking_the_reporter_is_heard_as_usual(site: Site, operator: Client) -> None:
    await flood(site)
    (item,) = await waiting(operator)
    await review(operator, item["conversation"], "takes")
    await site.say("Och en sak till")
    assert await waiting(operator) == []


async def test_what_a_crowd_set_aside_goes_on_as_the_conversations_own_tip(site: Site, operator: Client) -> None:
    site.runtime.intake_service._flood._begun.extend([site.parts.clock()] * 1000)
    try:
        await site.say("En blå Volvo stod där", "kim")
        (item,) = await waiting(operator)
        tip = (await review(operator, item["conversation"], "takes")).json()
        await site.say("Den körde söderut", "kim")
    finally:
        site.runtime.intake_service._flood._begun.clear()
    tip = (await operator.get(f"/v1/tips/{tip['id']}")).json()
    assert tip["narrative"] == "En blå Volvo stod där\nDen körde söderut"
    assert not tip["told"]


@on_both_engines
async def test_dismissing_leaves_the_messages_stored_and_the_list_empty(site: Site) -> None:
    operator = site.client(Role.OPERATOR)
    await flood(site)
    (item,) = await waiting(operator)
    first = await review(operator, item["conversation"], "dismissals")
    again = await review(operator, item["conversation"], "dismissals")
    assert (first.status_code, first.json()) == (201, {"conversation": item["conversation"], "count": 10})
    assert again.json()["count"] == 0
    assert await waiting(operator) == []
    assert await stored(site) == 30


async def test_taking_where_nothing_is_set_aside_is_refused(site: Site, operator: Client) -> None:
    await flood(site)
    (item,) = await waiting(operator)
    await review(operator, item["conversation"], "dismissals")
    assert is_problem(await review(operator, item["conversation"], "takes"), 409)


@pytest.mark.parametrize("how", ["takes", "dismissals"])
async def test_an_unknown_conversation_is_not_found(operator: Client, how: str) -> None:
    assert is_problem(await review(operator, "unknown", how), 404)


async def test_a_flood_and_its_review_are_announced(site: Site, operator: Client) -> None:
    await flood(site, 60)
    (item,) = await waiting(operator)
    await review(operator, item["conversation"], "dismissals")
    happened = [(e.type, e.subject) for e in await site.runtime.events.after(0)]
    assert [one for one in happened if one[0].startswith("aside")] == [
        ("aside.begun", item["conversation"]),
        ("aside.reviewed", item["conversation"]),
    ]


async def test_what_waits_for_review_is_counted(site: Site, operator: Client) -> None:
    await flood(site)
    assert "tipline_set_aside 10.0" in (await operator.get("/metrics")).text
