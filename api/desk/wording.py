"""The desk page's words, from `wording.yml`, one language at a time."""

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
    """Per language: section → name → a text, or a further level of names. Raises `KeyError` for a missing language."""
    source = yaml.safe_load((Path(__file__).parent / "wording.yml").read_text("utf-8"))
    return {language: _said_in(language, source) for language in Language}


def _said_in(language: Language, node: dict[str, Any]) -> dict[str, Any]:
    return {
        name: inner[language.value] if is_leaf(inner) else _said_in(language, inner) for name, inner in node.items()
    }


def is_leaf(node: dict[str, Any]) -> bool:
    """Texts, no further names: a leaf has nothing but languages."""
    return bool(node) and all(isinstance(text, str) for text in node.values())
