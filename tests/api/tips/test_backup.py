from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from api import backup
from api.attachments import repository as attachments
from api.attachments.checking import Checked, check
from api.backup import BackupFailedError
from api.store.base import table_of
from api.store.store import Store
from api.tips.listing import Sort
from api.tips.models import ValueIndex, WordIndex
from api.tips.schemas import Filter
from api.vault.models import Contact
from bot.intake import InboundKind
from tests.api.files import examine_all, fetch_all, send_photo
from tests.api.world import OFFICER, World
from tests.fakes import FakeClock, FakeDialogue, answer, opens
from tests.pictures import picture
from tests.places import Place
from tests.postgres import Postgres

pytestmark = pytest.mark.anyio

STORY = "Jag såg en röd cykel med skylten ABC123 vid stationen."
PHOTO = picture("JPEG", (400, 300))
contacts = table_of(Contact)


@pytest.fixture
def empty(place: Place, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Place]:
    """Another machine with the same secrets and nothing else."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    if place.is_sqlite:
        yield Place(f"sqlite:///{folder / 'tipline.db'}", f"sqlite:///{folder / 'keys.db'}", folder, place.roots)
    else:
        server = request.getfixturevalue("postgres")
        assert isinstance(server, Postgres)
        url = server.new_database()
        yield Place(url, url, folder, place.roots)


async def tell(world: World) -> None:
    dialogue = FakeDialogue()
    world.turns._dialogue = dialogue
    world.analysis.found = {"ABC123": {"plate": "ABC123"}}
    told = answer("utter_tip_sent", changes=({"change": "answer", "slot": "contact", "how": "told"},))
    dialogue.script = [opens(asks="contact"), told]
    await world.say(STORY)
    await world.take_turns()
    await world.say("ring 070-1234567")
    await world.take_turns()
    await world.tips.note((await world.only_tip())["id"], "Ring upp henne", OFFICER)


async def seen(world: World) -> tuple[Any, ...]:
    ((sealed,),) = await world.rows(select(contacts.c.sealed))
    tip = await world.only_tip()
    record = f"contact-{tip['id']}"
    contact = await world.store.read(lambda read: read.open(record, "contact", sealed))
    return tip, await world.history(), contact


async def found(world: World, words: str) -> list[str]:
    page = await world.tips.page(Filter(q=words), Sort.QUEUE, 10, None)
    return [item["narrative"] for item in page.items]


async def counts(store: Store) -> list[int]:
    tables = [table_of(WordIndex), table_of(ValueIndex)]
    return store.read_now(
        lambda read: [read.connection.execute(select(func.count()).select_from(t)).scalar_one() for t in tables]
    )


async def test_a_backup_brings_everything_back(place: Place, empty: Place, clock: FakeClock) -> None:
    store = place.open()
    world = World(store, clock)
    await tell(world)
    before, indexed = await seen(world), await counts(store)
    assert before[0]["notes"][0]["text"] == "Ring upp henne" and before[2]["text"] == "ring 070-1234567"
    made = backup.back_up(place.settings, place.folder / "backups")
    store.close()
    backup.bring_back(empty.settings, made, replace=False)
    restored = empty.open()
    assert await counts(restored) == [0, 0]
    there = World(restored, clock)
    assert await seen(there) == before
    assert await found(there, "cyklarna") == []
    assert backup.rebuild_indexes(restored) == 1
    assert await found(there, "cykeln") == [STORY]
    assert await counts(restored) == indexed
    assert (await there.say(STORY, external="1")).repeated
    await there.say("Och en sak till om den.", external="new")
    assert len(await there.history()) == len(before[1]) + 1
    restored.close()


async def test_a_backup_is_for_its_owner_alone(place: Place, clock: FakeClock) -> None:
    store = place.open()
    await tell(World(store, clock))
    folder = place.folder / "backups"
    made = backup.back_up(place.settings, folder)
    store.close()
    assert {stat.S_IMODE(path.stat().st_mode) for path in (folder, made)} == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in (folder / "keys", made / "store")} == {0o600}


async def test_a_backup_is_made_while_messages_pour_in(place: Place, empty: Place, clock: FakeClock) -> None:
    import asyncio

    store = place.open()
    world = World(store, clock)
    await tell(world)

    async def pour() -> int:
        count = 0
        while not stop.is_set():
            await world.send(InboundKind.TEXT, f"r{count % 5}", text=f"sak {count}", external=f"p{count}")
            count += 1
        return count

    stop = asyncio.Event()
    pouring = asyncio.create_task(pour())
    await asyncio.sleep(0.1)
    made = await asyncio.to_thread(backup.back_up, place.settings, place.folder / "backups")
    stop.set()
    assert await pouring > 0
    store.close()
    backup.bring_back(empty.settings, made, replace=False)
    restored = empty.open()
    assert backup.rebuild_indexes(restored) >= 1
    tips = await World(restored, clock).all_tips()
    assert tips[0]["narrative"] == STORY
    assert all(tip["narrative"] for tip in tips)
    restored.close()


async def test_an_altered_backup_is_refused(sqlite: Place, tmp_path: Path, clock: FakeClock) -> None:
    sqlite.open().close()
    made = backup.back_up(sqlite.settings, tmp_path / "backups")
    content = bytearray((made / "store").read_bytes())
    content[len(content) // 2] ^= 1
    (made / "store").write_bytes(bytes(content))
    before = Path(tmp_path / "tipline.db").read_bytes()
    with pytest.raises(BackupFailedError, match="changed"):
        backup.bring_back(sqlite.settings, made, replace=True)
    assert Path(tmp_path / "tipline.db").read_bytes() == before


async def test_a_backup_that_is_incomplete_is_refused(sqlite: Place, tmp_path: Path) -> None:
    sqlite.open().close()
    made = backup.back_up(sqlite.settings, tmp_path / "backups")
    (tmp_path / "backups" / "keys").rename(tmp_path / "elsewhere")
    with pytest.raises(BackupFailedError, match="key store"):
        backup.bring_back(sqlite.settings, made, replace=True)
    with pytest.raises(BackupFailedError, match="no readable backup"):
        backup.bring_back(sqlite.settings, tmp_path, replace=True)


async def test_an_existing_store_is_not_overwritten_unasked(place: Place, clock: FakeClock) -> None:
    store = place.open()
    world = World(store, clock)
    await tell(world)
    made = backup.back_up(place.settings, place.folder / "backups")
    await world.say("Efter säkerhetskopian såg jag honom igen.", "bo")
    store.close()
    with pytest.raises(BackupFailedError):
        backup.bring_back(place.settings, made, replace=False)
    again = place.open()
    assert len(await World(again, clock).all_tips()) == 2
    again.close()
    backup.bring_back(place.settings, made, replace=True)
    replaced = place.open()
    assert [tip["narrative"] for tip in await World(replaced, clock).all_tips()] == [STORY]
    replaced.close()


async def test_a_backup_of_the_other_engine_is_refused(sqlite: Place, on_postgres: Place, tmp_path: Path) -> None:
    sqlite.open().close()
    made = backup.back_up(sqlite.settings, tmp_path / "backups")
    with pytest.raises(BackupFailedError, match="sqlite"):
        backup.bring_back(on_postgres.settings, made, replace=True)


async def test_no_older_backup_brings_a_deleted_tip_back(place: Place, empty: Place, clock: FakeClock) -> None:
    from api.tips import repository as tips

    store = place.open()
    world = World(store, clock)
    await tell(world)
    await world.say("Den här blir kvar i kön.", "bo")
    older = backup.back_up(place.settings, place.folder / "backups")
    gone = (await world.all_tips())[0]
    spoken = [message["id"] for message in gone["messages"]]
    await store.write(lambda write: tips.remove(write, gone["id"]))
    await store.write(lambda write: write.destroy(spoken))
    backup.back_up(place.settings, place.folder / "backups")
    store.close()
    backup.bring_back(empty.settings, older, replace=False)
    restored = empty.open()
    assert backup.rebuild_indexes(restored) == 1
    there = World(restored, clock)
    assert [tip["narrative"] for tip in await there.all_tips()] == ["Den här blir kvar i kön."]
    assert await found(there, "cykel") == []
    assert STORY not in [one.text for one in await there.history()]
    assert await there.rows(select(contacts.c.tip)) == []
    await there.take_turns()
    assert set(await there.states()) == {"done"}
    restored.close()


async def test_only_one_copy_of_the_key_store_is_ever_kept(place: Place) -> None:
    place.open().close()
    for _ in range(3):
        backup.back_up(place.settings, place.folder / "backups")
    names = sorted(path.name for path in (place.folder / "backups").rglob("*") if path.is_file())
    assert names == ["keys", "manifest.json", "manifest.json", "manifest.json", "store", "store", "store"]


async def test_a_backup_holds_no_search_index(sqlite: Place, tmp_path: Path, clock: FakeClock) -> None:
    store = sqlite.open()
    world = World(store, clock)
    await tell(world)
    digests = [row.digest for row in await world.rows(select(table_of(WordIndex).c.digest))]
    assert len(digests) > 5
    made = backup.back_up(sqlite.settings, tmp_path / "backups")
    store.close()
    content = (made / "store").read_bytes()
    assert not any(digest in content for digest in digests)


async def test_a_migration_makes_a_backup_first(sqlite: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from api import installation
    from api.store import migrating

    sqlite.open().close()
    assert not installation.bring_up_to_date(sqlite.settings, tmp_path / "backups")
    monkeypatch.setattr(migrating, "newest", lambda: "9999")
    assert installation.bring_up_to_date(sqlite.settings, tmp_path / "backups")
    assert len(list((tmp_path / "backups").glob("*/store"))) == 1


async def with_picture(place: Place, clock: FakeClock) -> tuple[World, str]:
    """A world with one picture, and its id."""
    world = World(place.open(), clock, files=place.settings.attachments)
    await send_photo(world, text="Se bilden")
    await fetch_all(world, PHOTO)
    await examine_all(world)
    (file,) = (await world.only_tip())["attachments"]
    return world, file["id"]


async def test_files_come_back_with_a_backup(place: Place, empty: Place, clock: FakeClock) -> None:
    world, file = await with_picture(place, clock)
    backup.back_up(place.settings, place.folder / "backups")
    made = backup.back_up(place.settings, place.folder / "backups")
    world.store.close()
    backup.bring_back(empty.settings, made, replace=False)
    there = World(empty.open(), clock, files=empty.settings.attachments)
    assert b"".join((await there.media.original(file, OFFICER)).content) == PHOTO
    assert b"".join((await there.media.copy(file, OFFICER)).content).startswith(b"\xff\xd8")
    names = sorted(path.name for path in (place.folder / "backups" / "attachments").rglob("*") if path.is_file())
    assert [name[:24] for name in names] == [file, file]
    there.store.close()


async def test_no_backup_brings_a_deleted_file_back(place: Place, empty: Place, clock: FakeClock) -> None:
    world, _ = await with_picture(place, clock)
    old = backup.back_up(place.settings, place.folder / "backups")
    message = (await world.only_tip())["messages"][0]["id"]
    await world.store.write(lambda write: attachments.destroy_with_messages(write, [message]))
    backup.back_up(place.settings, place.folder / "backups")
    assert [path for path in (place.folder / "backups" / "attachments").rglob("*") if path.is_file()] == []
    world.store.close()
    backup.bring_back(empty.settings, old, replace=False)
    assert not empty.settings.attachments.exists() or list(empty.settings.attachments.rglob("*-o*")) == []


async def test_files_and_rows_are_held_against_each_other(sqlite: Place, clock: FakeClock) -> None:
    world, file = await with_picture(sqlite, clock)

    def checked() -> Checked:
        return world.store.read_now(lambda read: check(read, world.vault))

    assert checked() == Checked(whole=1)
    (original,) = world.vault.folder.rglob(f"{file}-o*")
    (copy,) = world.vault.folder.rglob(f"{file}-c*")
    content = original.read_bytes()
    original.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert checked() == Checked(broken=1)
    original.write_bytes(content[:-1])
    assert checked() == Checked(broken=1)
    original.write_bytes(content)
    copy.rename(copy.with_name("0123-o1"))
    assert checked() == Checked(missing=1, unknown=1)
    original.unlink()
    assert checked().missing == 1
    world.store.close()
