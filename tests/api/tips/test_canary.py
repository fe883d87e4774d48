"""Nothing that was told or that tells who told it lies readable anywhere on the disk, or in the log."""

from __future__ import annotations

import asyncio
import struct
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from api import backup
from api.analysis.guard.verdict import Kind
from api.conversations.repository import draft_of
from api.store.store import Store
from api.tips.schemas import GivenValue, NewOutcome, NewTip, TipPatch
from bot.intake import Channel, Failure, InboundKind, Location, Media, MediaKind
from tests.api.files import examine_all, stream
from tests.api.followup.story import code_in
from tests.api.world import OFFICER, World
from tests.fakes import FakeClock, FakeDialogue, answer, ask, call_112, opens, sends
from tests.pictures import exif, opened, picture
from tests.places import Place

pytestmark = pytest.mark.anyio

# Each is planted through one way in, and occurs nowhere else.
CANARIES = {
    "text": "Zyxvolvon",
    "slash": "Qxslashord",
    "contact": "Wkontaktväg",
    "note": "Kvanteckning",
    "payload": "pvknapptryck",
    "unsent payload": "Rvnyttolast",
    "field": "Jfältvärde",
    "area": "Xområdesnamn",
    "list": "Ylistvärdet",
    "narrative": "Öxberättelsen",
    "given field": "Tgivetvärde",
    "given area": "Ågivetområde",
    "given contact": "Hgivenkontakt",
    "telegram id": "9274650183",
    "messenger id": "psidvxqz5591",
    "emergency": "Bråkfyrbrand",
    "poison": "Gpoisonord",
    "failing guard": "Dspärrfelord",
    "failing analysis": "Lanalysfelord",
    "key": "Cidempotensnyckel",
    "external id": "Externqvid77",
    "english": "Vwhispered",
    "place answer": "Pplatssvaret",
    "draft": "Mutkastord",
    "reply": "Bsvarsordet",
    "added": "Ktilläggsordet",
    # The receipt code is drawn, and put here, while the rest is planted.
    "code": "Noch ej dragen",
    "caption": "Abildtexten",
    "changed caption": "Euppdateringen",
    "file name": "Ufilnamnet",
    "camera": "Bkamerafabrikat",
    "channel's file": "Sfilhandtag77",
    "album": "Falbumnyckel",
    "picture's place": "59.36134",
    "shared place": "58.77123",
}
# The picture's place as the picture has it, in either order of bytes.
SECONDS = [struct.pack(order, 2041, 50) for order in ("<LL", ">LL")]


def spellings(word: str) -> set[bytes]:
    """The word as each encoding and case would leave it."""
    found = set()
    for form in {word, word.lower(), word.upper(), word.casefold(), word.encode("unicode_escape").decode()}:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "latin-1"):
            found.add(form.encode(encoding, "ignore"))
    return found


def found_in(content: bytes) -> list[str]:
    found = [name for name, word in CANARIES.items() if any(form in content for form in spellings(word))]
    return found + ["picture's data" for seconds in SECONDS if seconds in content]


def everything_in(folder: Path) -> dict[str, list[str]]:
    """By file, the canaries that can be read in it."""
    read = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {str(path.relative_to(folder)): found for path, content in read.items() if (found := found_in(content))}


async def plant(world: World, clock: FakeClock) -> None:
    """All ways by which words come into the store, with turns between them."""
    words = CANARIES
    dialogue = FakeDialogue()
    world.turns._dialogue = dialogue
    anna: dict[str, Any] = {"sender": words["telegram id"]}
    world.guard.verdicts[f"{words['emergency']} i huset"] = call_112(Kind.FIRE)
    world.guard.verdicts[f"{words['english']} that he would hit her"] = ask()
    world.analysis.found = {words["text"]: {"plate": words["text"], "person_clothing": [words["list"]]}}
    world.analysis.broken_by = words["failing analysis"]
    told_contact = {"change": "answer", "slot": "contact", "how": "told"}
    told_where = {"change": "answer", "slot": "where", "how": "told"}

    dialogue.script = [opens(asks="where")]
    await world.say(f"Jag såg {words['text']} köra mot Nacka igår.", **anna, external=words["external id"])
    await world.take_turns()
    dialogue.script = [answer("utter_ask_basis", changes=(told_where,), asks="basis",
                              slots={"tip_state": "open", "what": words["draft"]})]  # fmt: skip
    await world.say(f"bakom {words['place answer']}", **anna)
    await world.take_turns()
    await world.say(f"/{words['slash']} {words['slash']}", **anna)
    await world.press(f"/{words['payload']}", **anna)
    await world.press(words["unsent payload"], **anna)
    await world.send(InboundKind.UNSUPPORTED, **anna)
    dialogue.script = [answer("utter_ask_contact", asks="contact")]
    await world.take_turns()
    dialogue.script = [answer("utter_tip_sent", changes=(told_contact, {"change": "submit"}))]
    await world.say(f"ring {words['contact']} 070-1234567", **anna)
    await world.take_turns()
    words["code"] = await code_of(world, anna["sender"])
    await things(world, clock, dialogue)
    await trouble(world, clock, dialogue)
    await at_the_desk(world)
    await coming_back(world)


