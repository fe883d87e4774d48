"""What a reporter changed is read again, and every tip that the message belongs to says what it says now."""

from __future__ import annotations

from datetime import datetime

from api.analysis.findings import Findings
from api.conversations.shapes import Said
from api.store.store import Write
from api.tips import growing
from api.tips import repository as tips
from api.turns.reading import has_words
from api.vault import contacts


def reread(write: Write, said: Said, findings: Findings, at: datetime) -> None:
    """An officer's values stay; those that the message gave before are replaced by what it gives now."""
    for tip in tips.of_message(write, said.id):
        row = tips.get(write, tip)
        body = tips.body_of(write, row)
        growing.forget(body, said)
        growing.merge_findings(body, said, findings, frozenset(findings.fields) if said.location else frozenset())
        growing.refresh(write, row, body, [said] if has_words(said) else [], at, row.category, row.language)
        if said.contact and body.consents_to_contact:
            contacts.keep(write, tip, said.text, at)
