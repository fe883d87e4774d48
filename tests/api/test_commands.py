from __future__ import annotations

import pytest
import yaml

from api.commands import COMMANDS, command_of, commands, folded
from api.settings import ROOT


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Hoppa över!", "skip"), ("hoppa over", "skip"), ("SKICKA NU", "send"), ("i don’t know", "dont_know"), ("nej", "deny"),
        ("ja", "affirm"), ("Nytt tips.", "new_tip"), ("radera det jag skrev", "delete"), ("English, please", "language"),
    ],
)  # fmt: skip
def test_a_whole_message_that_can_mean_one_thing_only_is_a_command(text: str, intent: str) -> None:
    assert command_of(text) == intent


@pytest.mark.parametrize("text", ["hjälp", "help", "nej han slog henne", "skicka polisen hit", "ja " * 200, "", "..."])
def test_anything_more_is_none(text: str) -> None:
    assert command_of(text) is None


def test_no_phrase_asks_for_two_things() -> None:
    listed = yaml.load(COMMANDS.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    by_intent = {intent: {folded(phrase) for phrase in phrases} for intent, phrases in listed.items()}
    assert sum(len(phrases) for phrases in by_intent.values()) == len(commands())
    assert "" not in commands()


def test_every_command_is_an_intent_of_the_dialogue() -> None:
    domain = yaml.safe_load((ROOT / "nlu_data" / "domain.yml").read_text(encoding="utf-8"))
    assert set(commands().values()) <= set(domain["intents"])
