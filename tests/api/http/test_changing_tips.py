"""What officers do with a tip: change, claim, release, close, note; nobody overwrites another unseen."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import pytest

from api.tokens.models import Role
from tests.api.http.parts import FIRE, Client, Site, is_problem, on_both_engines, told

pytestmark = pytest.mark.anyio


async def fresh(client: Client, tip: str) -> dict[str, Any]:
    found: dict[str, Any] = (await client.get(f"/v1/tips/{tip}")).json()
    return found


async def the_tip(client: Client) -> dict[str, Any]:
    """The only one there is, whole."""
    items = (await client.get("/v1/tips")).json()["items"]
    assert len(items) == 1
    return await fresh(client, items[0]["id"])


async def take_turns(site: Site) -> None:
    site.parts.clock.advance(60)
    while await site.runtime.turns.take():
        pass


async def test_a_tip_that_has_not_changed_is_not_sent_again(operator: Client) -> None:
    tip = await told(operator)
    first = await operator.get(f"/v1/tips/{tip['id']}")
    again = await operator.get(f"/v1/tips/{tip['id']}", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    await operator.post(f"/v1/tips/{tip['id']}/notes", json={"text": "ringt"})
    await operator.post(f"/v1/tips/{tip['id']}/claims")
    assert (
        await operator.get(f"/v1/tips/{tip['id']}", headers={"If-None-Match": first.headers["etag"]})
    ).status_code == 200


async def test_a_change_without_if_match_is_refused(operator: Client) -> None:
    tip = await told(operator)
    assert is_problem(await operator.patch(f"/v1/tips/{tip['id']}", json={"area": "Kista"}), 428)
    assert (await fresh(operator, tip["id"]))["area"] is None


async def test_a_change_of_what_has_changed_since_is_refused(operator: Client) -> None:
    tip = await told(operator)
    first = await operator.patch(f"/v1/tips/{tip['id']}", json={"area": "Kista"}, headers={"If-Match": '"1"'})
    assert (first.status_code, first.json()["version"], first.headers["etag"]) == (200, 2, '"2"')
    for stale in ('"1"', "1", '"999"', "x"):
        second = await operator.patch(f"/v1/tips/{tip['id']}", json={"area": "Solna"}, headers={"If-Match": stale})
        assert is_problem(second, 412)
    assert (await fresh(operator, tip["id"]))["area"] == "Kista"


@on_both_engines
async def test_of_changes_at_once_one_wins_and_the_others_are_told(site: Site) -> None:
    operator = site.client(Role.OPERATOR)
    tip = await told(operator)

    async def change(n: int) -> int:
        patch = {"case_number": f"K{n}", "fields": {"plate": {"value": f"ABC{n:03}"}}}
        return (await operator.patch(f"/v1/tips/{tip['id']}", json=patch, headers={"If-Match": '"1"'})).status_code

    assert sorted(await asyncio.gather(*[change(n) for n in range(12)])) == [200] + [412] * 11
    after = await fresh(operator, tip["id"])
    assert after["version"] == 2 and after["fields"]["plate"]["value"] == f"ABC{int(after['case_number'][1:]):03}"


async def test_every_value_of_the_contract_can_be_set_and_cleared(operator: Client) -> None:
    tip = await told(operator)
    values = {
        "category": "dog",
        "area": "Kista",
        "unit": "Norrort",
        "notice": "E-1",
        "case_number": "K1",
        "assignee": "Eva",
    }
    head = {"If-Match": "*"}
    set_ = (await operator.patch(f"/v1/tips/{tip['id']}", json={**values, "urgency": "low"}, headers=head)).json()
    assert {name: set_[name] for name in values} == values and set_["urgency"] == "low"
    cleared = (await operator.patch(f"/v1/tips/{tip['id']}", json=dict.fromkeys(values), headers=head)).json()
    assert {name: cleared[name] for name in values} == dict.fromkeys(values)
    assert cleared["urgency"] == "low"


async def test_what_a_patch_does_not_name_stays(operator: Client) -> None:
    tip = await told(operator, "en blå Volvo")
    head = {"If-Match": "*"}
    await operator.patch(f"/v1/tips/{tip['id']}", json={"area": "Kista"}, headers=head)
    after = (await operator.patch(f"/v1/tips/{tip['id']}", json={"unit": "Norrort"}, headers=head)).json()
    assert (after["area"], after["unit"], after["fields"]) == ("Kista", "Norrort", tip["fields"])


async def test_an_officers_urgency_stays_and_says_whose_it_is(site: Site, operator: Client) -> None:
    await site.say("en sak till")
    tip = await the_tip(operator)
    changed = await operator.patch(f"/v1/tips/{tip['id']}", json={"urgency": "low"}, headers={"If-Match": "*"})
    assert changed.json()["urgency_reason"] != tip["urgency_reason"]
    await site.say("och en blå Volvo")
    await take_turns(site)
    assert (await fresh(operator, tip["id"]))["urgency"] == "low"


async def test_danger_goes_before_an_officers_urgency(site: Site, operator: Client) -> None:
    await site.say("en sak till")
    tip = await the_tip(operator)
    await operator.patch(f"/v1/tips/{tip['id']}", json={"urgency": "low"}, headers={"If-Match": "*"})
    await site.say(FIRE)
    after = await fresh(operator, tip["id"])
    assert (after["urgency"], after["emergency"]) == ("now", {"level": "call_112", "kind": "fire"})


async def test_an_officers_field_wins_over_what_is_said_later(site: Site, operator: Client) -> None:
    await site.say("jag såg ABC123")
    await take_turns(site)
    tip = await the_tip(operator)
    corrected = {"fields": {"plate": {"value": "XYZ789"}, "vehicle_make": {"value": "Saab"}}}
    await operator.patch(f"/v1/tips/{tip['id']}", json=corrected, headers={"If-Match": "*"})
    await site.say("det var en blå Volvo, ABC123")
    await take_turns(site)
    fields = (await the_tip(operator))["fields"]
    assert fields["plate"] == {"value": "XYZ789", "source": "officer", "confidence": 1.0}
    assert fields["vehicle_make"]["value"] == "Saab"
    assert fields["colour"]["value"] == ["blue"]


async def test_null_clears_a_field(operator: Client) -> None:
    tip = await told(operator, "en blå Volvo")
    patch = {"fields": {"colour": None}}
    after = (await operator.patch(f"/v1/tips/{tip['id']}", json=patch, headers={"If-Match": "*"})).json()
    assert set(tip["fields"]) - set(after["fields"]) == {"colour"}


@pytest.mark.parametrize("words", ["i somras", "2026-11-20", 17, ["2026-11-20"]])
async def test_a_time_in_an_officers_own_words_stops_no_later_message(
    site: Site, operator: Client, words: object
) -> None:
    await site.say("jag såg ABC123")
    tip = await the_tip(operator)
    patch = {"fields": {"time_start": {"value": words}}}
    changed = await operator.patch(f"/v1/tips/{tip['id']}", json=patch, headers={"If-Match": "*"})
    assert changed.status_code == 200
    await site.say("och en blå Volvo")
    await take_turns(site)
    assert (await the_tip(operator))["fields"]["vehicle_make"]["value"] == "Volvo"


async def test_only_changes_of_its_own_values_raise_the_version(site: Site, operator: Client) -> None:
    await site.say("jag såg ABC123")
    tip = (await the_tip(operator))["id"]
    before = (await fresh(operator, tip))["version"]
    lease = (await operator.post("/v1/leases", json={"count": 1, "ttl_seconds": 60})).json()
    assert [one["id"] for one in lease["items"]] == [tip]
    await site.say("och en blå Volvo")
    await take_turns(site)
    await operator.patch(f"/v1/leases/{lease['id']}", json={"ttl_seconds": 90})
    await operator.delete(f"/v1/leases/{lease['id']}")
    after = await fresh(operator, tip)
    assert after["version"] == before and len(after["messages"]) == 2
    assert (await operator.post(f"/v1/tips/{tip}/claims")).json()["version"] == before + 1


@on_both_engines
async def test_of_twelve_who_claim_at_once_one_gets_it(site: Site) -> None:
    tip = await told(site.client(Role.OPERATOR))
    officers = [site.client(Role.INVESTIGATOR, f"officer {n}") for n in range(12)]
    answers = await asyncio.gather(*[officer.post(f"/v1/tips/{tip['id']}/claims") for officer in officers])
    assert sorted(a.status_code for a in answers) == [201] + [409] * 11
    winner = next(n for n, a in enumerate(answers) if a.status_code == 201)
    assert all(is_problem(a, 409) for n, a in enumerate(answers) if n != winner)
    after = await fresh(officers[0], tip["id"])
    assert (after["status"], after["assignee"], after["version"]) == ("claimed", f"officer {winner}", 2)


async def test_claiming_ones_own_tip_again_changes_nothing(operator: Client) -> None:
    tip = await told(operator)
    first = await operator.post(f"/v1/tips/{tip['id']}/claims")
    assert (await operator.post(f"/v1/tips/{tip['id']}/claims")).json() == first.json()


async def test_a_released_tip_is_anybodys_again(site: Site, operator: Client, investigator: Client) -> None:
    tip = await told(operator)
    await operator.post(f"/v1/tips/{tip['id']}/claims")
    released = (await operator.post(f"/v1/tips/{tip['id']}/releases")).json()
    assert (released["status"], released["assignee"]) == ("open", None)
    assert (await investigator.post(f"/v1/tips/{tip['id']}/claims")).json()["assignee"] == "the investigator"


@pytest.mark.parametrize("outcome", ["used", "not_used", "led_to_arrest", "property_found", "animal_found",
                                     "person_found", "false", "duplicate"])  # fmt: skip
async def test_a_tip_is_closed_with_an_outcome_and_opened_again(operator: Client, outcome: str) -> None:
    tip = await told(operator)
    closed = await operator.post(f"/v1/tips/{tip['id']}/outcome", json={"outcome": outcome, "tell_reporter": True})
    assert (closed.status_code, closed.json()["status"], closed.json()["outcome"]) == (201, "closed", outcome)
    assert is_problem(await operator.post(f"/v1/tips/{tip['id']}/claims"), 409)
    assert is_problem(await operator.post(f"/v1/tips/{tip['id']}/releases"), 409)
    opened = (await operator.post(f"/v1/tips/{tip['id']}/reopens")).json()
    assert (opened["status"], opened["outcome"], opened["assignee"]) == ("open", None, None)
    assert is_problem(await operator.post(f"/v1/tips/{tip['id']}/reopens"), 409)


async def test_an_outcome_that_nobody_knows_is_refused(operator: Client) -> None:
    tip = await told(operator)
    assert is_problem(await operator.post(f"/v1/tips/{tip['id']}/outcome", json={"outcome": "bored"}), 422)


async def test_notes_are_kept_in_order_with_their_author_and_instant(
    site: Site, operator: Client, investigator: Client
) -> None:
    tip = await told(operator)
    await operator.post(f"/v1/tips/{tip['id']}/notes", json={"text": "ringt upp"})
    site.parts.clock.advance(60)
    noted = await investigator.post(f"/v1/tips/{tip['id']}/notes", json={"text": "inget svar"})
    assert [(n["author"], n["text"]) for n in noted.json()["notes"]] == [
        ("the operator", "ringt upp"),
        ("the investigator", "inget svar"),
    ]
    instants = [datetime.fromisoformat(note["at"]) for note in noted.json()["notes"]]
    assert (instants[1] - instants[0]).total_seconds() == 60


async def test_a_note_never_reaches_the_reporter(site: Site, operator: Client) -> None:
    await site.say("jag såg ABC123")
    tip = await the_tip(operator)
    await operator.post(f"/v1/tips/{tip['id']}/notes", json={"text": "misstänkt uppgiftslämnare"})
    assert "misstänkt" not in str((await fresh(operator, tip["id"]))["messages"])


async def test_the_timeline_says_what_was_done_by_whom(operator: Client) -> None:
    tip = await told(operator)
    await operator.post(f"/v1/tips/{tip['id']}/claims")
    patch = {"area": "Kista", "fields": {"plate": {"value": "ABC123"}}}
    await operator.patch(f"/v1/tips/{tip['id']}", json=patch, headers={"If-Match": "*"})
    await operator.post(f"/v1/tips/{tip['id']}/outcome", json={"outcome": "used"})
    timeline = (await fresh(operator, tip["id"]))["timeline"]
    assert [entry["action"] for entry in timeline] == ["created", "claimed", "changed", "closed"]
    assert {entry["actor"] for entry in timeline[1:]} == {"the operator"}
    assert timeline[2]["changed"] == ["area", "plate"]


async def test_every_change_is_announced(site: Site, operator: Client) -> None:
    tip = await told(operator)
    newest = await site.runtime.events.newest()
    await operator.post(f"/v1/tips/{tip['id']}/claims")
    await operator.post(f"/v1/tips/{tip['id']}/releases")
    assert [(e.type, e.subject) for e in await site.runtime.events.after(newest)] == [("tip.updated", tip["id"])] * 2


@pytest.mark.parametrize("wrong", [{"narrative": "x"}, {"status": "closed"}, {"version": 7}, {"urgency": None},
                                   {"fields": {"shoe_size": {"value": 42}}}, {"fields": {"plate": "ABC123"}},
                                   {"fields": {"colour": {"value": [["red"]]}}}, {"area": ""}])  # fmt: skip
async def test_what_is_not_an_officers_to_change_is_refused(operator: Client, wrong: dict[str, Any]) -> None:
    tip = await told(operator)
    assert is_problem(await operator.patch(f"/v1/tips/{tip['id']}", json=wrong, headers={"If-Match": "*"}), 422)
    assert await fresh(operator, tip["id"]) == tip
