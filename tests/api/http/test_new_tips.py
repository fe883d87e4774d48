"""Tips from other systems, and by hand: one tip a key, whatever is repeated."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from api.tokens.models import Role
from tests.api.http.parts import NOON, Client, Site, is_problem, on_both_engines, told

pytestmark = pytest.mark.anyio

TOLD = {"narrative": "Jag såg en blå Volvo med skylten ABC123", "category": "stolen_vehicle"}


async def count(client: Client) -> int:
    return len((await client.get("/v1/tips?limit=200")).json()["items"])


async def test_a_new_tip_is_answered_whole_as_the_contract_shapes_it(integration: Client) -> None:
    answer = await integration.post("/v1/tips", json=TOLD, headers={"Idempotency-Key": "a"})
    tip = answer.json()
    assert answer.status_code == 201 and answer.headers["etag"] == '"1"'
    expected: dict[str, Any] = {
        "status": "open", "category": "stolen_vehicle", "urgency": "normal", "emergency": {"level": "none", "kind": None},
        "area": None, "unit": None, "notice": None, "cluster": None, "case_number": None, "assignee": None,
        "language": "sv", "narrative": TOLD["narrative"], "attachments": [], "messages": [], "outcome": None,
        "channel": "api", "reporter": {"handle": None, "reachable": False, "consents_to_contact": False}, "version": 1,
    }  # fmt: skip
    assert {name: tip[name] for name in expected} == expected
    assert tip["fields"]["plate"] == {
        "value": "ABC123", "text": "ABC123", "start": 33, "end": 39, "source": "list", "confidence": 1.0
    }  # fmt: skip
    assert tip["summary"] and tip["reference"] and tip["timeline"][0]["action"] == "created"
    assert {"mentions", "complete", "missing", "urgency_reason", "created_at", "updated_at"} <= set(tip)


async def test_what_a_system_knows_goes_before_what_is_read_from_the_words(integration: Client) -> None:
    known: dict[str, dict[str, Any]] = {
        "plate": {"value": "XYZ789"},
        "colour": {"value": ["blue", "white"]},
        "latitude": {"value": 59.3},
    }
    tip = await told(integration, TOLD["narrative"], fields=known, occurred_at="2026-11-19T08:00:00Z", notice="E-17")
    assert {name: tip["fields"][name]["value"] for name in known} == {name: v["value"] for name, v in known.items()}
    assert tip["fields"]["plate"]["source"] == "reporter"
    assert tip["fields"]["vehicle_make"]["value"] == "Volvo"
    assert tip["fields"]["time_start"]["value"] == "2026-11-19T09:00:00+01:00"
    assert tip["notice"] == "E-17"


async def test_contact_data_are_kept_apart_from_the_tip(operator: Client) -> None:
    tip = await told(operator, contact="Kim Kanariefågel, 070-4711")
    assert tip["reporter"]["consents_to_contact"]
    assert "4711" not in (await operator.get(f"/v1/tips/{tip['id']}")).text


@pytest.mark.parametrize("key", [None, "", "x" * 256])
async def test_a_tip_without_a_key_is_refused(integration: Client, key: str | None) -> None:
    headers = {} if key is None else {"Idempotency-Key": key}
    assert is_problem(await integration.post("/v1/tips", json=TOLD, headers=headers), 400)
    assert await count(integration) == 0


async def test_the_longest_key_is_taken(integration: Client) -> None:
    await told(integration, key="x" * 255)


@on_both_engines
async def test_a_repeat_gets_the_first_answer_even_after_the_tip_has_changed(site: Site) -> None:
    operator = site.client(Role.OPERATOR)
    first = await operator.post("/v1/tips", json=TOLD, headers={"Idempotency-Key": "a"})
    tip = first.json()["id"]
    assert (await operator.post(f"/v1/tips/{tip}/claims")).status_code == 201
    site.parts.clock.advance(3600)
    repeated = await operator.post("/v1/tips", json=TOLD, headers={"Idempotency-Key": "a"})
    assert (repeated.status_code, repeated.json(), repeated.headers["etag"]) == (201, first.json(), '"1"')
    assert await count(operator) == 1


@pytest.mark.parametrize("other", [{"narrative": "annat"}, {**TOLD, "notice": "E-17"}, {**TOLD, "contact": "Kim"}])
async def test_a_key_with_another_body_is_refused(integration: Client, other: dict[str, str]) -> None:
    await integration.post("/v1/tips", json=TOLD, headers={"Idempotency-Key": "a"})
    assert is_problem(await integration.post("/v1/tips", json=other, headers={"Idempotency-Key": "a"}), 422)
    assert await count(integration) == 1


async def test_the_same_body_in_another_order_is_the_same_body(integration: Client) -> None:
    first = await integration.post("/v1/tips", json=TOLD, headers={"Idempotency-Key": "a"})
    turned = dict(reversed(TOLD.items()))
    assert (await integration.post("/v1/tips", json=turned, headers={"Idempotency-Key": "a"})).json() == first.json()


async def test_another_tokens_key_is_another_key(site: Site, integration: Client) -> None:
    other = site.client(Role.INTEGRATION, "another system")
    first, second = await told(integration, key="a"), await told(other, "något annat", key="a")
    assert first["id"] != second["id"]
    assert await count(integration) == 2


@on_both_engines
async def test_sixteen_repeats_at_once_make_one_tip(site: Site) -> None:
    integration = site.client(Role.INTEGRATION)

    async def send() -> dict[str, Any]:
        return await told(integration, "samma", key="a")

    tips = await asyncio.gather(*[send() for _ in range(16)])
    assert all(tip == tips[0] for tip in tips)
    assert await count(integration) == 1


async def test_a_refused_tip_does_not_use_its_key_up(integration: Client) -> None:
    headers = {"Idempotency-Key": "a"}
    assert (await integration.post("/v1/tips", json={"narrative": ""}, headers=headers)).status_code == 422
    assert (await integration.post("/v1/tips", json=TOLD, headers=headers)).status_code == 201


async def test_an_analysis_that_breaks_costs_the_fields_and_never_the_tip(site: Site, integration: Client) -> None:
    site.parts.analysis.broken_by = "Volvo"
    tip = await told(integration, "en blå Volvo", fields={"plate": {"value": "ABC123"}})
    assert tip["narrative"] == "en blå Volvo"
    assert set(tip["fields"]) == {"plate"}


@pytest.mark.parametrize("value", [["Kista"], 17, True, "x" * 500])
@on_both_engines
async def test_an_area_of_any_shape_is_taken(site: Site, value: object) -> None:
    tip = await told(site.client(Role.INTEGRATION), fields={"area": {"value": value}})
    assert tip["fields"]["area"]["value"] == value
    assert tip["area"] is None or tip["area"] == "x" * 64


@pytest.mark.parametrize(
    ("occurred_at", "urgency"),
    [(NOON.isoformat(), "urgent"), ("2026-11-18T12:00:00Z", "normal"), ("2025-11-18T12:00:00Z", "low")],
)
async def test_urgency_follows_how_long_ago_it_was_and_says_so(
    integration: Client, occurred_at: str, urgency: str
) -> None:
    tip = await told(integration, occurred_at=occurred_at)
    assert tip["urgency"] == urgency and tip["urgency_reason"]


async def test_a_new_tip_is_announced(site: Site, integration: Client) -> None:
    tip = await told(integration)
    assert [(e.type, e.subject) for e in await site.runtime.events.after(0)] == [("tip.created", tip["id"])]
