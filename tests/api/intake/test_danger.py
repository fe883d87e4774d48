from __future__ import annotations

from dataclasses import replace
from io import StringIO

import pytest

from api.analysis.guard.verdict import Kind, Level
from api.conversations import repository
from bot.intake import Channel
from tests.api.world import World, words
from tests.fakes import FakeDialogue, answer, ask, call_112, nothing_told, opens, telling

pytestmark = pytest.mark.anyio

FIRE = "Det brinner i trapphuset nu"
HIT = "Någon slår henne"


@pytest.fixture(autouse=True)
def verdicts(world: World) -> None:
    world.guard.verdicts |= {FIRE: call_112(), HIT: ask(), "hej": nothing_told(), "nej": nothing_told()}


async def test_112_is_in_the_history_as_soon_as_the_message_is_accepted(world: World) -> None:
    session = await world.sessions.open("sv", None)
    await world.say(FIRE, session.token, channel=Channel.WEBCHAT)
    shown = await world.sessions.history(session.token, 1)
    assert [(one.sender, one.text) for one in shown] == [
        ("reporter", FIRE),
        ("bot", words("utter_call_112_fire", channel="webchat")),
    ]


async def test_a_kind_without_words_of_its_own_gets_the_plain_112(world: World) -> None:
    world.guard.verdicts[FIRE] = call_112(Kind.KIDNAPPING)
    await world.say(FIRE)
    assert (await world.replies())[0] == words("utter_call_112")


async def test_an_emergency_is_a_tip_of_urgency_now(world: World) -> None:
    await world.say(FIRE)
    tip = await world.only_tip()
    assert (tip["urgency"], tip["emergency"]) == ("now", {"level": "call_112", "kind": "fire"})
    assert tip["narrative"] == FIRE


async def test_the_greeting_comes_after_112_when_the_first_message_is_an_emergency(world: World) -> None:
    await world.say(FIRE)
    assert await world.replies() == [words("utter_call_112_fire"), words("utter_greeting")]


async def test_112_waits_for_no_rasa_and_is_no_fallback(world: World) -> None:
    world.rasa_is_ready = False
    await world.say("hej")
    await world.say(FIRE)
    assert (await world.replies())[-1] == words("utter_call_112_fire")
    await world.take_turns()
    assert (await world.replies())[-1] == words("utter_call_112_fire")


async def test_a_repeated_emergency_is_answered_once(world: World) -> None:
    for _ in range(3):
        await world.say(FIRE, external="u1")
    assert (await world.replies()).count(words("utter_call_112_fire")) == 1


async def test_a_tip_becomes_urgent_when_a_later_message_is_an_emergency(world: World) -> None:
    await world.say("Det står en bil utanför")
    assert (await world.only_tip())["urgency"] == "normal"
    await world.say(HIT)
    assert (await world.only_tip())["urgency"] == "urgent"
    await world.say(FIRE)
    assert (await world.only_tip())["urgency"] == "now"
    await world.say("Nu är det lugnt")
    tip = await world.only_tip()
    assert (tip["urgency"], tip["emergency"]["level"]) == ("now", "call_112")


async def test_english_words_are_answered_in_english(world: World) -> None:
    text = "There is a fire in the house right now, please help"
    world.guard.verdicts[text] = call_112()
    await world.say(text)
    assert (await world.replies())[0] == words("utter_call_112_fire", "en")


async def test_another_language_is_answered_in_it_and_in_both_of_ours(world: World) -> None:
    text = "هناك حريق في البيت الآن ساعدوني"
    world.guard.verdicts[text] = call_112()
    await world.say(text)
    both = f"{words('utter_call_112_fire', 'sv')}\n\n{words('utter_call_112_fire', 'en')}"
    reply = (await world.replies())[0]
    assert reply.endswith(both) and reply.startswith("يرجى الاتصال فوراً بالرقم 112")


async def test_one_word_is_enough_to_be_answered_in_finnish(world: World) -> None:
    world.guard.verdicts["apua"] = call_112()
    await world.say("apua")
    assert (await world.replies())[0].startswith("Soita heti numeroon 112")


async def test_two_words_are_answered_in_the_language_of_the_conversation(world: World) -> None:
    world.guard.verdicts["help fire"] = call_112()
    await world.say("I saw a man break into the house yesterday")
    await world.say("help fire")
    assert (await world.replies())[-1] == words("utter_call_112_fire", "en")


async def test_uncertain_danger_is_asked_about_with_buttons(world: World) -> None:
    await world.say(HIT)
    asked = (await world.history())[1]
    assert asked.text == words("utter_ask_emergency")
    assert {payload for _, payload in asked.buttons} == {"/emergency_yes", "/emergency_no"}
    assert (await world.only_tip())["urgency"] == "urgent"
    assert (await world.conversation()).ask_open


async def test_yes_to_danger_is_answered_with_112_at_once(world: World) -> None:
    await world.say(HIT)
    await world.press("/emergency_yes")
    assert (await world.replies())[-1] == words("utter_call_112")
    row = await world.conversation()
    assert not row.ask_open
    assert (await world.only_tip())["urgency"] == "now"


async def test_no_form_question_is_put_while_danger_is_asked_about(world: World) -> None:
    world.turns._dialogue = FakeDialogue(opens(asks="where"))
    await world.say(HIT)
    await world.take_turns()
    assert (await world.replies())[-1] == words("utter_greeting")
    assert (await world.conversation()).asked is None
    assert (await world.only_tip())["category"] == "stolen_vehicle"
    assert await world.states() == ["done"]


