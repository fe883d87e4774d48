"""Files over HTTP: sent by a reporter, looked at by the desk, and nothing in between that could do harm."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from hashlib import sha256
from typing import Any

import httpx
import pytest

from api.tokens.models import Role
from bot.intake import Channel, InboundKind
from tests.api.http.parts import Client, Site, is_problem, on_both_engines
from tests.pictures import exif, opened, picture

pytestmark = pytest.mark.anyio

PHOTO = picture("JPEG", (600, 400), exif=exif())
URL = "/chat/api/attachments"
READERS = {Role.INVESTIGATOR, Role.OPERATOR, Role.SUPERVISOR}


@pytest.fixture
async def reporter(site: Site, nobody: Client) -> dict[str, str]:
    answer = await nobody.post("/chat/api/sessions", json={"language": "sv"})
    return {"Authorization": f"Bearer {answer.json()['token']}"}


async def send(
    nobody: Client, reporter: dict[str, str], content: bytes = PHOTO, key: str = "k1", name: str = "bild.jpg"
) -> httpx.Response:
    files = {"file": (name, content, "text/html")}
    return await nobody.post(URL, files=files, data={"client_message_id": key}, headers=reporter)


async def the_tip(site: Site) -> dict[str, Any]:
    desk = site.client(Role.INVESTIGATOR)
    (item,) = (await desk.get("/v1/tips")).json()["items"]
    tip: dict[str, Any] = (await desk.get(f"/v1/tips/{item['id']}")).json()
    assert item["attachments"] == tip["attachments"]
    return tip


async def examine(site: Site) -> None:
    site.parts.clock.advance(5)
    while await site.runtime.files.examiner.examine_one():
        pass


@on_both_engines
async def test_a_picture_goes_all_the_way_to_the_desk(site: Site, nobody: Client, reporter: dict[str, str]) -> None:
    answer = await send(nobody, reporter)
    assert (answer.status_code, answer.json()) == (202, {"seq": 2})
    await examine(site)
    tip = await the_tip(site)
    (file,) = tip["attachments"]
    assert file == {
        "id": file["id"], "kind": "picture", "state": "kept", "size": len(PHOTO), "content_type": "image/jpeg",
        "name": "bild.jpg", "sha256": sha256(PHOTO).hexdigest(), "has_copy": True,
        "message": tip["messages"][0]["id"], "at": file["at"],
    }  # fmt: skip
    desk = site.client(Role.INVESTIGATOR)
    copy = await desk.get(f"/v1/attachments/{file['id']}/copy")
    assert (copy.status_code, copy.headers["content-type"]) == (200, "image/jpeg")
    assert opened(copy.content).size == (600, 400)
    assert dict(opened(copy.content).getexif()) == {}
    original = await desk.get(f"/v1/attachments/{file['id']}/original")
    assert original.content == PHOTO
    assert original.headers["content-type"] == "application/octet-stream"
    assert original.headers["content-disposition"] == f'attachment; filename="{file["id"]}.jpg"'
    assert original.headers["repr-digest"] == f"sha-256=:{base64.b64encode(sha256(PHOTO).digest()).decode()}:"
    for one in (copy, original):
        assert one.headers["x-content-type-options"] == "nosniff"
        assert one.headers["content-security-policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
        assert one.headers["cross-origin-resource-policy"] == "same-origin"
        assert one.headers["cache-control"] == "no-store"


async def test_every_reading_stands_in_the_timeline(site: Site, nobody: Client, reporter: dict[str, str]) -> None:
    await send(nobody, reporter)
    await examine(site)
    (file,) = (await the_tip(site))["attachments"]
    await site.client(Role.INVESTIGATOR, "Eva Ek").get(f"/v1/attachments/{file['id']}/copy")
    await site.client(Role.OPERATOR, "Bo Berg").get(f"/v1/attachments/{file['id']}/original")
    tip = await the_tip(site)
    read = [(one["action"], one["actor"], one.get("attachment")) for one in tip["timeline"][-2:]]
    assert read == [("copy_read", "Eva Ek", file["id"]), ("original_read", "Bo Berg", file["id"])]
    assert tip["version"] == 1


async def test_only_the_desk_reads_files(site: Site, nobody: Client, reporter: dict[str, str]) -> None:
    await send(nobody, reporter)
    await examine(site)
    (file,) = (await the_tip(site))["attachments"]
    for part in ("copy", "original"):
        path = f"/v1/attachments/{file['id']}/{part}"
        assert is_problem(await nobody.get(path), 401)
        assert is_problem(await nobody.get(path, headers=reporter), 401)
        for role in Role:
            assert (await site.client(role).get(path)).status_code == (200 if role in READERS else 403), role


async def test_what_is_not_there_has_no_copy_and_no_original(
    site: Site, nobody: Client, reporter: dict[str, str]
) -> None:
    desk = site.client(Role.INVESTIGATOR)
    for identity in ("unknown", "0" * 24):
        for part in ("copy", "original"):
            assert is_problem(await desk.get(f"/v1/attachments/{identity}/{part}"), 404)
    await send(nobody, reporter, b"%PDF-1.7\n" + bytes(500), name="x.jpg")
    await examine(site)
    (file,) = (await the_tip(site))["attachments"]
    assert (file["kind"], file["content_type"], file["has_copy"]) == ("document", "application/pdf", False)
    assert is_problem(await desk.get(f"/v1/attachments/{file['id']}/copy"), 404)
    original = await desk.get(f"/v1/attachments/{file['id']}/original")
    assert original.headers["content-type"] == "application/octet-stream"
    assert original.headers["content-disposition"].startswith("attachment;")


async def test_a_file_of_a_message_that_belongs_to_no_tip_is_shown_to_nobody(
    site: Site, nobody: Client, reporter: dict[str, str]
) -> None:
    from api.tips import repository as tips

    await send(nobody, reporter)
    await examine(site)
    tip = await the_tip(site)
    await site.runtime.store.write(lambda write: tips.remove(write, tip["id"]))
    desk = site.client(Role.INVESTIGATOR)
    assert is_problem(await desk.get(f"/v1/attachments/{tip['attachments'][0]['id']}/original"), 404)


async def test_the_same_upload_again_is_one_message_and_one_file(
    site: Site, nobody: Client, reporter: dict[str, str]
) -> None:
    answers = [await send(nobody, reporter) for _ in range(3)]
    assert {(one.status_code, one.json()["seq"]) for one in answers} == {(202, 2)}
    assert len((await the_tip(site))["attachments"]) == 1
    assert len(list(site.runtime.settings.attachments.rglob("*-o*"))) == 1


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 422),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", 415),
        (b"<script>alert(1)</script>", 415),
        (b"MZ" + bytes(500), 415),
        (bytes(500), 415),
    ],
)
async def test_what_is_no_picture_film_sound_or_document_is_refused_and_nothing_kept(
    site: Site, nobody: Client, reporter: dict[str, str], content: bytes, status: int
) -> None:
    before = list(site.runtime.settings.attachments.rglob("*-o*"))
    assert is_problem(await send(nobody, reporter, content), status)
    assert list(site.runtime.settings.attachments.rglob("*-o*")) == before
    assert (await site.client(Role.INVESTIGATOR).get("/v1/tips")).json() == {"items": []}


async def test_a_stranger_and_a_form_that_is_none_are_told_so(
    site: Site, nobody: Client, reporter: dict[str, str]
) -> None:
    assert is_problem(await send(nobody, {}), 401)
    assert is_problem(await send(nobody, {"Authorization": "Bearer unknown"}), 401)
    assert is_problem(await nobody.post(URL, json={"file": "x"}, headers=reporter), 415)
    missing = await nobody.post(URL, files={"file": ("a.jpg", PHOTO)}, headers=reporter)
    assert is_problem(missing, 422)
    no_file = await nobody.post(URL, files={"client_message_id": (None, "k")}, headers=reporter)
    assert is_problem(no_file, 422)
    odd = {**reporter, "Content-Type": "multipart/form-data; boundary=x"}
    for body in (b"", b"--y\r\n", b"--x\r\nno header\r\n\r\n", b"--x\r\n" + b"a: b\r\n" * 5000, b"--x--"):
        assert (await nobody.post(URL, content=body, headers=odd)).status_code in {400, 422}


async def test_a_file_that_is_too_large_is_cut_while_it_streams(
    site: Site, nobody: Client, reporter: dict[str, str]
) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n\xff\xd8\xff'
        while sent < 200_000_000:
            sent += 1_000_000
            yield bytes(1_000_000)

    headers = {**reporter, "Content-Type": "multipart/form-data; boundary=x"}
    assert is_problem(await nobody.post(URL, content=endless(), headers=headers), 413)
    assert sent < 60_000_000
    declared = {**headers, "Content-Length": "60000000"}
    assert is_problem(await nobody.post(URL, content=b"--x", headers=declared), 413)
    assert not list(site.runtime.settings.attachments.rglob("*.part"))


async def test_too_many_files_at_once_are_asked_to_wait(site: Site, nobody: Client, reporter: dict[str, str]) -> None:
    answers = [await send(nobody, reporter, b"", str(number)) for number in range(41)]
    assert {one.status_code for one in answers[:40]} == {422}
    assert is_problem(answers[40], 429)
    assert 0 < int(answers[40].headers["retry-after"]) <= 600


async def test_a_name_can_do_nothing(site: Site, nobody: Client, reporter: dict[str, str]) -> None:
    await send(nobody, reporter, name='../../x"\r\nSet-Cookie: a=b\u202egpj.exe<script>.jpg')
    (file,) = (await the_tip(site))["attachments"]
    assert not set(file["name"]) & set('/\\<>"\r\n\u202e')
    original = await site.client(Role.INVESTIGATOR).get(f"/v1/attachments/{file['id']}/original")
    assert original.headers["content-disposition"] == f'attachment; filename="{file["id"]}.jpg"'


async def test_the_chat_shows_the_file_and_its_receipt(site: Site, nobody: Client, reporter: dict[str, str]) -> None:
    await send(nobody, reporter)
    for _ in range(3):
        site.parts.clock.advance(2)
        await site.runtime.turns.take()
    items = (await nobody.get("/chat/api/messages", headers=reporter)).json()["items"]
    assert [one["from"] for one in items] == ["bot", "reporter", "bot"]
    assert items[1]["text"] == "📎 bild.jpg"
    assert items[2]["text"].startswith("Tack, filen har kommit fram.")


async def test_an_upload_link_opens_a_chat_that_belongs_to_the_tip(site: Site, nobody: Client) -> None:
    from api.attachments import repository as attachments

    await site.say("Jag såg en bil.")
    tip = await the_tip(site)
    until = site.parts.clock().replace(year=2030)
    await site.runtime.store.write(lambda write: attachments.add_link(write, "secret-of-the-link", tip["id"], until))
    answer = await nobody.post("/chat/api/sessions", json={"upload": "secret-of-the-link"})
    await send(nobody, {"Authorization": f"Bearer {answer.json()['token']}"})
    assert len((await the_tip(site))["attachments"]) == 1
    assert is_problem(await nobody.post("/chat/api/sessions", json={"upload": "<script>"}), 422)


async def test_telegrams_files_are_asked_for_by_the_adapters_protocol(site: Site) -> None:
    from bot.intake import Inbound, Media, MediaKind

    media = (Media(MediaKind.FILM, "big-file", size=1000),)
    inbound = Inbound(Channel.TELEGRAM, "m1", "4711", InboundKind.MEDIA, site.parts.clock(), media=media)
    await site.runtime.intake.accept(inbound)
    (one,) = await site.runtime.files.service.wanted(Channel.TELEGRAM, 0.01)
    assert one.file == "big-file"
