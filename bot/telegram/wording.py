"""Telegram's own words, from `wording.yml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.telegram.settings import Command

LANGUAGES = ("sv", "en")


@cache
def _wording() -> dict[str, Any]:
    wording: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "wording.yml").read_text("utf-8"))
    return wording


def commands() -> tuple[Command, ...]:
    """The bot's menu in each language; Swedish for those whose Telegram speaks neither."""
    shown = ((None, "sv"), *((language, language) for language in LANGUAGES))
    return tuple(
        Command(name, texts[language], code)
        for code, language in shown
        for name, texts in _wording()["commands"].items()
        if texts[language]
    )


def group_refusal(username: str) -> str:
    """What a group is told before the bot leaves it."""
    address = f"https://t.me/{username}"
    return "\n\n".join(str(_wording()["group"][language]).format(address=address) for language in LANGUAGES)