async def code_of(world: World, sender: str) -> str:
    """Of a code its middle: its words stand apart in many places, three in a row in none."""
    code = code_in("\n".join(await world.replies(sender)))
    return " ".join(code.split()[3:6])


async def coming_back(world: World) -> None:
    """An officer asks, the reporter comes back by code on another channel and answers; others guess."""
    words = CANARIES
    tip = (await world.all_tips())[0]["id"]
    await world.followup.reply(tip, f"Menar du {words['reply']}?", OFFICER)
    code = code_in(next(text for text in await world.replies(words["telegram id"]) if "kvittokod:" in text))
    for text in (code, f"min kod är {code.upper()}", " ".join(code.split()[:8])):
        await world.say(text, words["messenger id"], channel=Channel.MESSENGER)
    await world.say(f"Ja, {words['added']} var det.", words["messenger id"], channel=Channel.MESSENGER)
    await world.take_turns()


async def things(world: World, clock: FakeClock, dialogue: FakeDialogue) -> None:
    """A picture that tells its place, changed, looked at and confirmed; and a shared place."""
    words = CANARIES
    cecilia: dict[str, Any] = {"sender": "3141592653"}
    data = exif()
    data[0x010F] = words["camera"]
    content = picture("JPEG", exif=data)
    assert any(seconds in content for seconds in SECONDS)
    media = Media(MediaKind.PICTURE, words["channel's file"], f"{words['file name']}.jpg", size=len(content))
    more: dict[str, Any] = {"media": (media,), "album": words["album"], "place": "7"}
    await world.send(InboundKind.MEDIA, **cecilia, text=f"Se {words['caption']} här.", **more)
    for one in await world.files.wanted(Channel.TELEGRAM, 0.01):
        await world.files.keep(one.id, stream(content))
    for _ in range(2):
        await world.take_turns()
    await examine_all(world)
    await world.press("/media_data_yes", **cecilia)
    await world.send(InboundKind.EDIT, **cecilia, text=f"Se {words['changed caption']} här.", place="7")
    await world.send(InboundKind.LOCATION, **cecilia, location=Location(float(words["shared place"]), 17.0))
    await world.take_turns()
    tip = next(one for one in await world.all_tips() if one["attachments"])
    assert str(tip["fields"]["time_start"]["value"]) == "2026-11-19T21:04:05+01:00"
    (file,) = tip["attachments"]
    for given in (await world.media.original(file["id"], OFFICER), await world.media.copy(file["id"], OFFICER)):
        assert b"".join(given.content)
    world.kept_original = content  # type: ignore[attr-defined]


async def trouble(world: World, clock: FakeClock, dialogue: FakeDialogue) -> None:
    """Everything that fails and is logged."""
    words = CANARIES
    bo = {"sender": words["messenger id"], "channel": Channel.MESSENGER}
    await world.say(f"{words['emergency']} i huset", **bo)
    await world.say(f"{words['english']} that he would hit her", **bo)
    await world.say(f"Det var {words['failing analysis']} som hände.", **bo)
    world.guard.fails = True
    await world.say(f"Det var {words['failing guard']} som hände.", **bo)
    world.guard.fails = False
    await world.take_turns()
    dialogue.otherwise = answer("utter_no_such_response")
    await world.say(f"Det var {words['poison']} som hände.", **bo)
    for _ in range(12):
        clock.advance(120)
        await world.take_turns()
    dialogue.otherwise = sends()
    for channel in (Channel.TELEGRAM, Channel.MESSENGER):
        for one in await world.delivery.outgoing(channel, 0.01):
            await world.delivery.failed(one.id, Failure.REJECTED)
    with pytest.raises(DBAPIError) as failure:
        await world.store.write(
            lambda write: write.connection.exec_driver_sql("INSERT INTO nowhere VALUES (?)", (words["text"],))
        )
    # Even an exception that somebody logs whole shows no values.
    assert found_in(str(failure.value).encode()) == []


