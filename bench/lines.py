"""What the load says: lines of the shipped data, in a fixed order that looks like none."""

from __future__ import annotations

import json
import random
from functools import cache

from api.analysis.guard.guard import Guard
from api.analysis.guard.verdict import Level
from api.settings import ROOT

LINES = ROOT / "nlu_data" / "guard" / "lines.jsonl"
SEED = 112
SEVERAL_WORDS = 6
# Said so plainly that every bundle must answer them with 112 at once.
DANGER = (
    "En man ligger medvetslös på trottoaren utanför mataffären och han andas inte",
    "Det brinner i trapphuset hos oss och röken kommer in i lägenheten nu",
    "Hjälp, någon försöker bryta sig in genom altandörren just nu och jag är hemma",
    "Min granne slår sin fru, hon skriker på hjälp och det pågår nu",
    "Två bilar har precis krockat på motorvägen, en person sitter fast",
    "En kille hugger folk med kniv på perrongen just nu",
    "Someone has fallen through the ice and is in the water right now, please hurry",
    "A man is pointing a gun at people in the shop right now",
)


@cache
def shuffled() -> tuple[dict[str, object], ...]:
    rows = [json.loads(line) for line in LINES.read_text(encoding="utf-8").splitlines()]
    random.Random(SEED).shuffle(rows)
    return tuple(rows)


def mixed(count: int = 400) -> list[str]:
    """As they may come on a bad day: one in ten an emergency, the rest tips, questions and look-alikes."""
    urgent = [str(row["text"]) for row in shuffled() if row["group"] == "emergency"]
    others = [str(row["text"]) for row in shuffled() if row["group"] != "emergency"]
    return [urgent[n // 10] if n % 10 == 0 else others[n - n // 10 - 1] for n in range(count)]


def tips(guard: Guard, count: int = 200) -> list[str]:
    """Calm ones that end a sentence: nobody waits for more words behind them."""
    return [f"{text.rstrip('.!? ')}." for text in calm(guard, count)]


def calm(guard: Guard, count: int) -> list[str]:
    """Tips of several words that the guard lets pass, so that what answers is the dialogue."""
    found = []
    for row in shuffled():
        text = str(row["text"])
        ordinary = row["group"] == "ordinary" and row.get("telling") and len(text.split()) >= SEVERAL_WORDS
        if ordinary and guard.read(text).level is Level.NONE:
            found.append(text)
            if len(found) == count:
                break
    return found
