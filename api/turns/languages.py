"""Which language a message names: "in English please", "kan vi ta det på svenska", "do you speak Arabic"."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

NAMES = Path(__file__).parent / "languages.yml"
# "engelska istället för svenska", "not Swedish": the one behind these is not what is wanted.
UNWANTED = frozenset({"inte", "ej", "för", "not", "no", "of"})
WORD = re.compile(r"[^\W\d_]+")


@cache
def names() -> dict[str, str]:
    """The language's code by each of its names, small and as people spell them."""
    listed: dict[str, list[str]] = yaml.safe_load(NAMES.read_text(encoding="utf-8"))
    return {name: code for code, spelt in listed.items() for name in spelt}


def named_language(text: str) -> str | None:
    """The code of the last language that is named and wanted, or None."""
    words = WORD.findall(text.casefold())
    before = ["", *words]
    known = [(names()[word], before[n] not in UNWANTED) for n, word in enumerate(words) if word in names()]
    wanted = [code for code, is_wanted in known if is_wanted]
    return wanted[-1] if wanted else None
