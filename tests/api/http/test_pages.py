"""The answers that editors own, over HTTP and in what reporters are told."""

from __future__ import annotations

import asyncio

import pytest

from api.conversations import repository
from api.pages.layer import PageLayer
from api.pages.topics import Topic
from api.settings import ROOT
from api.tokens.models import Role
from api.wording import Wording
from tests.api.http.parts import Client, Site, is_problem, on_both_engines
from tests.fakes import answer

pytestmark = pytest.mark.anyio

BOT = "/v1/pages/ask_bot/sv"
MINE = "Jag är en maskin som polisen i Nacka har satt upp. Händer något nu: ring 112."


@pytest.fixture
def editor(site: Site) -> Client:
    return site.client(Role.EDITOR, "Redaktör Ek")


async def put(client: Client, text: str = MINE, page: str = BOT, tag: str | None = None) -> int:
    """The status of a change to what is said now."""
    tag = tag or (await client.get(page)).headers["ETag"]
    return (await client.put(page, json={"text": text}, headers={"If-Match": tag})).status_code


def said(site: Site, response: str = "utter_ask_bot", language: str = "sv", channel: str = "webchat") -> str:
    return site.runtime.wording.render(response, language, channel).text


async def test_every_topic_is_listed_in_both_languages_as_it_is_said(site: Site, editor: Client) -> None:
    items = (await editor.get("/v1/pages")).json()["items"]
    assert [(one["topic"], one["language"]) for one in items] == [(t, lang) for t in Topic for lang in ("sv", "en")]
    assert all(one["text"] == one["shipped"] and not one["replaced"] and one["version"] == 0 for one in items)


@on_both_engines
async def test_what_an_editor_writes_is_said_from_then_on(site: Site, editor: Client) -> None:
    shipped = said(site)
    assert await put(editor) == 200
    assert said(site) == MINE
    page = (await editor.get(BOT)).json()
    assert (page["text"], page["shipped"], page["editor"], page["version"]) == (MINE, shipped, "Redaktör Ek", 1)
    assert said(site, language="en") != MINE, "the other language stays as it was"
    tag = (await editor.get(BOT)).headers["ETag"]
    assert (await editor.delete(BOT, headers={"If-Match": tag})).status_code == 204
    assert said(site) == shipped
    assert is_problem(await editor.delete(BOT, headers={"If-Match": "*"}), 404)


async def test_a_conversation_answers_in_the_editors_words(site: Site, editor: Client) -> None:
    await put(editor, "Lås fast ramen. Mer råd får du på Nacka torg.", "/v1/pages/prevention_bicycle/sv")
    site.parts.rasa.client.script = [answer("utter_ask_prevention", intent="ask_prevention")]
    await site.say("hur skyddar jag min cykel?")
    site.parts.clock.advance(1)
    await site.runtime.turns.take()
    row = await site.runtime.store.read(lambda read: repository.find_by_sender(read, "telegram", "4711"))
    assert row is not None
    *_, last = await site.runtime.store.read(lambda read: repository.history(read, row.id, 0))
    assert last.text == "Lås fast ramen. Mer råd får du på Nacka torg."


async def test_nobody_overwrites_what_they_have_not_seen(site: Site, editor: Client) -> None:
    tag = (await editor.get(BOT)).headers["ETag"]
    assert is_problem(await editor.put(BOT, json={"text": MINE}), 428)
    assert await put(editor, tag=tag) == 200
    assert is_problem(await editor.put(BOT, json={"text": MINE + " Hej!"}, headers={"If-Match": tag}), 412)
    assert is_problem(await editor.delete(BOT), 428)
    assert is_problem(await editor.delete(BOT, headers={"If-Match": tag}), 412)
    assert said(site) == MINE


@on_both_engines
async def test_of_two_who_write_at_once_one_wins(site: Site, editor: Client) -> None:
    tag = (await editor.get(BOT)).headers["ETag"]
    statuses = await asyncio.gather(*(put(editor, f"{MINE} {n}", tag=tag) for n in range(4)))
    assert sorted(statuses) == [200, 412, 412, 412]


@pytest.mark.parametrize(
    ("page", "text", "rule"),
    [
        (BOT, MINE + " Du är helt anonym.", "promise"),
        ("/v1/pages/ask_bot/en", "I am a machine. Call 112. Nobody will know who you are.", "promise"),
        (BOT, MINE + " Är det inte akut kan du vänta.", "reassurance"),
        (BOT, MINE + " Du kan också smsa 112.", "texting_112"),
        (BOT, "Jag är en maskin.", "must_say"),
        (BOT, "Jag är Kalle på polisen. Ring 112 om det händer nu.", "must_say"),
        ("/v1/pages/ask_anonymous/sv", "Du behöver inte säga vem du är.", "must_say"),
        (BOT, f"<b>{MINE}</b>", "not_plain"),
        (BOT, f"**{MINE}**", "not_plain"),
        (BOT, f"{MINE} {{reference}}", "not_plain"),
        (BOT, f"{MINE} \u202e", "not_plain"),
        (BOT, f" {MINE}", "not_plain"),
        (BOT, "  ", "empty"),
        (BOT, MINE + "😀" * 720, "too_long"),
    ],
)
async def test_what_may_not_be_said_is_refused_with_the_rule_it_breaks(
    site: Site, editor: Client, page: str, text: str, rule: str
) -> None:
    before = said(site)
    refused = await editor.put(page, json={"text": text}, headers={"If-Match": "*"})
    assert is_problem(refused, 422)
    assert rule in refused.json()["detail"].split(", ")
    assert text not in refused.text
    assert said(site) == before


@pytest.mark.parametrize("page", ["greeting", "call_112", "tip_sent", "utter_ask_bot", "ask_emergency", "received"])
async def test_what_is_said_of_danger_and_receipts_is_no_page(editor: Client, page: str) -> None:
    assert is_problem(await editor.put(f"/v1/pages/{page}/sv", json={"text": MINE}, headers={"If-Match": "*"}), 404)
    assert is_problem(await editor.get(f"/v1/pages/{page}/sv"), 404)
    assert is_problem(await editor.get("/v1/pages/ask_bot/fi"), 404)


@pytest.mark.parametrize(("channel", "owner"), [("telegram", "Telegram"), ("messenger", "Meta"), ("webchat", "spår")])
async def test_who_else_knows_the_account_is_said_whatever_an_editor_writes(
    site: Site, editor: Client, channel: str, owner: str
) -> None:
    text = "Du väljer själv. Vi kan inte lova något, för tipset blir en allmän handling."
    assert await put(editor, text, "/v1/pages/ask_anonymous/sv") == 200
    heard = said(site, "utter_ask_anonymous", channel=channel)
    assert heard.startswith(text) and owner in heard
    page = (await editor.get("/v1/pages/ask_anonymous/sv")).json()
    assert page["said"][channel] == heard


@on_both_engines
async def test_another_process_says_it_after_its_next_look(site: Site, editor: Client) -> None:
    layer = PageLayer(site.runtime.store)
    other = Wording(ROOT / "nlu_data" / "responses", layer.text)
    await put(editor)
    assert other.render("utter_ask_bot", "sv", "webchat").text != MINE
    looking = asyncio.create_task(layer.keep_fresh())
    async with asyncio.timeout(2):
        while other.render("utter_ask_bot", "sv", "webchat").text != MINE:
            await asyncio.sleep(0.01)
    looking.cancel()
