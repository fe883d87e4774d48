"""What is said while a turn begins another tip belongs to that tip."""

from __future__ import annotations

import asyncio

import pytest

from api.turns import service
from tests.api.world import World
from tests.fakes import FakeClock, FakeDialogue, opens, sends

pytestmark = pytest.mark.anyio


async def test_what_is_said_while_another_tip_is_begun_joins_it(
    world: World, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if it had started over as often as it may.
    monkeypatch.setattr(service, "MOST_STARTS", 1)
    dialogue = FakeDialogue(opens(), sends(), opens("fraud", new=True), otherwise=opens("fraud"))
    world.turns._dialogue = world.dialogue = dialogue
    for text in ("Jag såg en bil vid skolan.", "Skicka nu, det var allt."):
        await world.say(text)
        await world.take_turns()
    dialogue.hold()
    await world.say("En annan sak: någon lurade min mormor.")
    clock.advance(1)
    turn = asyncio.create_task(world.turns.take())
    await dialogue.entered.wait()
    await world.say("De ringde från banken.")
    dialogue.release()
    await turn
    await world.take_turns()
    first, second = await world.all_tips()
    assert [one["text"] for one in second["messages"]] == [
        "En annan sak: någon lurade min mormor.",
        "De ringde från banken.",
    ]
    assert "De ringde" not in first["narrative"]
