"""What could not be delivered, as operators see it and try it again."""

from __future__ import annotations

import pytest

from api.tokens.models import Role
from bot.intake import Channel, Failure
from tests.api.http.parts import FIRE, Client, Site, is_problem, on_both_engines

pytestmark = pytest.mark.anyio

TELEGRAM = Channel.TELEGRAM


@pytest.fixture
def supervisor(site: Site) -> Client:
    return site.client(Role.SUPERVISOR)


async def given_up(site: Site, failure: Failure, sender: str = "4711") -> str:
    """What the bot said to this reporter next was not delivered; its id."""
    (one,) = [each for each in await site.runtime.delivery.outgoing(TELEGRAM, 0.01) if each.recipient == sender]
    await site.runtime.delivery.failed(one.id, failure)
    return one.id


@on_both_engines
async def test_what_was_given_up_is_shown_with_its_tip_and_without_its_words(site: Site, operator: Client) -> None:
    assert (await operator.get("/v1/deliveries?state=dead")).json() == {"items": []}
    await site.say(FIRE)
    id = await given_up(site, Failure.UNREACHABLE)

    answer = await operator.get("/v1/deliveries?state=dead")
    (tip,) = (await operator.get("/v1/tips")).json()["items"]

    (item,) = answer.json()["items"]
    assert item.pop("at").startswith("2026-11-20T13:00:00+01:00")
    assert item == {
        "id": id,
        "channel": "telegram",
        "state": "dead",
        "failure": "unreachable",
        "attempts": 1,
        "from": "bot",
        "tip": tip["id"],
        "reference": tip["reference"],
    }
    assert "4711" not in answer.text and "112" not in answer.text
    assert answer.headers["cache-control"] == "no-store"


async def test_what_waits_or_was_sent_is_not_shown(site: Site, operator: Client) -> None:
    await site.say("hej", "1")
    await site.say("hej", "2")
    found = await site.runtime.delivery.outgoing(TELEGRAM, 0.01)
    await site.runtime.delivery.delivered(found[0].id)
    await site.runtime.delivery.failed(found[1].id, Failure.LATER)

    assert (await operator.get("/v1/deliveries")).json() == {"items": []}


async def test_the_latest_come_first_and_a_link_leads_on(site: Site, operator: Client) -> None:
    ids = []
    for n in range(5):
        await site.say("hej", f"r{n}")
        ids.append(await given_up(site, Failure.REJECTED, f"r{n}"))

    seen, address = [], "/v1/deliveries?limit=2"
    while address:
        page = await operator.get(address)
        seen += [item["id"] for item in page.json()["items"]]
        address = page.headers.get("link", "").partition(">")[0].lstrip("<")
    assert seen == ids[::-1]
    assert (await operator.get("/v1/deliveries?cursor=unknown")).json() == {"items": []}


async def test_a_retry_hands_it_out_again_as_if_for_the_first_time(site: Site, supervisor: Client) -> None:
    await site.say("hej")
    id = await given_up(site, Failure.UNREACHABLE)

    answer = await supervisor.post(f"/v1/deliveries/{id}/retry")

    assert (answer.status_code, answer.json()["state"], answer.json()["failure"]) == (202, "due", None)
    assert (await supervisor.get("/v1/deliveries")).json() == {"items": []}
    assert [one.id for one in await site.runtime.delivery.outgoing(TELEGRAM, 0.01)] == [id]


async def test_only_what_was_given_up_is_tried_again(site: Site, supervisor: Client) -> None:
    await site.say("hej")
    id = await given_up(site, Failure.REJECTED)
    assert (await supervisor.post(f"/v1/deliveries/{id}/retry")).status_code == 202

    assert is_problem(await supervisor.post(f"/v1/deliveries/{id}/retry"), 409)
    assert is_problem(await supervisor.post("/v1/deliveries/unknown/retry"), 404)


async def test_figures_show_what_waits_how_long_and_what_was_given_up(site: Site, nobody: Client) -> None:
    await site.say("hej", "1")
    await given_up(site, Failure.UNREACHABLE, "1")
    await site.say("hej", "2")
    text = (await nobody.get("/metrics")).text

    assert 'tipline_outbox_dead{channel="telegram"} 1.0' in text
    assert 'tipline_outbox_depth{channel="telegram"} 1.0' in text
    assert 'tipline_outbox_oldest_seconds{channel="telegram"}' in text
