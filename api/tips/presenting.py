"""From a tip's rows and sealed body to what clients see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from api import clock
from api.clock import iso
from api.conversations.models import Origin
from api.conversations.shapes import Said
from api.replies import reaching
from api.replies import repository as replies
from api.store.store import Read
from api.tips import repository
from api.tips.shapes import Body
from api.tips.summary import reason, summary

# Handed out this often without anybody keeping it: something is wrong with it.
STUCK_AFTER = 5


def present(
    row: Row[Any], body: Body, told: Sequence[Said], reachable: set[str], files: list[dict[str, Any]]
) -> dict[str, Any]:
    """A tip without its messages and timeline. `reachable`: tips whose reporter can be written to."""
    narrative = body.narrative or "\n".join(one.text for one in told if one.origin == Origin.REPORTER and one.text)
    return {
        "id": row.id,
        "reference": row.reference,
        "status": row.status,
        "category": row.category,
        "urgency": row.urgency,
        "urgency_reason": reason(body.urgency_reason),
        "emergency": {"level": row.level, "kind": row.kind},
        "area": row.area,
        "unit": row.unit,
        "notice": row.notice,
        "cluster": row.cluster,
        "case_number": row.case_number,
        "assignee": row.assignee,
        "language": row.language,
        "narrative": narrative,
        "summary": summary(row.category, body.fields, row.area, "sv"),
        "fields": body.fields,
        "mentions": body.mentions,
        "complete": row.complete,
        "missing": body.missing,
        "attachments": files,
        "outcome": row.outcome,
        "channel": row.channel,
        "reporter": {
            "handle": row.reporter,
            "reachable": row.id in reachable,
            "consents_to_contact": body.consents_to_contact,
        },
        "stuck": row.handed_out >= STUCK_AFTER and row.status == "open",
        "told": row.told,
        "wants_human": body.wants_human,
        "created_at": body.created_at,
        "updated_at": body.updated_at,
        "version": row.version,
    }


def message(one: Said) -> dict[str, Any]:
    return {
        "id": one.id,
        "seq": one.seq,
        "from": one.origin,
        "text": one.text or one.payload or "",
        "at": iso(one.at),
        "emergency": one.level,
        "location": one.location,
        "earlier": list(one.earlier),
    }


def files_in(files: Sequence[dict[str, Any]], told: Sequence[Said]) -> list[dict[str, Any]]:
    mine = {one.id for one in told}
    return [one for one in files if one["message"] in mine]


def listed(read: Read, rows: Sequence[Row[Any]], at: datetime | None = None) -> list[dict[str, Any]]:
    """A page of tips, without messages, as they are at this instant."""
    read.prefetch(row.id for row in rows)
    told = repository.told_in_many(read, [row.id for row in rows])
    files = repository.files_of(read, [one for some in told.values() for one in some])
    reachable = reaching.reachable(read, {row.id: row.conversation for row in rows}, at or clock.now())
    return [
        present(row, repository.body_of(read, row), told[row.id], reachable, files_in(files, told[row.id]))
        for row in rows
    ]


def whole(read: Read, row: Row[Any], at: datetime | None = None) -> dict[str, Any]:
    """One tip with its messages, timeline, notes and replies, as it is at this instant."""
    told = repository.told_in(read, row.id)
    reachable = reaching.reachable(read, {row.id: row.conversation}, at or clock.now())
    return {
        **present(row, repository.body_of(read, row), told, reachable, repository.files_of(read, told)),
        "messages": [message(one) for one in told],
        "timeline": repository.timeline_of(read, row.id),
        "notes": repository.notes_of(read, row.id),
        "replies": replies.shown_of(read, row.id),
    }
