"""No note can get to a reporter: not through any endpoint, and not through the code that writes to reporters."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from sqlalchemy import select

from api.conversations.repository import body_of
from api.tips.models import Note
from bot.intake import Channel
from tests.api.followup.story import code_in
from tests.api.http.parts import Client, Site
from tests.api.http.test_roles import BODIES, MAY
from tests.api.world import messages, outbox
from tests.fakes import opens, sends

API = Path(__file__).resolve().parents[3] / "api"
# Where messages to reporters are made.
SAYERS = ("conversations", "replies", "receipts", "followup", "delivery", "turns", "intake")
NOTE = "Qvidanteckning"


def trees(*packages: str) -> dict[str, ast.Module]:
    paths = [path for package in packages for path in sorted((API / package).rglob("*.py"))]
    assert paths
    return {str(path.relative_to(API)): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def names_in(tree: ast.AST) -> set[str]:
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return names | {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}


def texts_in(tree: ast.AST) -> set[str]:
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_nothing_that_writes_to_reporters_knows_the_notes() -> None:
    for name, tree in trees(*SAYERS).items():
        assert names_in(tree) & {"Note", "notes", "notes_of", "add_note"} == set(), name
        # What is sealed as a note opens only as a note.
        assert texts_in(tree) & {"note", "notes"} == set(), name


def test_only_the_tips_read_and_write_notes_and_they_write_to_no_reporter() -> None:
    everything = trees(".")
    knowing = {name for name, tree in everything.items() if names_in(tree) & {"Note", "notes_of", "add_note"}}
    assert knowing == {"tips/repository.py", "tips/presenting.py", "tips/service.py"}
    for name in knowing:
        assert names_in(everything[name]) & {"ADD_MESSAGE", "ADD_OUTGOING", "say", "Handing", "outbox"} == set(), name


@pytest.mark.anyio
async def test_a_note_is_in_no_message_whatever_else_is_called(site: Site, investigator: Client) -> None:
    """The note is planted first; then a reply, an outcome and every other route is called, and the reporter comes back."""
    site.parts.rasa.client.script = [opens(), sends()]
    for text in ("jag såg en blå Volvo vid stationen", "skicka"):
        await site.say(text)
        site.parts.clock.advance(2)
        while await site.runtime.turns.take():
            pass
    tip = (await investigator.get("/v1/tips")).json()["items"][0]["id"]
    assert (await investigator.post(f"/v1/tips/{tip}/notes", json={"text": NOTE})).status_code == 201
    assert (await investigator.post(f"/v1/tips/{tip}/replies", json={"text": "Vilken färg?"})).status_code == 201
    site.runtime.close_streams()
    for route in sorted(MAY):
        method, path = route.split()
        path = path.replace("{tip}", tip).replace("{lease}", "x").replace("{identity}", "x").replace("{notice}", "N-1")
        role = sorted(MAY[route])[0]
        await site.client(role).request(method, path, json=BODIES.get(route), headers={"If-Match": "*"})
    told = await investigator.post(f"/v1/tips/{tip}/outcome", json={"outcome": "used", "tell_reporter": True})
    assert told.status_code == 201
    said = await every_message(site)
    assert "Vilken färg?" in "".join(said) and any("till nytta" in text for text in said)
    code = code_in(next(text for text in said if "kvittokod:" in text))
    await site.say(code, sender="another")
    await site.say("hur går det?", sender="another")
    assert len(await every_message(site)) > len(said)
    assert not any(NOTE in text for text in await every_message(site))
    handed = await site.runtime.intake.outgoing(Channel.TELEGRAM, 0.01)
    assert handed and not any(NOTE in one.text for one in handed)
    assert NOTE in str((await investigator.get(f"/v1/tips/{tip}")).json()["notes"])
    assert await site.runtime.store.read(lambda read: len(read.connection.execute(select(Note)).all())) >= 1


async def every_message(site: Site) -> list[str]:
    """What is in any message, of whoever, and in what the outbox points to."""

    def look(read):  # type: ignore[no-untyped-def]
        rows = read.connection.execute(select(messages)).all()
        pointed = set(read.connection.execute(select(outbox.c.message)).scalars())
        assert pointed <= {row.id for row in rows}
        return [str(body_of(read, row.id, row.sealed)) for row in rows]

    found: list[str] = await site.runtime.store.read(look)
    return found
