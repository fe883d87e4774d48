"""A tip's summary: a template over its fields, without a word of the reporter's."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from api.clock import SWEDEN

# In the order in which an officer wants them; time, place and basis follow.
DESCRIBING = (
    "vehicle_make", "vehicle_model", "vehicle_kind", "colour", "plate", "dog_status", "dog_breed", "dog_collar",
    "person_gender", "person_age", "person_height_cm", "person_build", "person_hair", "person_clothing",
    "person_marks", "item_kind", "item_brand",
)  # fmt: skip
NAMED = {"basis", "colour", "vehicle_kind", "dog_status", "person_gender"}


@lru_cache(maxsize=1)
def words() -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "wording.yml").read_text("utf-8"))
    return loaded


def reason(name: str, language: str = "sv") -> str:
    return str(words()[language]["reason"].get(name, name))


def named(field: str, value: Any, known: dict[str, Any]) -> str:
    """A field's value in words."""
    if isinstance(value, list) and field == "person_age" and len(value) == 2:
        return str(known["age"]).format(low=value[0], high=value[1])
    if field == "person_height_cm":
        return str(known["height"]).format(value=value)
    if isinstance(value, list):
        return ", ".join(named(field, one, known) for one in value)
    return str(known[field].get(value, value)) if field in NAMED else str(value)


def value_in_words(field: str, value: Any, language: str) -> str:
    """A field's value as a reporter may read it, in `sv` or `en`."""
    if field == "time_start":
        return moment({"time_start": {"value": value}})
    return named(field, value, words()[language])


def summary(category: str | None, fields: dict[str, dict[str, Any]], area: str | None, language: str = "sv") -> str:
    """One line: what kind of matter, what is described, where, when, how it is known."""
    known = words()[language]
    described = [named(f, fields[f]["value"], known) for f in DESCRIBING if f in fields]
    # An answer that could not be structured is the reporter's own words: they stay in the narrative.
    place = fields.get("place", {})
    where = place.get("value") if place.get("source") != "reporter" else None
    parts = [distinct(described), distinct([str(p) for p in (where, area) if p]), moment(fields)]
    if "basis" in fields:
        parts.append(named("basis", fields["basis"]["value"], known))
    told = " · ".join(part for part in parts if part)
    title = known["category"][category or "none"]
    return f"{title}: {told}" if told else str(title)


def distinct(parts: list[str]) -> str:
    """The parts in order, without one that an earlier part already says."""
    kept: list[str] = []
    for part in parts:
        if not any(part.casefold() in earlier.casefold() for earlier in kept):
            kept.append(part)
    return ", ".join(kept)


def moment(fields: dict[str, dict[str, Any]]) -> str:
    start, end = (fields.get(name, {}).get("value") for name in ("time_start", "time_end"))
    if not start:
        return ""
    try:
        first = datetime.fromisoformat(start).astimezone(SWEDEN)
        last = datetime.fromisoformat(end).astimezone(SWEDEN) if end else first
    except (TypeError, ValueError):
        return str(start)
    if last == first:
        return f"{first:%Y-%m-%d %H:%M}"
    return (
        f"{first:%Y-%m-%d %H:%M}–{last:%H:%M}"
        if first.date() == last.date()
        else f"{first:%Y-%m-%d %H:%M} – {last:%Y-%m-%d %H:%M}"
    )
