"""Reads the responses for the tests of their wording."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

NLU_DATA = Path(__file__).resolve().parents[2] / "nlu_data"
LANGUAGES = ("sv", "en")
CHANNELS = ("webchat", "telegram", "messenger")


def source(language: str) -> str:
    """The responses of a language as they are written."""
    return (NLU_DATA / "responses" / f"{language}.yml").read_text(encoding="utf-8")


@cache
def responses(language: str) -> dict[str, dict[str, Any]]:
    loaded = yaml.safe_load(source(language))
    assert isinstance(loaded, dict)
    return loaded


def text_on(response: dict[str, Any], channel: str) -> str:
    return str(response.get("channels", {}).get(channel, {}).get("text", response["text"]))


def buttons_on(response: dict[str, Any], channel: str) -> list[dict[str, str]]:
    override = response.get("channels", {}).get(channel, {})
    return list(override.get("buttons", response.get("buttons", [])))


def all_texts() -> Iterator[tuple[str, str]]:
    """Every text with its place, each language, key and channel, and the default."""
    for language in LANGUAGES:
        for key, response in responses(language).items():
            yield f"{language}/{key}", str(response["text"])
            for channel in CHANNELS:
                yield f"{language}/{key}/{channel}", text_on(response, channel)
