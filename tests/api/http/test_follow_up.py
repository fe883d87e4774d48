"""Replies and outcomes over HTTP."""

from __future__ import annotations

import pytest

from tests.api.http.parts import Client, Site, is_problem, told

pytestmark = pytest.mark.anyio


async def reported(site: Site, investigator: Client) -> str:
    await site.say("jag såg en Volvo ABC123")
    tip: str = (await investigator.get("/v1/tips")).json()["items"][0]["id"]
    return tip


async def test_a_reply_is_answered_with_the_tip(site: Site, investigator: Client) -> None:
    tip = await reported(site, investigator)
    answer = await investigator.post(f"/v1/tips/{tip}/replies", json={"text": "Vilken färg?"})
    assert answer.status_code == 201
    (reply,) = answer.json()["replies"]
    assert set(reply) == {"id", "kind", "author", "at", "state", "text"}
    assert (reply["text"], reply["state"], reply["author"]) == ("Vilken färg?", "handed", "the investigator")
    assert answer.headers["etag"] == '"1"'


async def test_a_tip_by_letter_has_nobody_to_reply_to(operator: Client) -> None:
    tip = await told(operator)
    answer = await operator.post(f"/v1/tips/{tip['id']}/replies", json={"text": "Vilken färg?"})
    assert is_problem(answer, 409)
    assert is_problem(await operator.post("/v1/tips/unknown/replies", json={"text": "Vilken färg?"}), 404)


@pytest.mark.parametrize("text", ["", "   ", "\n", "x" * 1_501])
async def test_a_reply_needs_something_that_can_be_read(site: Site, investigator: Client, text: str) -> None:
    tip = await reported(site, investigator)
    assert is_problem(await investigator.post(f"/v1/tips/{tip}/replies", json={"text": text}), 422)


async def test_an_outcome_is_told_with_the_closing(site: Site, investigator: Client) -> None:
    tip = await reported(site, investigator)
    body = {"outcome": "property_found", "tell_reporter": True}
    shown = (await investigator.post(f"/v1/tips/{tip}/outcome", json=body)).json()
    assert (shown["status"], [one["kind"] for one in shown["replies"]]) == ("closed", ["outcome"])


async def test_a_notices_outcome_counts_those_who_hear_of_it(site: Site, investigator: Client) -> None:
    tip = await reported(site, investigator)
    patch = await investigator.patch(f"/v1/tips/{tip}", json={"notice": "N-7"}, headers={"If-Match": "*"})
    assert patch.status_code == 200
    dry = await investigator.post("/v1/notices/N-7/outcome", json={"outcome": "animal_found", "dry_run": True})
    assert dry.json() == {"outcome": "animal_found", "dry_run": True, "reporters": 1, "handed": 1, "waiting": 0}
    done = await investigator.post("/v1/notices/N-7/outcome", json={"outcome": "animal_found"})
    assert (done.status_code, done.json()["reporters"]) == (200, 1)
    again = await investigator.post("/v1/notices/N-7/outcome", json={"outcome": "animal_found"})
    assert again.json()["reporters"] == 0
