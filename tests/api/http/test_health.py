"""Is it alive, is it ready, and figures that tell nothing of anybody."""

from __future__ import annotations

import re

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.api.http.parts import FIRE, Client, Site, told

pytestmark = pytest.mark.anyio


async def ready(client: Client, part: str = "") -> tuple[int, str]:
    answer = await client.get("/readyz" + (f"?part={part}" if part else ""))
    assert set(answer.json()) == {"status", "components"}
    return answer.status_code, answer.json()["status"]


async def test_it_is_alive_whatever_else_is_wrong(site: Site, nobody: Client) -> None:
    site.parts.rasa.ready = False
    assert (await nobody.get("/livez")).status_code == 200


async def test_it_is_ready_when_everything_is(nobody: Client) -> None:
    assert await ready(nobody) == (200, "ready")
    components = (await nobody.get("/readyz")).json()["components"]
    assert components["database"] == components["rasa"] == "ready"
    assert components["telegram"] == components["messenger"] == "off"


async def test_it_is_warming_while_rasa_is_away_and_takes_messages_all_the_same(site: Site, nobody: Client) -> None:
    site.parts.rasa.ready = False
    assert await ready(nobody) == (503, "warming")
    assert await ready(nobody, "intake") == (200, "ready")


async def test_it_is_warming_while_the_analysis_loads(site: Site, nobody: Client) -> None:
    site.parts.analysis.ready = False
    assert await ready(nobody) == (503, "warming")
    assert await ready(nobody, "intake") == (200, "ready")


async def test_it_takes_no_messages_without_its_database(
    site: Site, nobody: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(_: object) -> None:
        raise OSError

    monkeypatch.setattr(site.runtime.store, "read", gone)
    assert await ready(nobody) == (503, "degraded")
    assert await ready(nobody, "intake") == (503, "degraded")
    assert (await nobody.get("/livez")).status_code == 200


async def test_an_unknown_part_is_refused(nobody: Client) -> None:
    assert (await nobody.get("/readyz?part=engine")).status_code == 422


async def test_figures_count_tips_and_messages(site: Site, nobody: Client, integration: Client) -> None:
    await told(integration)
    await site.say(FIRE)
    text = (await nobody.get("/metrics")).text
    assert 'tipline_tips{status="open",urgency="now"} 1.0' in text
    assert 'tipline_tips{status="open",urgency="normal"} 1.0' in text
    assert 'tipline_messages{state="waiting"} 1.0' in text
    site.parts.clock.advance(30)
    assert "tipline_turn_wait_seconds" in (await nobody.get("/metrics")).text


async def test_figures_know_no_id_no_name_and_no_word(site: Site, nobody: Client, integration: Client) -> None:
    tip = await told(integration, "Kanariefågeln ABC123", contact="Kim Kanarie", notice="E-4711")
    await site.say("Kanariefågeln igen", sender="46704711")
    text = (await nobody.get("/metrics")).text
    for secret in ("anarie", "ABC123", "4711", tip["id"], tip["reference"], "the integration"):
        assert secret not in text
    labels = {
        (label, value)
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        for label, value in sample.labels.items()
    }
    assert {label for label, _ in labels} <= {"status", "urgency", "state", "channel"}
    assert all(re.fullmatch(r"[a-z_]{1,20}", value) for _, value in labels)