async def test_no_to_danger_is_confirmed_and_the_dialogue_goes_on(world: World) -> None:
    dialogue = FakeDialogue(opens(), answer("utter_ask_where", intent="resume", asks="where"))
    world.turns._dialogue = dialogue
    await world.say(HIT)
    await world.take_turns()
    await world.press("/emergency_no")
    assert (await world.replies())[-1] == words("utter_emergency_denied")
    await world.take_turns()
    assert dialogue.asked[-1].intent == "resume"
    assert (await world.replies())[-1] == words("utter_ask_where")
    assert (await world.conversation()).asked == "where"


async def test_an_answer_in_words_is_read_by_a_guard_that_knows_what_was_asked(world: World) -> None:
    dialogue = FakeDialogue(opens(), answer("utter_ask_where", intent="resume", asks="where"))
    world.turns._dialogue = dialogue
    await world.say(HIT)
    await world.take_turns()
    await world.say("nej")
    assert world.guard.contexts[-1].ask_open
    assert world.guard.contexts[-1].recent_levels == (Level.ASK,)
    assert words("utter_emergency_denied") in await world.replies()
    await world.take_turns()
    assert dialogue.asked[-1].intent == "resume"


async def test_who_tells_on_calmly_is_asked_about_danger_twice_and_not_for_ever(world: World) -> None:
    dialogue = FakeDialogue(answer("utter_ask_where", intent="inform", asks="where"))
    world.turns._dialogue = dialogue
    world.guard.evaded = {"De körde mot Uppsala", "Det var två män"}
    await world.say(HIT)
    await world.say("De körde mot Uppsala")
    assert (await world.replies())[-1] == words("utter_ask_emergency")
    assert (await world.conversation()).ask_open
    await world.say("Det var två män")
    assert not (await world.conversation()).ask_open
    assert (await world.replies()).count(words("utter_ask_emergency")) == 2
    assert words("utter_emergency_denied") not in await world.replies()
    await world.take_turns()
    assert (await world.replies())[-1] == words("utter_ask_where")


async def test_a_yes_after_two_questions_still_counts(world: World) -> None:
    world.guard.evaded = {"De körde mot Uppsala"}
    await world.say(HIT)
    await world.say("De körde mot Uppsala")
    await world.press("/emergency_yes")
    assert (await world.replies())[-1] == words("utter_call_112")


async def test_a_guard_that_fails_asks_about_danger_and_loses_nothing(world: World, logged: StringIO) -> None:
    world.guard.fails = True
    accepted = await world.say("Min cykel är borta")
    assert accepted.seq == 1
    assert (await world.replies())[0] == words("utter_ask_emergency")
    tip = await world.only_tip()
    assert (tip["narrative"], tip["emergency"]["level"], tip["urgency"]) == ("Min cykel är borta", "ask", "urgent")
    assert "the guard failed" in logged.getvalue()
    assert "cykel" not in logged.getvalue()


async def test_the_desk_hears_of_an_emergency_with_the_same_commit(world: World) -> None:
    waiter = world.signals.waiter("events")
    await world.say(FIRE)
    assert waiter.done()


async def test_somebody_who_hides_from_a_burglar_is_told_how_to_ring_without_a_sound(world: World) -> None:
    text = "nån är i huset, jag gömmer mig i garderoben"
    world.guard.verdicts[text] = replace(call_112(), kind=Kind.BURGLARY_IN_PROGRESS, hiding=True)
    await world.say(text)
    assert (await world.replies())[0] == words("utter_call_112_hiding")


async def test_somebody_who_hides_from_a_fire_is_told_of_the_fire(world: World) -> None:
    text = "det brinner, jag är instängd"
    world.guard.verdicts[text] = replace(call_112(), kind=Kind.FIRE, hiding=True)
    await world.say(text)
    assert (await world.replies())[0] == words("utter_call_112_fire")


async def test_the_guard_hears_that_a_conversation_was_calm_so_far_only_once_something_was_told(world: World) -> None:
    detail = "två killar i mörka kläder"
    world.guard.verdicts |= {detail: ask(), "jag såg en skum bil igår": telling()}
    await world.say("hej")
    await world.say(detail)
    assert not world.guard.contexts[-1].recent_levels
    await world.say("nej")
    await world.say("jag såg en skum bil igår", "r2")
    await world.say(detail, "r2")
    assert world.guard.contexts[-1].recent_levels == (Level.NONE,)


@pytest.mark.parametrize("asked", ["when", "where", "contact", "basis"])
@pytest.mark.parametrize("text", ["han kom tillbaka", "sluta", "stopp", "han är utanför"])
async def test_a_doubtful_word_of_danger_in_an_answer_is_asked_about(world: World, asked: str, text: str) -> None:
    world.guard.verdicts = {text: ask()}
    await world.say("Jag såg en bil i går.")
    await set_asked(world, asked)
    await world.say(text)
    assert (await world.replies())[-1] == words("utter_ask_emergency")


async def test_the_letters_of_an_address_tell_of_no_danger(world: World) -> None:
    world.guard.verdicts = {"kniv@exempel.se": ask(), "skicka": ask()}
    await world.say("Jag såg en bil i går.")
    await set_asked(world, "contact")
    for text in ("kniv@exempel.se", "skicka"):
        await world.say(text)
        assert (await world.replies())[-1] != words("utter_ask_emergency")


async def set_asked(world: World, asked: str) -> None:
    row = await world.conversation()
    await world.store.write(lambda write: repository.change(write, row.id, asked=asked))
