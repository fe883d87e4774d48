"""The page's face in Messenger: its first words, its start button and its menu."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.messenger.render import Body

# Swedish for those whose Messenger speaks neither.
_LOCALES = (("default", "sv"), ("sv_SE", "sv"), ("en_US", "en"), ("en_GB", "en"))
_START = "start"


@cache
def _wording() -> dict[str, Any]:
    wording: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "wording.yml").read_text("utf-8"))
    return wording


def profile(get_started: str) -> Body:
    """The body for `me/messenger_profile`; `get_started` is the payload of the start button."""
    return {
        "get_started": {"payload": get_started},
        "greeting": [{"locale": locale, "text": _wording()["greeting"][language]} for locale, language in _LOCALES],
        "persistent_menu": [
            {"locale": locale, "composer_input_disabled": False, "call_to_actions": _menu(get_started, language)}
            for locale, language in _LOCALES
        ],
    }


def _menu(get_started: str, language: str) -> list[Body]:
    return [
        {"type": "postback", "title": titles[language], "payload": get_started if asks == _START else asks}
        for asks, titles in _wording()["menu"].items()
    ]
