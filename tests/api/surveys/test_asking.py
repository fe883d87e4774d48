"""The one question after a tip: who is asked, and what stays of the answer."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from api.store.base import table_of
from api.surveys.asking import Answer, week_of
from api.surveys.models import SurveyAnswers
from bot.intake import Channel, UnknownPayloadError
from tests.api.world import World, messages, words
from tests.fakes import FakeClock, FakeDialogue, ask, opens, sends

pytestmark = pytest.mark.anyio

answers = table_of(SurveyAnswers)
STORY = "Jag såg en röd Volvo ABC123 köra mot Nacka."


@pytest.fixture
def dialogue(world: World) -> FakeDialogue:
    assert isinstance(world.dialogue, FakeDialogue)
    return world.dialogue


async def tip_sent(world: World, *said: str, sender: str = "anna", **more: Any) -> None:
    """Something is told, and sent."""
    assert isinstance(world.dialogue, FakeDialogue)
    for text in said or (STORY,):
        world.dialogue.script = [opens()]
        await world.say(text, sender, **more)
        await world.take_turns()
    world.dialogue.script = [sends()]
    await world.press("/send", sender, **more)
    await world.take_turns()


async def was_asked(world: World) -> bool:
    return words("utter_survey") in await world.replies()


async def counts(world: World) -> dict[str, int]:
    return {row.answer: row.given for row in await world.rows(select(answers))}


async def test_after_a_tip_the_question_comes_in_a_message_of_its_own(world: World) -> None:
    await tip_sent(world)
    *_, sent, question = await world.history()
    assert sent.text.startswith("Tack! Ditt tips är skickat")
    assert question.text == words("utter_survey")
    assert [payload for _, payload in question.buttons] == [
        f"/survey_{one}" for one in ("increased", "neither", "decreased", "dont_know")
    ]
    assert (await world.conversation()).last_seq == question.seq


async def test_it_is_put_once_in_a_conversation(world: World) -> None:
    await tip_sent(world)
    await tip_sent(world, "Jag såg en annan bil också, en blå Saab.")
    assert (await world.replies()).count(words("utter_survey")) == 1


async def test_a_tip_that_was_not_sent_is_not_followed_by_it(world: World, dialogue: FakeDialogue) -> None:
    dialogue.script = [opens()]
    await world.say(STORY)
    await world.take_turns()
    assert not await was_asked(world)


async def test_who_was_in_danger_is_never_asked(world: World) -> None:
    world.guard.verdicts["han slog henne"] = ask()
    await world.say("han slog henne")
    await world.take_turns()
    await world.press("/emergency_no")
    await world.take_turns()
    await tip_sent(world)
    assert not await was_asked(world)


@pytest.mark.parametrize(
    "text", ["Min granne tog sitt liv i våras, bilen stod där", "I said I want to KILL myself then"]
)
async def test_who_spoke_of_suicide_is_never_asked(world: World, text: str) -> None:
    await tip_sent(world, text)
    assert not await was_asked(world)


async def test_an_answer_is_counted_and_thanked_for(world: World, clock: FakeClock) -> None:
    await tip_sent(world)
    await world.press("/survey_increased")
    assert (await world.replies())[-1] == words("utter_survey_thanks")
    (row,) = await world.rows(select(answers))
    assert (row.answer, row.channel, row.language, row.week, row.given) == (
        "increased", "telegram", "sv", week_of(clock()), 1,
    )  # fmt: skip
    assert await world.take_turns() == 0, "nothing for Rasa"


async def test_nothing_in_the_conversation_tells_what_was_answered(world: World) -> None:
    stored = {}
    for answer in Answer:
        await tip_sent(world, sender=answer)
        await world.press(f"/survey_{answer}", sender=answer)
        press = (await world.history(answer))[-2]
        assert (press.origin, press.text, press.payload) == ("reporter", words("utter_survey_answered"), None)
        row = (await world.rows(select(messages).where(messages.c.id == press.id)))[0]
        stored[answer] = (len(row.sealed), row.level, row.state, row.contact)
    assert len(set(stored.values())) == 1
    tips = await world.all_tips()
    assert all(words("utter_survey_answered") not in str(tip["messages"]) for tip in tips)


async def test_one_conversation_answers_once(world: World) -> None:
    await tip_sent(world)
    await world.press("/survey_increased", external="1a")
    await world.press("/survey_increased", external="1a")
    await world.press("/survey_decreased")
    assert await counts(world) == {"increased": 1}


async def test_a_button_that_nobody_was_offered_counts_for_nothing(world: World) -> None:
    await world.press("/survey_increased", sender="stranger")
    assert await counts(world) == {}
    session = await world.sessions.open("sv", None)
    with pytest.raises(UnknownPayloadError):
        await world.press("/survey_increased", sender=session.token, channel=Channel.WEBCHAT)


async def test_equal_answers_of_many_share_one_number(world: World) -> None:
    for sender in ("anna", "bo", "cleo"):
        await tip_sent(world, sender=sender)
        await world.press("/survey_neither", sender)
    assert await counts(world) == {"neither": 3}


async def test_words_instead_are_heard_as_usual(world: World, dialogue: FakeDialogue) -> None:
    await tip_sent(world)
    await world.say("jag kom på att bilen var blå och hade en buckla")
    await world.take_turns()
    assert dialogue.texts[-1] == "jag kom på att bilen var blå och hade en buckla"
    await world.press("/survey_neither")
    assert await counts(world) == {"neither": 1}
