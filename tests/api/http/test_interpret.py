"""Understanding one text: the contract's shape, with Rasa or without it, and nothing kept."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from api.analysis.findings import Findings
from api.analysis.guard.verdict import Kind, Level, Verdict
from api.rasa.client import Understood
from api.store.base import Base
from tests.api.http.parts import FIRE, Client, Site, is_problem

pytestmark = pytest.mark.anyio

NAMES = {
    "language",
    "act",
    "topic",
    "intent",
    "confidence",
    "category",
    "emergency",
    "fields",
    "mentions",
    "matters",
    "engine",
}


async def interpret(client: Client, text: str, **more: Any) -> dict[str, Any]:
    answer = await client.post("/v1/interpret", json={"text": text, **more})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    assert set(found) == NAMES
    return found


async def test_a_text_is_answered_in_the_contracts_shape(integration: Client) -> None:
    found = await interpret(integration, "Jag såg en blå Volvo")
    assert {n: found[n] for n in NAMES - {"fields", "emergency"}} == {
        "language": "sv", "act": "tip", "topic": None, "intent": "report_stolen_vehicle", "confidence": 0.97,
        "category": "stolen_vehicle", "mentions": [], "matters": [], "engine": "rasa",
    }  # fmt: skip
    assert {n: found["emergency"][n] for n in ("level", "kind", "score")} == {
        "level": "none",
        "kind": None,
        "score": 0.01,
    }
    assert found["fields"]["colour"] == {
        "value": ["blue"], "text": "blå Volvo", "start": 11, "end": 20, "source": "list", "confidence": 1.0
    }  # fmt: skip


async def test_without_rasa_the_guard_and_the_fields_still_answer(site: Site, integration: Client) -> None:
    site.parts.rasa.ready = False
    found = await interpret(integration, FIRE + ", en blå Volvo")
    unknown = ("act", "topic", "intent", "confidence", "category")
    assert (found["engine"], {found[n] for n in unknown}) == ("guard_only", {None})
    assert found["fields"]["vehicle_make"]["value"] == "Volvo"
    found = await interpret(integration, FIRE)
    assert (found["emergency"]["level"], found["emergency"]["kind"]) == ("call_112", "fire")


async def test_a_rasa_that_has_just_gone_away_is_no_fault(site: Site, integration: Client) -> None:
    site.parts.rasa.client.understood = None
    assert (await interpret(integration, "en blå Volvo"))["engine"] == "guard_only"


async def test_nothing_is_stored(site: Site, integration: Client) -> None:
    def rows() -> dict[str, int]:
        tables = Base.metadata.sorted_tables
        return site.runtime.store.read_now(
            lambda r: {t.name: r.connection.execute(select(func.count()).select_from(t)).scalar_one() for t in tables}
        )

    before = rows()
    await interpret(integration, FIRE)
    await interpret(integration, "en blå Volvo ABC123")
    assert rows() == before


async def test_an_analysis_that_breaks_leaves_the_fields_empty(
    site: Site, integration: Client, caplog: pytest.LogCaptureFixture
) -> None:
    site.parts.analysis.broken_by = "Volvo"
    found = await interpret(integration, "en blå Volvo, kanariegul")
    assert (found["fields"], found["mentions"], found["act"]) == ({}, [], "tip")
    assert "kanariegul" not in caplog.text


async def test_a_guard_that_breaks_asks_whether_it_is_an_emergency(site: Site, integration: Client) -> None:
    site.parts.guard.fails = True
    assert (await interpret(integration, "hjälp"))["emergency"]["level"] == "ask"


@pytest.mark.parametrize(
    ("intent", "act", "topic", "category"),
    [("report_dog", "tip", None, "dog"), ("ask_anonymous", "question", "ask_anonymous", None),
     ("deny", "control", "deny", None), ("praise", "feedback", "praise", None), ("greet", "smalltalk", None, None),
     ("out_of_scope", "out_of_scope", None, None), ("inform", "tip", None, None)],
)  # fmt: skip
async def test_an_intent_is_said_in_the_contracts_words(
    site: Site, integration: Client, intent: str, act: str, topic: str | None, category: str | None
) -> None:
    site.parts.rasa.client.understood = Understood(intent, 0.9)
    found = await interpret(integration, "något")
    assert (found["act"], found["topic"], found["category"], found["intent"]) == (act, topic, category, intent)


async def test_an_alarming_text_is_a_tip_whatever_the_dialogue_makes_of_it(site: Site, integration: Client) -> None:
    site.parts.rasa.client.understood = Understood("chitchat", 0.99)
    found = await interpret(integration, FIRE)
    assert (found["act"], found["category"]) == ("tip", "event")


async def test_the_words_that_decided_are_shown(site: Site, integration: Client) -> None:
    site.parts.guard.verdicts["å, det brinner"] = Verdict(Level.CALL_112, Kind.FIRE, 0.9, 0.9, ((7, 14),))
    assert (await interpret(integration, "å, det brinner"))["emergency"]["words"] == ["brinner"]


async def test_the_caller_may_say_the_language_and_when_it_was_sent(integration: Client) -> None:
    found = await interpret(integration, "en blå Volvo", language="en", sent_at="2026-11-20T12:00:00+01:00")
    assert found["language"] == "en"


async def test_when_it_was_sent_reaches_the_analysis(
    site: Site, integration: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []

    def listen(text: str, sent_at: Any) -> Findings:
        heard.append(sent_at.isoformat())
        return Findings("sv")

    monkeypatch.setattr(site.runtime.interpret, "_analyse", listen)
    await interpret(integration, "igår", sent_at="2026-11-20T12:00:00+01:00")
    await interpret(integration, "igår")
    assert heard == ["2026-11-20T12:00:00+01:00", site.parts.clock().isoformat()]


@pytest.mark.parametrize("text", ["", " ", "\n", "🐕" * 100, "ع", "a" * 10_000, "/report_dog{}", "e\u0301"])
async def test_any_text_is_answered(integration: Client, text: str) -> None:
    await interpret(integration, text)


@pytest.mark.parametrize(
    "wrong", [{}, {"text": None}, {"text": 1}, {"text": "a" * 10_001}, {"text": "a", "language": "svenska"},
              {"text": "a", "sent_at": "2026-11-20T12:00:00"}, {"text": "a", "colour": 1}]
)  # fmt: skip
async def test_what_is_no_question_is_refused(integration: Client, wrong: dict[str, Any]) -> None:
    assert is_problem(await integration.post("/v1/interpret", json=wrong), 422)
