"""Urgency: a plain, explained rule that a person can overrule. It judges no one's credibility."""

from __future__ import annotations

from datetime import datetime, timedelta

from api.tips.models import Urgency

RANK = {Urgency.NOW: 0, Urgency.URGENT: 1, Urgency.NORMAL: 2, Urgency.LOW: 3}
FRESH = timedelta(hours=3)
OLD = timedelta(days=90)


def urgency_of(level: str, category: str | None, happened_at: datetime | None, now: datetime) -> tuple[Urgency, str]:
    """The urgency, and the name of the rule that gave it (its words: api/tips/wording.yml)."""
    if level == "call_112":
        return Urgency.NOW, "guard_call_112"
    if level == "ask":
        return Urgency.URGENT, "guard_ask"
    if category == "missing_person":
        return Urgency.URGENT, "missing_person"
    if happened_at is not None and now - FRESH <= happened_at <= now + FRESH:
        return Urgency.URGENT, "just_happened"
    if happened_at is not None and happened_at < now - OLD:
        return Urgency.LOW, "long_ago"
    return Urgency.NORMAL, "ordinary"
