"""What of a conversation belongs to a tip, and in which language it goes on."""

from __future__ import annotations

import pytest

from api.store.base import table_of
from api.vault.models import Contact
from tests.api.world import OFFICER, World, words
from tests.fakes import FakeDialogue, answer, nothing_told, opens

pytestmark = pytest.mark.anyio

contacts = table_of(Contact)
STORY = "Jag såg en röd Volvo ABC123 köra mot Nacka."


@pytest.fixture
def dialogue(world: World) -> FakeDialogue:
    assert isinstance(world.dialogue, FakeDialogue)
    return world.dialogue


async def turn(world: World, text: str) -> None:
    await world.say(text)
    await world.take_turns()


async def test_a_change_of_language_holds_from_its_own_reply_on(world: World, dialogue: FakeDialogue) -> None:
    english = answer("utter_language", intent="language", changes=({"change": "language", "value": "en"},))
    dialogue.script = [english, answer("utter_greet", intent="greet")]
    world.guard.verdicts |= {"engelska": nothing_told(), "ok": nothing_told()}
    await turn(world, "engelska")
    assert (await world.replies())[-1] == words("utter_language", "en")
    await turn(world, "ok")
    assert (await world.replies())[-1] == words("utter_greet", "en")


async def test_the_reply_follows_the_language_of_a_whole_sentence(world: World) -> None:
    await turn(world, "I saw a red car drive away from the shop.")
    assert words("utter_tip_started", "en") in (await world.replies())[-1]
    assert (await world.only_tip())["language"] == "en"


async def test_a_question_that_looked_like_a_tip_is_none_when_rasa_is_sure(
    world: World, dialogue: FakeDialogue
) -> None:
    dialogue.script = [answer("utter_ask_number", intent="ask_number", confidence=0.95)]
    await world.say("Vilket nummer ringer man om man blivit av med sin cykel?")
    (before,) = await world.all_tips()
    await world.take_turns()
    assert await world.all_tips() == []
    assert world.store.keystore.keys([before["id"]]) == {}
    assert len(await world.history()) == 3


@pytest.mark.parametrize(
    ("intent", "confidence"), [("ask_number", 0.6), ("nlu_fallback", 0.95), ("report_fraud", 0.95), ("inform", 0.95)]
)
async def test_what_may_be_a_tip_stays_one(
    world: World, dialogue: FakeDialogue, intent: str, confidence: float
) -> None:
    dialogue.script = [answer("utter_ask_which", intent=intent, confidence=confidence)]
    await turn(world, "Vilket nummer ringer man om man blivit av med sin cykel?")
    assert (await world.only_tip())["status"] == "open"


async def test_a_question_in_which_something_was_found_stays_a_tip(world: World, dialogue: FakeDialogue) -> None:
    world.analysis.found = {"ABC123": {"plate": "ABC123"}}
    dialogue.script = [answer("utter_ask_number", intent="ask_number")]
    await turn(world, "Vem ringer man om ABC123?")
    assert (await world.only_tip())["fields"]["plate"]["value"] == "ABC123"


async def test_a_question_never_takes_a_tip_that_the_desk_has_touched(world: World, dialogue: FakeDialogue) -> None:
    dialogue.script = [answer("utter_ask_number", intent="ask_number")]
    await world.say("Vilket nummer ringer man om cykeln?")
    await world.tips.claim((await world.only_tip())["id"], OFFICER)
    await world.take_turns()
    assert (await world.only_tip())["status"] == "claimed"


async def test_an_aside_is_no_part_of_what_is_told(world: World, dialogue: FakeDialogue) -> None:
    dialogue.script = [opens(), answer("utter_ask_anonymous", intent="ask_anonymous", asks="when")]
    world.guard.verdicts["Är jag anonym här?"] = nothing_told()
    await turn(world, STORY)
    await turn(world, "Är jag anonym här?")
    assert (await world.only_tip())["narrative"] == STORY


async def test_what_is_told_in_one_breath_with_a_thank_you_stays(world: World, dialogue: FakeDialogue) -> None:
    dialogue.script = [opens(), answer("utter_thanks", intent="thanks", asks="when")]
    world.guard.verdicts["Tack!"] = nothing_told()
    await turn(world, STORY)
    await world.say("Och han sparkade sönder dörren")
    await world.say("Tack!")
    await world.take_turns()
    assert "sparkade sönder dörren" in (await world.only_tip())["narrative"]