async def at_the_desk(world: World) -> None:
    words = CANARIES
    tip = (await world.all_tips())[0]["id"]
    fields: Any = {"person_marks": GivenValue(value=words["field"]), "area": GivenValue(value=words["area"]),
              "person_clothing": GivenValue(value=[words["list"]])}  # fmt: skip
    await world.tips.change(tip, "*", TipPatch(fields=fields), OFFICER)
    await world.tips.note(tip, f"Se {words['note']}", OFFICER)
    closed = NewOutcome.model_validate({"outcome": "used", "tell_reporter": True})
    await world.followup.close(tip, closed, OFFICER)
    given = {"narrative": f"Enligt {words['narrative']} var det så.", "contact": words["given contact"],
             "fields": {"item_kind": {"value": words["given field"]}, "area": {"value": words["given area"]}}}  # fmt: skip
    for _ in range(2):
        await world.tips.create(words["key"], NewTip.model_validate(given), OFFICER)


async def all_of_it(world: World) -> str:
    """What those who may read it see: the planted words have to be there, or nothing was tested."""
    seen = [str(tip) for tip in await world.all_tips()]
    # A second reading of the picture's own data.
    seen.append(str(dict(opened(world.kept_original).getexif())))  # type: ignore[attr-defined]
    for sender, channel in ((CANARIES["telegram id"], Channel.TELEGRAM), (CANARIES["messenger id"], Channel.MESSENGER)):
        seen.append(str(await world.history(sender, channel)))
        row = await world.conversation(sender, channel)
        seen.append(str(await world.store.read(lambda read, row=row: draft_of(read, row))))  # type: ignore[misc]
    return "".join(seen)


async def test_what_was_told_can_be_read_nowhere_on_the_disk_nor_in_the_log(
    sqlite: Place, clock: FakeClock, logged: StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    store = sqlite.open()
    world = World(store, clock, files=sqlite.settings.attachments)
    await plant(world, clock)
    seen = await all_of_it(world)
    in_sight = {name for name, word in CANARIES.items() if word in seen}
    # The draft was replaced by later turns; the rest of these is in the vault, or was never shown.
    assert set(CANARIES) - in_sight <= {"contact", "given contact", "telegram id", "messenger id", "key",
                                        "external id", "draft", "unsent payload", "channel's file", "album",
                                        "picture's place"} - in_sight  # fmt: skip
    while_open = everything_in(sqlite.folder)
    await asyncio.to_thread(backup.back_up, sqlite.settings, sqlite.folder / "backups")
    with_backup = everything_in(sqlite.folder)
    files = {path.name for path in sqlite.folder.rglob("*") if path.is_file()}
    store.close()
    assert {"tipline.db", "tipline.db-wal", "tipline.db-shm", "keys.db", "keys", "store"} <= files
    pictures = [path for path in sqlite.folder.rglob("*") if path.parent.parent.name == "attachments"]
    assert len(pictures) == 4  # original and copy, here and in the backup
    assert (while_open, with_backup, everything_in(sqlite.folder)) == ({}, {}, {})
    assert found_in(logged.getvalue().encode()) == []
    out, err = capfd.readouterr()
    assert found_in((out + err).encode()) == []
    assert "could not be finished" in logged.getvalue()


async def test_postgresql_holds_nothing_readable_either(on_postgres: Place, clock: FakeClock) -> None:
    store = on_postgres.open()
    world = World(store, clock, files=on_postgres.settings.attachments)
    await plant(world, clock)
    await asyncio.to_thread(backup.back_up, on_postgres.settings, on_postgres.folder / "backups")
    plain = await asyncio.to_thread(dumped, on_postgres)
    store.close()
    assert b"vault_accounts" in plain and b"record_keys" in plain
    assert found_in(plain) == []
    assert everything_in(on_postgres.folder) == {}


def dumped(place: Place) -> bytes:
    """The whole database as SQL."""
    target = place.folder / "whole.sql"
    backup.dump(place.url, target)
    plain = place.folder / "plain.sql"
    backup.run(["pg_restore", "--file", str(plain), str(target)], {})
    content = plain.read_bytes()
    plain.unlink()
    target.unlink()
    # Sealed values are written in hexadecimal digits: look at what they stand for as well.
    digits = (part for part in content.split() if part.startswith(b"\\\\x"))
    return content + b"".join(bytes.fromhex(part[3:].decode()) for part in digits)


def test_a_planted_word_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"..." + CANARIES["note"].upper().encode("utf-16-le"))
    (tmp_path / "b").write_bytes(b"..." + CANARIES["narrative"].encode("latin-1"))
    assert everything_in(tmp_path) == {"a": ["note"], "b": ["narrative"]}


async def test_a_store_without_its_secrets_is_of_no_use(sqlite: Place, clock: FakeClock) -> None:
    from dataclasses import replace

    from api.store.keystore import KeyDestroyedError
    from tests.places import new_secrets

    store = sqlite.open()
    world = World(store, clock)
    await world.say("Jag såg en bil.")
    store.close()
    stolen: Store = replace(sqlite, roots=new_secrets()).open()
    with pytest.raises(KeyDestroyedError):
        await World(stolen, clock).all_tips()
    stolen.close()
