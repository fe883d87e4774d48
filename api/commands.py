"""Whole messages that can mean one thing only ("hoppa över", "send"): no model has to guess at them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

import yaml

from api.settings import ROOT

COMMANDS = ROOT / "nlu_data" / "commands.yml"
LONGEST = 60  # characters; longer messages are no commands
SIGNS = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """Small, without dots, signs and doubled spaces; an apostrophe leaves no gap."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("'", "").replace("\u2019", ""))
    return SIGNS.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


@cache
def commands(path: Path = COMMANDS) -> dict[str, str]:
    """The intent by each folded phrase."""
    listed: dict[str, list[str | bool]] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  strings only
    return {folded(str(phrase)): intent for intent, phrases in listed.items() for phrase in phrases}


def command_of(text: str) -> str | None:
    """The intent of a message that is nothing but a command, or None."""
    return commands().get(folded(text)) if len(text) <= LONGEST else None
