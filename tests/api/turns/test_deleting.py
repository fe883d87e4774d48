"""A reporter wants what was told to be deleted: what nobody received goes, of the rest a human decides."""

from __future__ import annotations

import asyncio

import pytest

from api.conversations import repository as conversations
from api.store.keystore import KeyDestroyedError
from api.store.store import Write
from api.tips import repository as tips
from tests.api.world import OFFICER, World, words
from tests.fakes import FakeDialogue, answer, call_112, nothing_told, opens, sends

pytestmark = pytest.mark.anyio

STORY = "Jag såg en röd Volvo ABC123 köra mot Nacka."


@pytest.fixture
def dialogue(world: World) -> FakeDialogue:
    assert isinstance(world.dialogue, FakeDialogue)
    return world.dialogue


async def tell(world: World, text: str = STORY) -> None:
    await world.say(text)
    await world.take_turns()


async def send(world: World, dialogue: FakeDialogue) -> None:
    dialogue.script = [opens(), sends()]
    await tell(world)
    await world.press("/send")
    await world.take_turns()


async def delete(world: World, dialogue: FakeDialogue) -> str:
    """Press "yes, delete"; the answer."""
    dialogue.script = [answer("utter_delete_yes", intent="delete_yes", changes=({"change": "delete"},))]
    await world.press("/delete_yes")
    await world.take_turns()
    return (await world.replies())[-1]


async def test_a_tip_that_was_not_sent_goes_with_all_its_messages(world: World, dialogue: FakeDialogue) -> None:
    await tell(world)
    (tip,) = await world.all_tips()
    message = tip["messages"][0]["id"]
    assert await delete(world, dialogue) == words("utter_deleted")
    assert await world.all_tips() == []
    with pytest.raises(KeyDestroyedError):
        await world.store.read(lambda read: read.key(message))
    assert STORY not in [one.text for one in await world.history()]


async def test_a_sent_tip_stays_and_the_desk_hears_of_the_wish(world: World, dialogue: FakeDialogue) -> None:
    await send(world, dialogue)
    assert await delete(world, dialogue) == words("utter_delete_asked")
    tip = await world.only_tip()
    assert tip["narrative"] == STORY
    assert tip["timeline"][-1]["action"] == "deletion_requested"


async def test_a_tip_of_danger_stays_whoever_wants_it_deleted(world: World, dialogue: FakeDialogue) -> None:
    world.guard.verdicts = {"Han slår mig": call_112()}
    await tell(world, "Han slår mig")
    assert await delete(world, dialogue) == words("utter_delete_asked")
    assert (await world.only_tip())["narrative"] == "Han slår mig"


async def test_a_tip_that_an_officer_has_taken_stays(world: World, dialogue: FakeDialogue) -> None:
    await tell(world)
    (tip,) = await world.all_tips()
    await world.tips.claim(tip["id"], OFFICER)
    assert await delete(world, dialogue) == words("utter_delete_asked")
    assert (await world.only_tip())["status"] == "claimed"


async def test_what_is_told_after_it_is_a_tip_of_its_own(world: World, dialogue: FakeDialogue) -> None:
    await send(world, dialogue)
    await delete(world, dialogue)
    dialogue.script = [opens()]
    await tell(world, "En annan sak: grannen tänder eld i trapphuset ibland.")
    assert [tip["narrative"] for tip in await world.all_tips()] == [
        STORY,
        "En annan sak: grannen tänder eld i trapphuset ibland.",
    ]


async def test_what_is_said_after_the_wish_is_another_thing(world: World, dialogue: FakeDialogue) -> None:
    """It waits for its turn while the one that deletes is worked on."""
    await tell(world)
    dialogue.script = [answer("utter_delete_yes", intent="delete_yes", changes=({"change": "delete"},)), opens()]
    await world.press("/delete_yes")
    dialogue.hold()
    taking = asyncio.create_task(world.take_turns())
    await dialogue.entered.wait()
    later = "En annan sak, grannen dumpar bildäck i skogen."
    await world.say(later)
    dialogue.release()
    await taking
    await world.take_turns()
    assert later in [one.text for one in await world.history()]
    assert later in (await world.only_tip())["narrative"]


async def test_what_was_added_to_a_tip_of_another_conversation_is_not_said_to_be_gone(
    world: World, dialogue: FakeDialogue
) -> None:
    await send(world, dialogue)
    (tip,) = await world.all_tips()
    world.guard.verdicts = {"Hej": nothing_told()}
    await world.say("Hej", "bo")
    row = await world.conversation("bo")
    message = (await world.history("bo"))[0].id

    def add(write: Write) -> None:
        tips.link(write, tip["id"], [message])
        conversations.change(write, row.id, tip=tip["id"], told=True)

    await world.store.write(add)
    dialogue.script = [answer("utter_delete_yes", intent="delete_yes", changes=({"change": "delete"},))]
    await world.press("/delete_yes", "bo")
    await world.take_turns()
    assert (await world.replies("bo"))[-1] == words("utter_delete_asked")
    assert (await world.only_tip())["timeline"][-1]["action"] == "deletion_requested"
