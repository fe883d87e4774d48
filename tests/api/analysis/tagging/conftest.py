"""A tagger that is trained on a few dozen lines of its own."""

from __future__ import annotations

import pytest

from api.analysis.guard.matcher import Lexicon
from api.analysis.hints import READ_AT
from api.analysis.pipeline import Analyser
from api.analysis.tagging import training
from api.analysis.tagging.lines import MarkedLine, spans_of, unmarked
from api.analysis.tagging.tagger import Tagger

LEXICON = Lexicon({"gone": ["borta", "stulen", "stulna", "försvann"]}, ())
THINGS = [
    "kratta",
    "spade",
    "hink",
    "gryta",
    "matta",
    "lampa",
    "vas",
    "byrå",
    "spegel",
    "skål",
    "kudde",
    "filt",
    "krattan",
    "spaden",
    "hinken",
]
SPOTS = ["boden", "skjulet", "verandan", "växthuset", "bryggan", "trappan", "uthuset"]


def marked(line: str, basis: str, status: str | None = None) -> MarkedLine:
    return MarkedLine(unmarked(line), spans_of(line), basis, status)


def lines() -> list[MarkedLine]:
    found = []
    for number, thing in enumerate(THINGS):
        spot = SPOTS[number % len(SPOTS)]
        found.append(marked(f"min [{thing}](item) är borta från [{spot}](place)", "own_loss"))
        found.append(marked(f"jag såg en [{thing}](item) ligga vid [{spot}](place)", "seen"))
        found.append(marked(f"min tax försvann vid [{spot}](place)", "own_loss", "lost"))
        found.append(marked(f"en lös tax sprang vid [{spot}](place)", "seen", "seen"))
    return found


@pytest.fixture(scope="session")
def parts(analyser: Analyser) -> dict[str, bytes]:
    quiet = ["hur mår du", "tack för hjälpen", "är du en robot", "vem läser det här", "hej hej", "nu räcker det"] * 4
    return training.train(lines(), quiet, lambda text: analyser.read(text, READ_AT), LEXICON)


@pytest.fixture(scope="session")
def tagger(parts: dict[str, bytes]) -> Tagger:
    return Tagger(parts, LEXICON)
