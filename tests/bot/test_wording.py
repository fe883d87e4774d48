"""The adapters' own few words keep to what holds for all that the service says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from api.wording_rules import FORBIDDEN_PROMISES, FORBIDDEN_REASSURANCE, TEXTING_112

BOT = Path(__file__).resolve().parents[2] / "bot"
SOURCES = [BOT / "telegram" / "wording.yml", BOT / "messenger" / "wording.yml"]


def texts(value: object) -> Iterator[str]:
    for each in value.values() if isinstance(value, dict) else ():
        yield from texts(each)
    if isinstance(value, str):
        yield value


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.parent.name)
def test_no_word_of_an_adapter_promises_what_nobody_can_keep(source: Path) -> None:
    said = list(texts(yaml.safe_load(source.read_text("utf-8"))))
    never = re.compile("|".join((*FORBIDDEN_PROMISES, *FORBIDDEN_REASSURANCE, *TEXTING_112)), re.IGNORECASE)

    assert len(said) > 8
    assert [text for text in said if never.search(text)] == []
