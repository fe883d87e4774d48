"""Files that a channel hands out: fetched, kept before they are said to be, tried again, given up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select

from api.attachments import service as files_service
from api.attachments.models import Attachment
from api.attachments.service import MOST_ATTEMPTS, FileService
from api.media.too_large import TooLarge
from api.store.base import table_of
from api.tips import repository as tips
from api.turns.deleting import delete_told
from bot.intake import Channel, FileFailure, FileTooLargeError
from tests.api.files import examine_all, fetch_all, send_photo, stream, upload
from tests.api.world import OFFICER, WORDING, World, words
from tests.fakes import FakeClock
from tests.pictures import picture

pytestmark = pytest.mark.anyio

attachments = table_of(Attachment)
CONTENT = picture("JPEG", (500, 400))


async def state(world: World) -> str:
    return str((await world.rows(select(attachments.c.state)))[0].state)


async def wanted(world: World) -> list[str]:
    return [one.file for one in await world.files.wanted(Channel.TELEGRAM, 0.01)]


async def test_a_file_is_fetched_kept_and_comes_back_to_the_byte(world: World) -> None:
    await send_photo(world)
    (one,) = await world.files.wanted(Channel.TELEGRAM, 0.01)
    assert (one.file, one.size) == ("file-1", 12345)
    await world.files.keep(one.id, stream(CONTENT))
    (shown,) = (await world.only_tip())["attachments"]
    assert (shown["state"], shown["size"], shown["sha256"]) == ("kept", len(CONTENT), sha256(CONTENT).hexdigest())
    original = await world.media.original(shown["id"], OFFICER)
    assert b"".join(original.content) == CONTENT
    assert original.name == f"{shown['id']}.jpg"


async def test_each_file_is_wanted_by_one_at_a_time_and_again_when_nothing_is_heard(
    world: World, clock: FakeClock
) -> None:
    for number in range(3):
        await send_photo(world, f"f{number}")
    batches = await asyncio.gather(*(world.files.wanted(Channel.TELEGRAM, 0.01) for _ in range(4)))
    assert sorted(one.file for batch in batches for one in batch) == ["f0", "f1", "f2"]
    assert await wanted(world) == []
    clock.advance(301)
    assert sorted(await wanted(world)) == ["f0", "f1", "f2"]


async def test_files_of_another_channel_are_not_handed_out(world: World) -> None:
    await send_photo(world, channel=Channel.MESSENGER)
    assert await wanted(world) == []


async def test_who_waits_is_woken_by_the_message(world: World) -> None:
    waiting = asyncio.create_task(world.files.wanted(Channel.TELEGRAM, 20))
    await asyncio.sleep(0.05)
    await send_photo(world)
    assert len(await asyncio.wait_for(waiting, 5)) == 1


async def test_what_failed_is_tried_later_and_later_and_at_last_given_up(world: World, clock: FakeClock) -> None:
    await send_photo(world)
    pauses = []
    for _ in range(MOST_ATTEMPTS):
        (one,) = await world.files.wanted(Channel.TELEGRAM, 0.01)
        await world.files.not_kept(one.id, FileFailure.LATER)
        (row,) = await world.rows(select(attachments.c.due_at))
        pauses.append((row.due_at - clock()).total_seconds())
        clock.advance(pauses[-1] + 1)
    assert pauses[:4] == [20, 40, 80, 160] and max(pauses) == 3600
    assert await state(world) == "lost"
    assert await wanted(world) == []


async def test_a_channel_that_asks_for_a_pause_gets_it(world: World, clock: FakeClock) -> None:
    await send_photo(world)
    (one,) = await world.files.wanted(Channel.TELEGRAM, 0.01)
    await world.files.not_kept(one.id, FileFailure.LATER, retry_after=500)
    clock.advance(499)
    assert await wanted(world) == []
    clock.advance(2)
    assert await wanted(world) == ["file-1"]


async def test_what_is_gone_is_not_asked_for_again(world: World, clock: FakeClock) -> None:
    await send_photo(world)
    (one,) = await world.files.wanted(Channel.TELEGRAM, 0.01)
    await world.files.not_kept(one.id, FileFailure.GONE)
    clock.advance(100_000)
    assert (await wanted(world), await state(world)) == ([], "lost")


async def test_the_message_of_a_file_that_is_too_large_stands_and_a_link_is_given_once(world: World) -> None:
    for number in range(3):
        await send_photo(world, f"f{number}", album="a1", text="Se filmen" if number == 0 else None)
    for one in await world.files.wanted(Channel.TELEGRAM, 0.01):
        await world.files.not_kept(one.id, FileFailure.TOO_LARGE)
    tip = await world.only_tip()
    assert {one["state"] for one in tip["attachments"]} == {"too_large"}
    said = [text for text in await world.replies() if "för stor" in text]
    assert len(said) == 1 and "https://tips.example/chat#upload=" in said[0]


async def test_by_the_link_the_file_comes_to_the_same_tip_once(world: World, clock: FakeClock) -> None:
    await send_photo(world, text="Se filmen")
    (one,) = await world.files.wanted(Channel.TELEGRAM, 0.01)
    await world.files.not_kept(one.id, FileFailure.TOO_LARGE)
    secret = (await world.replies())[-1].partition("#upload=")[2].split()[0]
    session = await world.sessions.open("sv", None, secret)
    history = await world.sessions.history(session.token, 0)
    assert history[-1].text == words("utter_upload_here", channel="webchat")
    assert "Se filmen" not in str(history)
    await upload(world, CONTENT, session.token)
    for _ in range(4):
        await world.take_turns()
    tip = await world.only_tip()
    assert sorted(one["state"] for one in tip["attachments"]) == ["kept", "too_large"]
    assert words("utter_media_received") in await world.replies(session.token, Channel.WEBCHAT)
    again = await world.sessions.open("sv", None, secret)
    assert (await world.sessions.history(again.token, 0))[-1].text == words("utter_upload_gone", channel="webchat")


async def test_a_link_that_is_too_old_leads_nowhere(world: World, clock: FakeClock) -> None:
    await send_photo(world)
    (one,) = await world.files.wanted(Channel.TELEGRAM, 0.01)
    await world.files.not_kept(one.id, FileFailure.TOO_LARGE)
    secret = (await world.replies())[-1].partition("#upload=")[2].split()[0]
    clock.advance(timedelta(hours=25).total_seconds())
    session = await world.sessions.open("sv", None, secret)
    assert (await world.sessions.history(session.token, 0))[-1].text == words("utter_upload_gone", channel="webchat")


async def test_without_an_address_of_its_own_the_service_names_its_web_chat(world: World, clock: FakeClock) -> None:
    too_large = TooLarge(WORDING, world._woken, None, clock)
    files = FileService(world.store, world.signals, world.vault, too_large, clock)
    await send_photo(world)
    (one,) = await files.wanted(Channel.TELEGRAM, 0.01)
    await files.not_kept(one.id, FileFailure.TOO_LARGE)
    assert (await world.replies())[-1] == words("utter_media_too_large_no_link")


async def test_a_file_that_grows_too_large_on_its_way_is_cut_and_nothing_of_it_kept(
    world: World, clock: FakeClock
) -> None:
    files = FileService(
        world.store, world.signals, world.vault, TooLarge(WORDING, world._woken, None, clock), clock, 1000
    )
    await send_photo(world)
    (one,) = await files.wanted(Channel.TELEGRAM, 0.01)
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 100
            yield bytes(100)

    with pytest.raises(FileTooLargeError):
        await files.keep(one.id, endless())
    assert read == 1100
    assert await state(world) == "too_large"
    assert [path for path in world.vault.folder.rglob("*") if path.is_file()] == []


async def test_a_fetch_that_breaks_leaves_nothing_and_is_wanted_again(world: World, clock: FakeClock) -> None:
    await send_photo(world)
    (one,) = await world.files.wanted(Channel.TELEGRAM, 0.01)

    async def breaks() -> AsyncIterator[bytes]:
        yield CONTENT[:5000]
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await world.files.keep(one.id, breaks())
    assert [path for path in world.vault.folder.rglob("*") if path.is_file()] == []
    clock.advance(301)
    assert await wanted(world) == ["file-1"]


async def test_killed_between_file_and_row_nothing_acknowledged_is_lost(
    world: World, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """The process ends here."""

    def dies(*_: object) -> bool:
        raise Killed

    await send_photo(world)
    (one,) = await world.files.wanted(Channel.TELEGRAM, 0.01)
    with monkeypatch.context() as patched:
        patched.setattr(files_service, "kept", dies)
        with pytest.raises(Killed):
            await world.files.keep(one.id, stream(CONTENT))
    assert len(list(world.vault.names())) == 1  # the file is there; no row speaks of it
    assert await state(world) == "waiting"
    clock.advance(301)
    assert await fetch_all(world, CONTENT) == 1
    (shown,) = (await world.only_tip())["attachments"]
    assert b"".join((await world.media.original(shown["id"], OFFICER)).content) == CONTENT


async def test_two_that_bring_the_same_file_leave_one(world: World, clock: FakeClock) -> None:
    await send_photo(world)
    (one,) = await world.files.wanted(Channel.TELEGRAM, 0.01)
    await asyncio.gather(*(world.files.keep(one.id, stream(CONTENT)) for _ in range(4)))
    assert len(list(world.vault.names())) == 1
    await world.files.not_kept(one.id, FileFailure.GONE)
    assert await state(world) == "kept"


async def test_a_copy_is_made_of_a_picture_and_not_tried_again(world: World) -> None:
    await send_photo(world)
    await fetch_all(world, CONTENT)
    await examine_all(world)
    (shown,) = (await world.only_tip())["attachments"]
    assert shown["has_copy"]
    assert not await world.examiner.examine_one()
    assert len(list(world.vault.names())) == 2


async def test_what_was_deleted_is_readable_nowhere_and_leaves_the_disk(world: World, clock: FakeClock) -> None:
    token = (await world.sessions.open("sv", None)).token
    await upload(world, CONTENT, token)
    await examine_all(world)
    (shown,) = (await world.only_tip())["attachments"]
    row = await world.conversation(token, Channel.WEBCHAT)
    assert await world.store.write(lambda write: delete_told(write, row, row.last_seq, clock()))
    keys = world.store.keystore.keys([shown["id"], f"original-{shown['id']}"])
    assert keys == {}
    assert len(list(world.vault.names())) == 2
    await world.examiner.sweep()
    assert list(world.vault.names()) == []
    assert await world.rows(select(attachments)) == []


async def test_a_tip_that_turned_out_to_be_none_leaves_its_messages_their_files(world: World) -> None:
    await send_photo(world)
    await fetch_all(world, CONTENT)
    tip = (await world.only_tip())["id"]
    await world.store.write(lambda write: tips.remove(write, tip))
    await world.examiner.sweep()
    assert len(list(world.vault.names())) == 1


async def test_an_upload_that_no_message_speaks_of_goes_after_a_while(world: World, clock: FakeClock) -> None:
    await world.staging.stage(stream(CONTENT))
    await world.examiner.sweep()
    assert len(list(world.vault.names())) == 1
    clock.advance(700)
    await world.examiner.sweep()
    assert list(world.vault.names()) == []
