"""Whole conversations as people have them, against the real Rasa: few questions, and a tip that can be used."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.dialogue.people import Person, Talk, people, talk_with
from tests.real_app import Chat, RealApp, running

KEPT = Path(__file__).resolve().parents[1] / "data" / "conversations.json"
PEOPLE = people()
# Some 45 conversations: one more or less is 2 points, and a new training moves a few.
SHARE_MAY_FALL = 0.1


@pytest.fixture(scope="module")
def town(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealApp]:
    """An app of their own: so many tips would crowd the queue of other tests."""
    with running(trained, tmp_path_factory.mktemp("town") / "data", {"FLOOD_PER_MINUTE": "600"}) as app:
        yield app


@pytest.fixture(scope="module")
def reader(town: RealApp) -> dict[str, str]:
    return town.token("investigator")


@pytest.fixture(scope="module")
def talks() -> dict[str, tuple[Talk, dict[str, Any] | None]]:
    """How each conversation went, and the tip that came of it."""
    return {}


@pytest.mark.parametrize("person", PEOPLE, ids=lambda one: one.name)
def test_a_conversation_is_short_and_loses_nothing(
    town: RealApp,
    reader: dict[str, str],
    talks: dict[str, tuple[Talk, dict[str, Any] | None]],
    person: Person,
) -> None:
    chat = Chat(town, language=person.language)
    talk = talk_with(chat, person)
    tip = tip_of(town, reader, person)
    talks[person.name] = (talk, tip)
    assert len(talk.put) <= 5
    assert talk.pointed_to_112 or not person.calls_112
    kept = [item["text"] for item in chat.history()]
    assert all(text in kept for text in person.says), "nothing that is told may be lost"


def test_as_many_tips_as_before_are_of_use(talks: dict[str, tuple[Talk, dict[str, Any] | None]]) -> None:
    if len(talks) < len(PEOPLE):
        pytest.skip("needs all conversations of this run")
    found = figures(talks)
    if os.environ.get("UPDATE_FIGURES") == "1":
        KEPT.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    for name in ("sent", "sent_with_what_when_where", "category_right", "area_right"):
        assert found[name] >= kept[name] - SHARE_MAY_FALL, (name, found)
    assert found["questions_asked"] <= kept["questions_asked"] + 0.5


def figures(talks: dict[str, tuple[Talk, dict[str, Any] | None]]) -> dict[str, float]:
    """Shares of the conversations without danger, and the mean number of questions."""
    calm = [(one, *talks[one.name]) for one in PEOPLE if not talks[one.name][0].pointed_to_112]
    whole = [tip for _, talk, tip in calm if talk.sent and tip and not {"what", "when", "where"} & set(tip["missing"])]
    category = [tip and tip["category"] == one.category for one, _, tip in calm if one.category]
    area = [tip and tip["area"] == one.area for one, _, tip in calm if one.area]
    return {
        "conversations": len(talks),
        "without_112": len(calm),
        "calm_asked_about_danger": sum(talk.asked_about_danger for one, talk, _ in calm if not one.calls_112),
        "sent": round(sum(talk.sent for _, talk, _ in calm) / len(calm), 3),
        "sent_with_what_when_where": round(len(whole) / len(calm), 3),
        "category_right": round(sum(map(bool, category)) / max(1, len(category)), 3),
        "area_right": round(sum(map(bool, area)) / max(1, len(area)), 3),
        "questions_asked": round(sum(len(talk.put) for _, talk, _ in calm) / len(calm), 2),
    }


def tip_of(app: RealApp, headers: dict[str, str], person: Person) -> dict[str, Any] | None:
    """The tip whose narrative begins as this person did."""
    items = httpx.get(f"{app.url}/v1/tips?sort=newest&limit=20", headers=headers).json()["items"]
    for item in items:
        if any(text in item["narrative"] for text in person.says):
            whole: dict[str, Any] = httpx.get(f"{app.url}/v1/tips/{item['id']}", headers=headers).json()
            return whole
    return None
