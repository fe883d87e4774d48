"""The page's start button, first words and menu."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest
from starlette.responses import JSONResponse

from bot.intake import Channel, InboundKind
from bot.messenger.adapter import MessengerAdapter
from bot.messenger.parse import Parser
from bot.messenger.profile import profile
from bot.messenger.settings import MessengerSettings
from tests.bot.fake_intake import FakeIntake, outbound
from tests.bot.messenger.fake_graph import FakeGraph, event, webhook
from tests.bot.messenger.test_parse import NOW

pytestmark = pytest.mark.anyio


@pytest.fixture
def live(graph: tuple[FakeGraph, str], settings: MessengerSettings) -> MessengerSettings:
    return replace(settings, graph_url=f"{graph[1]}/v25.0", get_started_payload="BÖRJA")


async def until(reached: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not reached():
            await asyncio.sleep(0.02)


async def test_the_page_gets_its_button_and_its_menu_when_the_channel_starts(
    graph: tuple[FakeGraph, str], live: MessengerSettings, intake: FakeIntake
) -> None:
    fake, _ = graph
    adapter = MessengerAdapter(live, intake)
    await adapter.start()
    await until(lambda: bool(fake.profiles))
    await adapter.stop()

    (body,) = fake.profiles
    assert body["get_started"] == {"payload": "BÖRJA"}
    menus = {menu["locale"]: [item["title"] for item in menu["call_to_actions"]] for menu in body["persistent_menu"]}
    assert menus["default"] == menus["sv_SE"] == ["Tipsa", "Hjälp", "Byt språk (English)", "Status"]
    assert menus["en_US"] == menus["en_GB"] == ["Leave a tip", "Help", "Change language (svenska)", "Status"]
    assert all(not menu["composer_input_disabled"] for menu in body["persistent_menu"])


def test_the_first_words_say_that_it_is_a_machine_and_when_to_ring_112() -> None:
    greetings = profile("X")["greeting"]
    assert isinstance(greetings, list)
    for greeting in greetings:
        assert "112" in greeting["text"] and "114 14" in greeting["text"]
        assert "maskin" in greeting["text"] or "machine" in greeting["text"]


def test_what_the_menu_asks_for_is_what_its_press_brings() -> None:
    menus = profile("BÖRJA")["persistent_menu"]
    assert isinstance(menus, list)
    items = menus[0]["call_to_actions"]
    pressed = Parser("BÖRJA").parse(
        webhook([event(postback={"title": item["title"], "payload": item["payload"]}) for item in items]), NOW
    )

    assert [(each.kind, each.payload) for each in pressed] == [
        (InboundKind.START, None),
        (InboundKind.PAYLOAD, "/help"),
        (InboundKind.PAYLOAD, "/language"),
        (InboundKind.PAYLOAD, "/ask_status"),
    ]


async def test_a_menu_that_is_refused_stops_nothing_and_one_put_off_is_set_later(
    graph: tuple[FakeGraph, str], live: MessengerSettings, intake: FakeIntake
) -> None:
    fake, _ = graph
    refusal = {"error": {"message": "(#100) no", "code": 100}}
    for body, status, tries in (({"error": {"code": 2}}, 500, 1), (refusal, 400, 0)):
        fake.profiles.clear()
        fake.profile_refusals.append(JSONResponse(body, status))
        adapter = MessengerAdapter(live, intake)
        await adapter.start()
        await until(lambda: not fake.profile_refusals)
        await intake.say(outbound(Channel.MESSENGER, "Hej", id=f"o{status}"))
        await intake.until(lambda it, id=f"o{status}": [m.failure for m in it.marked if m.id == id] == [None])  # type: ignore[misc]
        await until(lambda tries=tries: len(fake.profiles) == tries)  # type: ignore[misc]
        assert str(adapter.status) == "ready"
        await adapter.stop()
