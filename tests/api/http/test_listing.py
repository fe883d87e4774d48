"""Lists of tips: filters, order, pages, and words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest

from api.tokens.models import Role
from tests.api.http.parts import FIRE, NOON, Client, Site, is_problem, told

pytestmark = pytest.mark.anyio


def narratives(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [item["narrative"] for item in answer.json()["items"]]


async def found(client: Client, **wanted: Any) -> list[str]:
    """What both ways of asking find; they must agree."""
    listed = narratives(await client.get("/v1/tips", params=wanted))
    body = {k: [v] if k in {"status", "category", "urgency"} and isinstance(v, str) else v for k, v in wanted.items()}
    assert narratives(await client.post("/v1/tips/search", json={"filter": body})) == listed
    return listed


async def pages(client: Client, address: str | None) -> list[list[dict[str, Any]]]:
    all_pages = []
    while address is not None:
        answer = await client.get(address)
        all_pages.append(answer.json()["items"])
        address = answer.links["next"]["url"] if "next" in answer.links else None
    return all_pages


async def changed(client: Client, tip: dict[str, Any], **values: Any) -> None:
    answer = await client.patch(f"/v1/tips/{tip['id']}", json=values, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("name", "value"),
    [("area", "Kista"), ("unit", "LPO Norrort"), ("notice", "E-17"), ("assignee", "Eva"), ("category", "dog"),
     ("urgency", "low")],
)  # fmt: skip
async def test_a_list_is_narrowed_by_what_an_officer_set(operator: Client, name: str, value: str) -> None:
    await told(operator, "en annan")
    await changed(operator, await told(operator, "denna"), **{name: value})
    assert await found(operator, **{name: value}) == ["denna"]
    assert (
        await found(operator, **{name: "burglary" if name == "category" else "now" if name == "urgency" else "x"}) == []
    )


async def test_a_list_is_narrowed_by_status(operator: Client) -> None:
    tip = await told(operator, "tagen")
    await told(operator, "öppen")
    await operator.post(f"/v1/tips/{tip['id']}/claims")
    assert await found(operator, status="claimed") == ["tagen"]
    assert await found(operator, status="open") == ["öppen"]
    assert narratives(await operator.get("/v1/tips?status=open&status=claimed")) == ["tagen", "öppen"]


async def test_a_list_is_narrowed_by_channel(site: Site, operator: Client) -> None:
    await told(operator, "från ett system")
    await site.say("från Telegram")
    assert await found(operator, channel="telegram") == ["från Telegram"]
    assert await found(operator, channel="api") == ["från ett system"]


async def test_a_list_is_narrowed_by_cluster(operator: Client) -> None:
    await told(operator)
    assert await found(operator, cluster="none-yet") == []


async def test_since_and_until_are_exact_though_only_hours_stand_in_the_clear(site: Site, operator: Client) -> None:
    await told(operator, "första")
    site.parts.clock.advance(600)
    await told(operator, "andra")
    between = (NOON + timedelta(minutes=5)).isoformat()
    assert await found(operator, since=between) == ["andra"]
    assert await found(operator, until=between) == ["första"]
    assert await found(operator, since=NOON.isoformat(), until=NOON.isoformat()) == []


async def test_near_finds_what_lies_within_so_many_metres(operator: Client) -> None:
    sergel = {"latitude": {"value": 59.3326}, "longitude": {"value": 18.0649}}
    await told(operator, "vid Sergels torg", fields=sergel)
    await told(operator, "ingenstans")
    assert await found(operator, near="59.3326,18.0649,10") == ["vid Sergels torg"]
    assert await found(operator, near="59.3293,18.0686,600") == ["vid Sergels torg"]
    assert await found(operator, near="59.3293,18.0686,300") == []


@pytest.mark.parametrize("value", ["norrut", True, [1, 2]])
async def test_a_place_that_is_no_number_is_near_nothing(operator: Client, value: object) -> None:
    await told(operator, fields={"latitude": {"value": value}, "longitude": {"value": "x"}})
    assert await found(operator, near="59.3326,18.0649,10") == []


@pytest.mark.parametrize("word", ["cykel", "cykeln", "cyklar", "CYKEL", "cyklarna", "cykelns"])
async def test_a_word_finds_its_other_forms(operator: Client, word: str) -> None:
    await told(operator, "hon tog min cykel")
    await told(operator, "cykeln står vid bron")
    await told(operator, "två cyklar utan lås")
    await told(operator, "en bil")
    assert len(await found(operator, q=word)) == 3


async def test_all_words_must_be_there(operator: Client) -> None:
    await told(operator, "en röd cykel vid bron")
    await told(operator, "en röd bil")
    assert await found(operator, q="röd cykel") == ["en röd cykel vid bron"]
    assert await found(operator, q="röd båt") == []


async def test_words_are_found_in_what_a_reporter_wrote(site: Site, operator: Client) -> None:
    await site.say("grannens hundar skäller hela natten")
    await site.runtime.turns.take()
    site.parts.clock.advance(60)
    await site.runtime.turns.take()
    assert await found(operator, q="hund") == ["grannens hundar skäller hela natten"]


async def test_items_come_without_messages_and_the_tip_with_them(site: Site, operator: Client) -> None:
    await site.say("jag såg en Volvo ABC123")
    item = (await operator.get("/v1/tips")).json()["items"][0]
    assert "messages" not in item and "timeline" not in item and not {"notes", "replies"} & set(item)
    assert item["narrative"] == "jag såg en Volvo ABC123"
    whole = (await operator.get(f"/v1/tips/{item['id']}")).json()
    assert [m["text"] for m in whole["messages"]] == ["jag såg en Volvo ABC123"]
    assert {k: v for k, v in whole.items() if k not in {"messages", "timeline", "notes", "replies"}} == item


async def test_the_queue_has_danger_first_and_then_the_oldest(site: Site, operator: Client) -> None:
    await told(operator, "första")
    await told(operator, "andra")
    await changed(operator, await told(operator, "sist"), urgency="low")
    await site.say(FIRE)
    assert narratives(await operator.get("/v1/tips")) == [FIRE, "första", "andra", "sist"]
    assert narratives(await operator.get("/v1/tips?sort=newest")) == [FIRE, "sist", "andra", "första"]
    assert narratives(await operator.get("/v1/tips?sort=oldest")) == ["första", "andra", "sist", FIRE]


@pytest.mark.parametrize("sort", ["queue", "oldest"])
async def test_pages_show_every_tip_once_while_others_are_added(operator: Client, sort: str) -> None:
    for n in range(9):
        await told(operator, f"tips {n}")
    seen: list[str] = []
    address: str | None = f"/v1/tips?sort={sort}&limit=2&status=open&channel=api"
    while address is not None:
        answer = await operator.get(address)
        seen += narratives(answer)
        assert len(answer.json()["items"]) <= 2
        address = answer.links["next"]["url"] if "next" in answer.links else None
        if len(seen) < 10:
            await told(operator, f"senare {len(seen)}")
    assert sorted(n for n in seen if n.startswith("tips")) == [f"tips {n}" for n in range(9)]
    assert len(seen) == len(set(seen)) > 9


async def test_the_newest_first_does_not_show_one_twice_when_others_are_added(operator: Client) -> None:
    for n in range(5):
        await told(operator, f"tips {n}")
    first = await operator.get("/v1/tips?sort=newest&limit=3")
    await told(operator, "senare")
    second = await operator.get(first.links["next"]["url"])
    assert narratives(first) + narratives(second) == [f"tips {n}" for n in (4, 3, 2, 1, 0)]
    assert "next" not in second.links


async def test_pages_of_a_search_go_on_from_its_cursor(operator: Client) -> None:
    for n in range(5):
        await told(operator, f"cykel {n}")
        await told(operator, f"bil {n}")
    search: dict[str, Any] = {"filter": {"q": "cyklar"}, "limit": 2}
    seen: list[str] = []
    for _ in range(4):
        answer = await operator.post("/v1/tips/search", json=search)
        seen += narratives(answer)
        if "next" not in answer.links:
            break
        search["cursor"] = httpx.URL(answer.links["next"]["url"]).params["cursor"]
    assert seen == [f"cykel {n}" for n in range(5)]


async def test_a_full_last_page_has_no_next(operator: Client) -> None:
    for n in range(4):
        await told(operator, f"tips {n}")
    assert [len(page) for page in await pages(operator, "/v1/tips?limit=2")] == [2, 2]


async def test_the_next_page_keeps_every_filter(operator: Client) -> None:
    for n in range(3):
        await changed(operator, await told(operator, f"kista {n}"), area="Kista")
        await told(operator, f"annat {n}")
    shown = await pages(operator, "/v1/tips?limit=1&area=Kista&q=kista")
    assert [item["narrative"] for page in shown for item in page] == ["kista 0", "kista 1", "kista 2"]


@pytest.mark.parametrize(
    ("limit", "status"), [("0", 422), ("1", 200), ("200", 200), ("201", 422), ("-1", 422), ("x", 422)]
)
async def test_a_page_has_one_to_two_hundred_tips(operator: Client, limit: str, status: int) -> None:
    assert (await operator.get(f"/v1/tips?limit={limit}")).status_code == status
    if limit.lstrip("-").isdigit():
        assert (await operator.post("/v1/tips/search", json={"limit": int(limit)})).status_code == status


FORGED = ["x", "bnVsbA==", "WzFd", "WyJxdWV1ZSIsIHRydWUsIDFd", "WyJxdWV1ZSIsIDFlOTksIDFd",
          "WyJxdWV1ZSIsIDk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5LCAxXQ==", "WyJxdWV1ZSIsIDEwOTk1MTE2Mjc3NzYsIDFd", "å"]  # fmt: skip


@pytest.mark.parametrize("cursor", FORGED)
async def test_a_cursor_that_is_not_ours_is_refused(operator: Client, cursor: str) -> None:
    assert is_problem(await operator.get("/v1/tips", params={"cursor": cursor}), 422)
    assert is_problem(await operator.post("/v1/tips/search", json={"cursor": cursor}), 422)


async def test_a_cursor_of_another_order_is_refused(operator: Client) -> None:
    await told(operator)
    await told(operator)
    cursor = httpx.URL((await operator.get("/v1/tips?limit=1")).links["next"]["url"]).params["cursor"]
    assert is_problem(await operator.get("/v1/tips", params={"cursor": cursor, "sort": "newest"}), 422)


@pytest.mark.parametrize(
    "wrong",
    ["status=gone", "category=cat", "urgency=high", "sort=random", "since=yesterday", "since=2026-01-01T00:00:00",
     "near=here", "near=59,18", "near=59,18,-1", "area=", f"area={'x' * 65}", "area=a%00b", "q=a%00b", f"q={'x' * 201}"],
)  # fmt: skip
async def test_a_filter_that_means_nothing_is_refused(operator: Client, wrong: str) -> None:
    assert is_problem(await operator.get(f"/v1/tips?{wrong}"), 422)


@pytest.mark.parametrize("near", ["99,999,999999", "-90,180,1", "0,0,0"])
async def test_a_place_off_the_globe_finds_nothing(operator: Client, near: str) -> None:
    await told(operator, fields={"latitude": {"value": 59.3}, "longitude": {"value": 18.0}})
    assert (await operator.get("/v1/tips", params={"near": near})).status_code == 200


async def test_lists_are_kept_by_no_cache(site: Site) -> None:
    answer = await site.client(Role.INVESTIGATOR).get("/v1/tips")
    assert answer.headers["cache-control"] == "no-store"
