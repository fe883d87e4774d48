"""The pages' words, from `wording.yml`, one language at a time."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml


class Language(StrEnum):
    SWEDISH = "sv"
    ENGLISH = "en"

    @property
    def other(self) -> Language:
        return Language.ENGLISH if self is Language.SWEDISH else Language.SWEDISH


def load_wording() -> dict[Language, dict[str, Any]]:
    """Per language: section → name → a text or a list of texts."""
    source = yaml.safe_load((Path(__file__).parent / "wording.yml").read_text("utf-8"))
    return {
        language: {
            section: {name: leaf[language.value] for name, leaf in leaves.items()} for section, leaves in source.items()
        }
        for language in Language
    }


def chosen_language(asked: str | None, accept_language: str) -> Language:
    """What the link asks for; else the first of ours in the browser's list; else Swedish."""
    if asked in list(Language):
        return Language(asked)
    ranked = sorted(enumerate(accept_language.split(",")), key=lambda item: (-_quality(item[1]), item[0]))
    for _, entry in ranked:
        tag = entry.split(";")[0].strip().split("-")[0].lower()
        if tag in list(Language) and _quality(entry) > 0:
            return Language(tag)
    return Language.SWEDISH


def _quality(entry: str) -> float:
    """The weight of one entry of an Accept-Language header: 1 when it has none, 0 when it is not a number."""
    _, found, weight = entry.partition(";q=")
    try:
        return float(weight) if found else 1.0
    except ValueError:
        return 0.0
