"""Tips taken for a time: each by one taker at most, and none is ever lost with its taker."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import pytest

from api.tokens.models import Role
from tests.api.http.parts import FIRE, Client, Site, is_problem, on_both_engines, told

pytestmark = pytest.mark.anyio

TAKERS, TIPS = 16, 200


async def take(client: Client, count: int = 10, ttl: int = 60, **wanted: Any) -> dict[str, Any]:
    answer = await client.post("/v1/leases", json={"count": count, "ttl_seconds": ttl, "filter": wanted})
    assert answer.status_code == 201, answer.text
    lease: dict[str, Any] = answer.json()
    return lease


def ids(lease: dict[str, Any]) -> list[str]:
    return [item["id"] for item in lease["items"]]


async def acknowledge(client: Client, lease: dict[str, Any], *tips: str) -> Any:
    return await client.post(f"/v1/leases/{lease['id']}/acks", json={"tips": list(tips) or ids(lease)})


async def events(site: Site) -> list[tuple[str, str]]:
    return [(e.type, e.subject) for e in await site.runtime.events.after(0) if e.type != "tip.created"]


@on_both_engines
async def test_sixteen_takers_at_once_get_each_tip_once(site: Site) -> None:
    sender = site.client(Role.INTEGRATION)
    sent = await asyncio.gather(*[told(sender, f"tips {n}") for n in range(TIPS)])

    async def work(n: int) -> list[str]:
        taker, mine = site.client(Role.INTEGRATION, f"taker {n}"), []
        while items := ids(await take(taker, count=3)):
            mine += items
        return mine

    taken = [tip for mine in await asyncio.gather(*[work(n) for n in range(TAKERS)]) for tip in mine]
    # On PostgreSQL a taker may see a rival's rows as taken and leave early; what is left must still be free.
    taken += ids(await take(sender, count=50))
    assert sorted(taken) == sorted(tip["id"] for tip in sent)


async def test_a_lease_brings_whole_tips_in_the_queues_order(site: Site, integration: Client) -> None:
    await told(integration, "första")
    await told(integration, "andra")
    await site.say(FIRE)
    lease = await take(integration, count=2)
    assert [item["narrative"] for item in lease["items"]] == [FIRE, "första"]
    assert lease["items"][0]["messages"][0]["text"] == FIRE
    assert lease["items"][1] == (await integration.get(f"/v1/tips/{lease['items'][1]['id']}")).json()
    expires = datetime.fromisoformat(lease["expires_at"])
    assert (expires - site.parts.clock()).total_seconds() == 60


async def test_an_empty_queue_gives_an_empty_lease(integration: Client) -> None:
    assert (await take(integration))["items"] == []


@pytest.mark.parametrize(
    ("count", "ttl", "status"),
    [(1, 30, 201), (50, 43_200, 201), (0, 60, 422), (51, 60, 422), (1, 29, 422), (1, 43_201, 422), (-1, -1, 422),
     ("many", 60, 422), (None, 60, 422)],
)  # fmt: skip
async def test_a_lease_has_bounds(integration: Client, count: Any, ttl: int, status: int) -> None:
    assert (await integration.post("/v1/leases", json={"count": count, "ttl_seconds": ttl})).status_code == status
    if status == 422 and count == 1:
        lease = await take(integration)
        assert is_problem(await integration.patch(f"/v1/leases/{lease['id']}", json={"ttl_seconds": ttl}), 422)


@on_both_engines
async def test_a_lease_that_runs_out_gives_its_tips_back_and_says_so(site: Site) -> None:
    one, other = site.client(Role.INTEGRATION, "one"), site.client(Role.INTEGRATION, "other")
    tip = (await told(one))["id"]
    lease = await take(one)
    site.parts.clock.advance(59)
    assert await site.runtime.queue.end_expired() == 0
    assert ids(await take(other)) == []
    site.parts.clock.advance(2)
    assert await site.runtime.queue.end_expired() == 1
    assert await events(site) == [("lease.expired", tip)]
    assert await site.runtime.queue.end_expired() == 0
    assert ids(await take(other)) == [tip]
    assert is_problem(await acknowledge(one, lease), 409)


async def test_what_ran_out_is_free_before_anybody_sweeps_and_is_still_announced(site: Site) -> None:
    one, other = site.client(Role.INTEGRATION, "one"), site.client(Role.INTEGRATION, "other")
    tip = (await told(one))["id"]
    await take(one)
    site.parts.clock.advance(61)
    assert ids(await take(other)) == [tip]
    await site.runtime.queue.end_expired()
    assert await events(site) == [("lease.expired", tip)]


async def test_an_extension_counts_from_now(site: Site, integration: Client) -> None:
    await told(integration)
    lease = await take(integration, ttl=100)
    site.parts.clock.advance(50)
    longer = await integration.patch(f"/v1/leases/{lease['id']}", json={"ttl_seconds": 60})
    assert longer.status_code == 200 and ids(longer.json()) == ids(lease)
    assert (datetime.fromisoformat(longer.json()["expires_at"]) - site.parts.clock()).total_seconds() == 60
    site.parts.clock.advance(59)
    assert (await acknowledge(integration, lease)).status_code == 201


async def test_an_extension_may_also_shorten(site: Site, integration: Client) -> None:
    await told(integration)
    lease = await take(integration, ttl=1000)
    await integration.patch(f"/v1/leases/{lease['id']}", json={"ttl_seconds": 30})
    site.parts.clock.advance(31)
    assert len((await take(integration))["items"]) == 1


async def test_an_expired_lease_cannot_be_extended(site: Site, integration: Client) -> None:
    lease = await take(integration)
    site.parts.clock.advance(61)
    assert is_problem(await integration.patch(f"/v1/leases/{lease['id']}", json={"ttl_seconds": 60}), 409)


@on_both_engines
async def test_an_ack_claims_for_the_holder(site: Site) -> None:
    integration = site.client(Role.INTEGRATION)
    await told(integration, "första")
    await told(integration, "andra")
    lease = await take(integration)
    first, second = ids(lease)
    answer = await acknowledge(integration, lease, first)
    assert answer.status_code == 201
    assert [(i["id"], i["status"], i["assignee"]) for i in answer.json()["items"]] == [
        (first, "claimed", "the integration")
    ]
    assert await events(site) == [("tip.updated", first)]
    site.parts.clock.advance(61)
    assert ids(await take(integration)) == [second]


@on_both_engines
async def test_an_ack_that_comes_again_is_fine_and_changes_nothing(site: Site) -> None:
    integration = site.client(Role.INTEGRATION)
    await told(integration)
    lease = await take(integration)
    first = await acknowledge(integration, lease)
    again = await acknowledge(integration, lease)
    assert (again.status_code, again.json()) == (201, first.json())
    assert len(await events(site)) == 1


async def test_a_tip_named_twice_in_an_ack_is_one(integration: Client) -> None:
    await told(integration)
    lease = await take(integration)
    tip = ids(lease)[0]
    answer = await acknowledge(integration, lease, tip, tip)
    assert [item["version"] for item in answer.json()["items"]] == [2]


async def test_an_ack_after_the_time_claims_nothing(site: Site, integration: Client) -> None:
    tip = (await told(integration))["id"]
    lease = await take(integration)
    site.parts.clock.advance(61)
    assert is_problem(await acknowledge(integration, lease), 409)
    assert (await integration.get(f"/v1/tips/{tip}")).json()["status"] == "open"


@on_both_engines
async def test_an_ack_with_a_foreign_tip_claims_nothing_at_all(site: Site) -> None:
    one, other = site.client(Role.INTEGRATION, "one"), site.client(Role.INTEGRATION, "other")
    for n in range(3):
        await told(one, f"tips {n}")
    mine, theirs = await take(one, count=1), await take(other, count=1)
    free = next(i["id"] for i in (await one.get("/v1/tips")).json()["items"] if i["id"] not in ids(mine) + ids(theirs))
    for foreign in (ids(theirs)[0], free, "unknown"):
        assert is_problem(await acknowledge(one, mine, ids(mine)[0], foreign), 409)
    statuses = {i["status"] for i in (await one.get("/v1/tips")).json()["items"]}
    assert statuses == {"open"}
    assert (await acknowledge(one, mine)).status_code == 201


async def test_somebody_elses_lease_is_not_there(site: Site) -> None:
    one, other = site.client(Role.INTEGRATION, "one"), site.client(Role.INTEGRATION, "other")
    await told(one)
    lease = await take(one)
    for lease_id in (lease["id"], "unknown"):
        path = f"/v1/leases/{lease_id}"
        assert is_problem(await other.patch(path, json={"ttl_seconds": 60}), 404)
        assert is_problem(await other.post(f"{path}/acks", json={"tips": ids(lease)}), 404)
        assert is_problem(await other.delete(path), 404)
    assert ids(await take(other)) == []


async def test_what_is_given_back_is_free_at_once(site: Site) -> None:
    one, other = site.client(Role.INTEGRATION, "one"), site.client(Role.INTEGRATION, "other")
    await told(one)
    lease = await take(one)
    assert (await one.delete(f"/v1/leases/{lease['id']}")).status_code == 204
    assert ids(await take(other)) == ids(lease)
    assert is_problem(await acknowledge(one, lease), 404)
    assert is_problem(await one.delete(f"/v1/leases/{lease['id']}"), 404)


async def test_giving_back_an_expired_lease_takes_nothing_from_the_next_holder(site: Site) -> None:
    one, other = site.client(Role.INTEGRATION, "one"), site.client(Role.INTEGRATION, "other")
    await told(one)
    old = await take(one)
    site.parts.clock.advance(61)
    new = await take(other)
    await one.delete(f"/v1/leases/{old['id']}")
    assert ids(await take(one)) == []
    assert (await acknowledge(other, new)).status_code == 201


async def test_a_leased_tip_cannot_be_claimed_until_it_comes_back(site: Site, operator: Client) -> None:
    tip = (await told(operator))["id"]
    await take(site.client(Role.INTEGRATION))
    assert is_problem(await operator.post(f"/v1/tips/{tip}/claims"), 409)
    site.parts.clock.advance(61)
    assert (await operator.post(f"/v1/tips/{tip}/claims")).status_code == 201


async def test_a_claimed_or_closed_tip_is_not_handed_out(operator: Client) -> None:
    claimed, closed = (await told(operator, "a"))["id"], (await told(operator, "b"))["id"]
    await operator.post(f"/v1/tips/{claimed}/claims")
    await operator.post(f"/v1/tips/{closed}/outcome", json={"outcome": "used"})
    assert ids(await take(operator)) == []


async def test_what_is_handed_out_too_often_is_shown_as_stuck(site: Site, integration: Client) -> None:
    tip = (await told(integration))["id"]
    for n in range(5):
        assert (await integration.get(f"/v1/tips/{tip}")).json()["stuck"] is False, n
        await take(integration)
        site.parts.clock.advance(61)
    stuck = (await integration.get(f"/v1/tips/{tip}")).json()
    assert stuck["stuck"] is True and stuck["version"] == 1
    await acknowledge(integration, await take(integration))
    assert (await integration.get(f"/v1/tips/{tip}")).json()["stuck"] is False


@pytest.mark.parametrize(
    "wanted",
    [{"q": "cyklar"}, {"category": ["stolen_item"]}, {"near": "59.33,18.06,2000"}, {"urgency": ["low"]},
     {"until": "2026-11-20T12:00:30Z"}, {"channel": "api", "q": "röd cykel"}],
)  # fmt: skip
@on_both_engines
async def test_a_lease_takes_only_what_its_filter_wants(site: Site, wanted: dict[str, Any]) -> None:
    integration = site.client(Role.INTEGRATION)
    place = {"latitude": {"value": 59.3326}, "longitude": {"value": 18.0649}}
    old = "2025-01-01T12:00:00Z"
    this = await told(integration, "en röd cykel", category="stolen_item", fields=place, occurred_at=old)
    site.parts.clock.advance(60)
    for n in range(3):
        await told(integration, f"en bil {n}", category="stolen_vehicle")
    assert ids(await take(integration, **wanted)) == [this["id"]]
    assert len(ids(await take(integration))) == 3


async def test_a_filter_that_means_nothing_is_refused(integration: Client) -> None:
    for wanted in ({"status": ["gone"]}, {"colour": "red"}, {"near": "here"}):
        answer = await integration.post("/v1/leases", json={"count": 1, "ttl_seconds": 60, "filter": wanted})
        assert is_problem(answer, 422)


@on_both_engines
async def test_takers_and_claimers_at_once_never_share_a_tip(site: Site) -> None:
    sender = site.client(Role.OPERATOR)
    tips = [tip["id"] for tip in await asyncio.gather(*[told(sender, f"tips {n}") for n in range(20)])]
    officers = [site.client(Role.INVESTIGATOR, f"officer {n}") for n in range(4)]
    takers = [site.client(Role.INTEGRATION, f"taker {n}") for n in range(4)]
    claims = asyncio.gather(*[o.post(f"/v1/tips/{tip}/claims") for tip in tips[:10] for o in officers[:1]])
    leases = asyncio.gather(*[take(taker, count=5) for taker in takers])
    claimed_answers, leased = await asyncio.gather(claims, leases)
    claimed = [tip for tip, a in zip(tips[:10], claimed_answers, strict=True) if a.status_code == 201]
    handed_out = [tip for lease in leased for tip in ids(lease)]
    assert len(handed_out) == len(set(handed_out))
    assert not set(claimed) & set(handed_out)
