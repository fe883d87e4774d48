"""Finding out the language is a courtesy: when it breaks, the message is stored all the same."""

from __future__ import annotations

import pytest

from api.intake.service import IntakeService
from tests.api.world import WORDING, World

pytestmark = pytest.mark.anyio


async def test_a_message_whose_language_cannot_be_found_out_is_stored(world: World) -> None:
    def broken(_: str) -> str:
        raise ValueError("Jag såg en röd Volvo")

    world.intake = IntakeService(
        world.store,
        world.guard,
        WORDING,
        world.signals,
        lambda: True,
        broken,
        world.inflow,
        world.flood,
        world.receipts,
        world.clock,
    )
    accepted = await world.say("Jag såg en röd Volvo vid skolan")
    assert accepted.seq == 1
    assert (await world.history())[0].text == "Jag såg en röd Volvo vid skolan"
