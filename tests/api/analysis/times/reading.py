"""What the time tests share: moments of sending, and a wording's instants in a short form."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from api.analysis import times

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def at(written: str) -> datetime:
    """A moment in Sweden from "2026-11-18 14:30"."""
    return datetime.fromisoformat(written).replace(tzinfo=STOCKHOLM)


WEDNESDAY = at("2026-11-18 14:30")


def spans(text: str, sent: datetime, language: str = "sv") -> list[str]:
    """Each time found as "11-17 19:30" or, with an end of its own, "11-17 18:00 11-18 00:00"; the main one first."""
    found = times.find(text, sent, language)
    starts = [datetime.fromisoformat(finding.value) for finding in found if finding.name == "time_start"]
    ends = [datetime.fromisoformat(finding.value) for finding in found if finding.name == "time_end"]
    return [
        _short(start, sent) + ("" if start == end else " " + _short(end, sent))
        for start, end in zip(starts, ends, strict=True)
    ]


def _short(instant: datetime, sent: datetime) -> str:
    return instant.strftime("%m-%d %H:%M" if instant.year == sent.year else "%Y-%m-%d %H:%M")


def main_span(text: str, sent: datetime, language: str = "sv") -> str:
    found = spans(text, sent, language)
    return found[0] if found else "nothing"
