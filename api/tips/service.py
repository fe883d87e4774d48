"""What an officer or another system does with tips. Each change is one write with its timeline."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from api import clock
from api.analysis.findings import Findings, Source
from api.analysis.safely import safely
from api.clock import iso
from api.errors import NotFoundError, TiplineError
from api.idempotency.models import KeptAnswer
from api.signals import Signals
from api.store.base import table_of
from api.store.store import Read, Store, Write
from api.tips import presenting, repository
from api.tips.growing import is_open
from api.tips.listing import Page, Sort, page
from api.tips.models import Status, Tip, Urgency
from api.tips.schemas import Filter, NewOutcome, NewTip, TipPatch
from api.tips.shapes import Body
from api.tips.urgency import urgency_of
from api.tokens.service import Principal
from api.vault import contacts

tips = table_of(Tip)
kept = table_of(KeptAnswer)


class TipNotFoundError(NotFoundError):
    title = "There is no such tip"


class TipAlreadyClaimedError(TiplineError):
    status = 409
    title = "Somebody else has claimed this tip"


class TipNotOpenError(TiplineError):
    status = 409
    title = "The tip's status does not allow this"


class VersionNeededError(TiplineError):
    status = 428
    title = "If-Match with the tip's ETag is needed"


class VersionStaleError(TiplineError):
    status = 412
    title = "The tip has changed since"


class KeyUsedOtherwiseError(TiplineError):
    status = 422
    title = "This Idempotency-Key was used with another body"


class TipService:
    """Reads and changes of tips by people and systems."""

    def __init__(
        self,
        store: Store,
        signals: Signals,
        analyse: Callable[[str, datetime], Findings],
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._store = store
        self._signals = signals
        self._analyse = safely(analyse)
        self._now = now

    # -- reading -----------------------------------------------------------------------------------

    async def page(self, wanted: Filter, sort: Sort, limit: int, cursor: str | None) -> Page:
        return await self._store.read(lambda read: page(read, wanted, sort, limit, cursor, self._now()))

    async def get(self, tip: str) -> dict[str, Any]:
        return await self._store.read(lambda read: presenting.whole(read, self._row(read, tip), self._now()))

    def _row(self, read: Read, tip: str) -> Row[Any]:
        row = repository.find(read, tip)
        if row is None:
            raise TipNotFoundError
        return row

    # -- changing ----------------------------------------------------------------------------------

    async def change(self, tip: str, if_match: str | None, patch: TipPatch, who: Principal) -> dict[str, Any]:
        """Set what the patch names. Raises `VersionNeededError`, `VersionStaleError`, `TipNotFoundError`."""
        if if_match is None:
            raise VersionNeededError
        return await self._changed(lambda write: self._change(write, tip, if_match, patch, who))

    def _change(self, write: Write, tip: str, if_match: str, patch: TipPatch, who: Principal) -> str:
        row = self._row(write, tip)
        if if_match.strip() not in {etag(row.version), "*"}:
            raise VersionStaleError
        body = repository.body_of(write, row)
        values = {name: getattr(patch, name) for name in patch.model_fields_set if name != "fields"}
        if "urgency" in values:
            body.urgency_reason = "officer"
        if "assignee" in values and values["assignee"] is None and row.status == Status.CLAIMED:
            values["status"] = Status.OPEN
        for name, given in patch.fields.items():
            if given is None:
                body.fields.pop(name, None)
            else:
                body.fields[name] = {"value": given.value, "source": Source.OFFICER, "confidence": 1.0}
        body.updated_at = iso(self._now())
        # The condition once more, for PostgreSQL, where two of these may run at once.
        self._bump(write, row)
        repository.save(write, tip, body, **values)
        repository.reindex(write, tip, "", body.fields)
        names = sorted(patch.model_fields_set - {"fields"}) + sorted(patch.fields)
        self._done(write, tip, "changed", who, changed=names)
        return tip

    def _bump(self, write: Write, row: Row[Any]) -> None:
        hit = write.connection.execute(
            update(tips).where(tips.c.id == row.id, tips.c.version == row.version).values(version=row.version + 1)
        )
        if hit.rowcount == 0:
            raise VersionStaleError

    async def claim(self, tip: str, who: Principal) -> dict[str, Any]:
        """Take a tip. Raises `TipAlreadyClaimedError`, `TipNotOpenError`; claiming one's own again is fine."""

        def take(write: Write) -> str:
            row = self._row(write, tip)
            if row.status == Status.CLAIMED and row.assignee == who.name:
                return tip
            now = self._now()
            hit = write.connection.execute(
                update(tips)
                .where(
                    tips.c.id == tip,
                    tips.c.status == Status.OPEN,
                    (tips.c.lease.is_(None)) | (tips.c.lease_until <= now),
                )
                .values(status=Status.CLAIMED, assignee=who.name, version=tips.c.version + 1,
                        lease=None, lease_until=None, handed_out=0)
            )  # fmt: skip
            if hit.rowcount == 0:
                raise TipAlreadyClaimedError if is_open(row) else TipNotOpenError
            self._done(write, tip, "claimed", who)
            return tip

        return await self._changed(take)

    async def release(self, tip: str, who: Principal) -> dict[str, Any]:
        return await self._move(tip, who, "released", {Status.CLAIMED}, status=Status.OPEN, assignee=None)

    async def reopen(self, tip: str, who: Principal) -> dict[str, Any]:
        return await self._move(tip, who, "reopened", {Status.CLOSED}, status=Status.OPEN, assignee=None, outcome=None)

    async def close(
        self, tip: str, result: NewOutcome, who: Principal, also: Callable[[Write], None] | None = None
    ) -> dict[str, Any]:
        """Close with an outcome, and do `also` in the same write. Raises `TipNotOpenError` for a merged tip."""
        allowed = {Status.OPEN, Status.CLAIMED, Status.CLOSED}
        details = {"outcome": str(result.outcome), "tell_reporter": result.tell_reporter}
        return await self._move(
            tip, who, "closed", allowed, details, also, status=Status.CLOSED, outcome=result.outcome
        )

    async def note(self, tip: str, text: str, who: Principal) -> dict[str, Any]:
        """An internal note; it can never reach a reporter."""

        def add(write: Write) -> str:
            self._row(write, tip)
            repository.add_note(write, tip, who.name, text, self._now())
            self._done(write, tip, "noted", who)
            return tip

        return await self._changed(add)

    async def _move(
        self, tip: str, who: Principal, action: str, allowed: set[Status], details: dict[str, Any] | None = None,
        also: Callable[[Write], None] | None = None, **values: Any,
    ) -> dict[str, Any]:  # fmt: skip
        def move(write: Write) -> str:
            self._row(write, tip)
            hit = write.connection.execute(
                update(tips)
                .where(tips.c.id == tip, tips.c.status.in_(allowed))
                .values(version=tips.c.version + 1, lease=None, lease_until=None, **values)
            )
            if hit.rowcount == 0:
                raise TipNotOpenError
            self._done(write, tip, action, who, **(details or {}))
            if also is not None:
                also(write)
            return tip

        return await self._changed(move)

    def _done(self, write: Write, tip: str, action: str, who: Principal, **details: Any) -> None:
        repository.record(write, tip, action, who.name, self._now(), **details)
        repository.announce(write, "tip.updated", tip, self._now())
        write.after_commit(self._signals.events)

    async def _changed(self, fn: Callable[[Write], str]) -> dict[str, Any]:
        return await self._store.write(lambda write: presenting.whole(write, self._row(write, fn(write)), self._now()))

    # -- from elsewhere ----------------------------------------------------------------------------

    async def create(self, key: str, given: NewTip, who: Principal) -> dict[str, Any]:
        """A tip from another system or by hand; the same key gives the first answer again.

        Raises `KeyUsedOtherwiseError`.
        """
        findings = await asyncio.to_thread(self._read_given, given)
        body = json.dumps(given.model_dump(mode="json"), sort_keys=True).encode()
        try:
            return await self._store.write(lambda write: self._create(write, key, body, given, findings, who))
        except IntegrityError:
            # Two of the same at once (PostgreSQL): the other one's answer is on disk now.
            return await self._store.write(lambda write: self._create(write, key, body, given, findings, who))

    def _read_given(self, given: NewTip) -> Findings:
        """What the narrative says; of a given area only what the lists know of it, since it stands in the clear."""
        at = given.occurred_at or self._now()
        found = self._analyse(given.narrative, at)
        if "area" not in given.fields:
            return found
        named = self._analyse(str(given.fields["area"].value), at).fields
        fields = {name: one for name, one in found.fields.items() if name != "area"}
        return replace(found, fields={**fields, **{name: one for name, one in named.items() if name == "area"}})

    def _create(
        self, write: Write, key: str, canonical: bytes, given: NewTip, findings: Findings, who: Principal
    ) -> dict[str, Any]:
        at = self._now()
        digest = write.index("idempotency", f"{who.id}|{key}")
        fingerprint = write.index("body", hashlib.sha256(canonical).hexdigest())
        before = write.connection.execute(select(kept).where(kept.c.key == digest)).one_or_none()
        if before is not None:
            if not hmac.compare_digest(before.fingerprint, fingerprint):
                raise KeyUsedOtherwiseError
            answer: dict[str, Any] = write.open(before.tip, "answer", before.answer)
            return answer
        tip = self._add(write, given, findings, who, at)
        shown = presenting.whole(write, repository.get(write, tip), at)
        write.connection.execute(
            insert(kept).values(
                key=digest, fingerprint=fingerprint, tip=tip, at=at, answer=write.seal(tip, "answer", shown)
            )
        )
        write.after_commit(self._signals.events)
        return shown

    def _add(self, write: Write, given: NewTip, findings: Findings, who: Principal, at: datetime) -> str:
        fields: dict[str, dict[str, Any]] = {name: f.as_json() for name, f in findings.fields.items()}
        area = Body(iso(at), iso(at), "", fields=fields).area
        fields = fields | {
            name: {"value": one.value, "source": Source.REPORTER, "confidence": 1.0}
            for name, one in given.fields.items()
        }
        if given.occurred_at is not None and "time_start" not in given.fields:
            fields["time_start"] = {"value": iso(given.occurred_at), "source": Source.REPORTER, "confidence": 1.0}
        urgency, reason = urgency_of("none", given.category, given.occurred_at, at)
        body = Body(
            created_at=iso(at), updated_at=iso(at), urgency_reason=reason, told_at=iso(at), narrative=given.narrative,
            fields=fields, mentions=[m.as_json() for m in findings.mentions], answers={"what": "told"},
            consents_to_contact=given.contact is not None,
        )  # fmt: skip
        row = repository.add(
            write, body, at, Urgency(urgency), conversation=None, reporter=None, channel="api", told=True,
            complete=not body.missing, category=given.category, notice=given.notice, language=findings.language,
            area=area,
        )  # fmt: skip
        repository.reindex(write, row.id, given.narrative, fields)
        if given.contact:
            contacts.keep(write, row.id, given.contact, at)
        return str(row.id)


def etag(version: int) -> str:
    return f'"{version}"'
