"""The menu and the farewell, in Swedish and English."""

from __future__ import annotations

import re

import pytest

from bot.intake import InboundKind
from bot.telegram.wording import commands, group_refusal
from tests.bot.telegram.fake_bot_api import message
from tests.bot.telegram.test_parse import parsed


def names(language: str | None) -> list[str]:
    return [each.name for each in commands() if each.language == language]


def test_the_menu_is_there_in_swedish_and_english_and_swedish_for_the_rest() -> None:
    assert names("sv") == names(None) == ["start", "hjalp", "status", "radera", "sprak"]
    assert names("en") == ["start", "help", "status", "delete", "language"]


@pytest.mark.parametrize("command", commands())
def test_every_line_of_the_menu_is_one_that_telegram_takes_and_we_know(command: object) -> None:
    name, description = getattr(command, "name", ""), getattr(command, "description", "")

    assert re.fullmatch(r"[a-z0-9_]{1,32}", name)
    assert 3 <= len(description) <= 256
    assert parsed(message(f"/{name}")).kind in {InboundKind.PAYLOAD, InboundKind.START}


def test_the_farewell_is_short_and_says_it_in_both_languages() -> None:
    said = group_refusal("tips_bot")

    assert len(said) < 400 and said.count("https://t.me/tips_bot") == said.count("112") == 2
