"""How a tip comes into being and grows from messages, with or without Rasa."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from api.analysis.findings import Findings
from api.clock import iso
from api.conversations.shapes import Said
from api.store.store import Write
from api.tips import repository
from api.tips.models import Status
from api.tips.shapes import Body
from api.tips.urgency import RANK, urgency_of

LEVELS = ("none", "ask", "call_112")


def higher(one: str, other: str) -> str:
    return max(one, other, key=LEVELS.index)


def rises(level: str, above: str) -> bool:
    return LEVELS.index(level) > LEVELS.index(above)


def begin(write: Write, conversation: Row[Any], at: datetime, level: str, kind: str | None, language: str) -> str:
    """A tip from a conversation's first telling or alarming message."""
    urgency, reason = urgency_of(level, None, None, at)
    body = Body(created_at=iso(at), updated_at=iso(at), urgency_reason=reason)
    row = repository.add(
        write, body, at, urgency,
        conversation=conversation.id, reporter=conversation.reporter, channel=conversation.channel,
        language=language, level=level, kind=kind, notice=conversation.notice,
    )  # fmt: skip
    return str(row.id)


def is_open(tip: Row[Any] | None) -> bool:
    return tip is not None and tip.status in {Status.OPEN, Status.CLAIMED}


def alarm(write: Write, tip: Row[Any], level: str, kind: str | None, at: datetime) -> None:
    """A later message of the tip was more alarming than those before."""
    if not rises(level, tip.level):
        return
    body = repository.body_of(write, tip)
    urgency, reason = urgency_of(level, tip.category, None, at)
    body.urgency_reason, body.updated_at = reason, iso(at)
    repository.save(write, tip.id, body, level=level, kind=kind, urgency=urgency)
    repository.announce(write, "tip.updated", tip.id, at)


def merge_findings(body: Body, message: Said, findings: Findings, replace: frozenset[str]) -> None:
    """Put what one message says into the body.

    A value that is there stays, unless it is in `replace` (a correction, or the answer to a
    question); an officer's value always stays. Lists grow.
    """
    for name, finding in findings.fields.items():
        known = body.fields.get(name)
        value = {**finding.as_json(), "message": message.id}
        if known is None:
            body.fields[name] = value
        elif known.get("source") == "officer" or known.get("message") == message.id:
            continue
        elif name in replace:
            body.fields[name] = value
        elif isinstance(known["value"], list) and isinstance(finding.value, list) and name != "person_age":
            known["value"] = [*known["value"], *(v for v in finding.value if v not in known["value"])]
    if not any(m.get("message") == message.id for m in body.mentions):
        body.mentions += [{**mention.as_json(), "message": message.id} for mention in findings.mentions]


def forget(body: Body, message: Said) -> None:
    """Take out what a message said before its reporter changed it; an officer's value stays, and a picture's data."""
    stay = {"officer"} if message.location else {"officer", "metadata"}
    for name in [name for name, one in body.fields.items() if one.get("message") == message.id]:
        if body.fields[name].get("source") not in stay:
            del body.fields[name]
    body.mentions = [one for one in body.mentions if one.get("message") != message.id]


def happened_at(body: Body) -> datetime | None:
    """The instant of `time_start`; None also for one that somebody wrote in words of their own."""
    try:
        happened = datetime.fromisoformat(str(body.fields["time_start"]["value"]))
    except (KeyError, ValueError):
        return None
    return happened if happened.tzinfo else None


def refresh(
    write: Write, tip: Row[Any], body: Body, said: Sequence[Said], at: datetime, category: str | None, language: str
) -> None:
    """Save a body that grew: urgency, area, index, and the announcement."""
    overruled = body.urgency_reason == "officer"
    urgency, reason = urgency_of(tip.level, category, happened_at(body), at)
    if overruled or (RANK[urgency] > tip.rank and tip.level != "none"):
        urgency, reason = tip.urgency, body.urgency_reason
    body.urgency_reason, body.updated_at = reason, iso(at)
    area = tip.area or body.area
    repository.save(write, tip.id, body, category=category, urgency=urgency, area=area, language=language)
    repository.reindex(write, tip.id, "\n".join(one.text for one in said), body.fields)
    repository.announce(write, "tip.updated", tip.id, at)
