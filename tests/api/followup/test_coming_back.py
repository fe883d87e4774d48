"""Coming back with a receipt code: on any channel, in any language, and not by guessing."""

from __future__ import annotations

import asyncio
import statistics
import time

import pytest
from sqlalchemy import update

from api.receipts.codes import MARK
from api.receipts.service import A_SECOND, FREE_TRIES, LONGEST_WAIT, Bucket, wait_after
from bot.intake import Channel
from tests.api.followup.story import STORY, Story
from tests.api.world import CODES, tips_table, words
from tests.fakes import answer, call_112, opens

pytestmark = pytest.mark.anyio

WRONG, LATER = words("utter_code_wrong"), words("utter_code_later")


def wrong() -> str:
    return " ".join(CODES.new())


@pytest.mark.parametrize("channel", [Channel.TELEGRAM, Channel.MESSENGER, Channel.WEBCHAT])
async def test_the_code_opens_the_tip_on_every_channel(everywhere: Story, channel: Channel) -> None:
    tip, code = await everywhere.sent()
    sender = await everywhere.session() if channel is Channel.WEBCHAT else "annan telefon"
    said = await everywhere.comes_back(code, sender, channel)
    assert "hittade ditt tips" in said[-1] and "väntar på att bli läst" in said[-1]
    row = await everywhere.world.conversation(sender, channel)
    assert (row.tip, row.told) == (tip, True)
    assert (await everywhere.tip(tip))["timeline"][-1]["action"] == "came_back"


async def test_a_new_account_is_greeted_first_and_spoken_to_in_the_tips_language(story: Story) -> None:
    tip, code = await story.sent()
    change = update(tips_table).where(tips_table.c.id == tip).values(language="en")
    await story.world.store.write(lambda write: write.connection.execute(change).rowcount)
    greeting, answered = await story.comes_back(code)
    assert greeting == words("utter_greeting", "en")
    assert answered.startswith("Thank you, I found your tip.")


async def test_in_an_english_conversation_the_answer_is_english(story: Story) -> None:
    _, code = await story.sent()
    story.dialogue.otherwise = answer("utter_greet", intent="greet")
    await story.turn("Hello there, I would like to ask you about something", "bo")
    said = await story.comes_back(f"My code is {code}, thank you")
    assert said[-1].startswith("Thank you, I found your tip.")


async def test_the_stored_message_holds_no_word_of_the_code(story: Story) -> None:
    _, code = await story.sent()
    await story.comes_back(f"Hej! Min kod är {code.upper()}")
    (told,) = [one.text for one in await story.world.history("bo") if one.origin == "reporter"]
    assert told == f"Hej! Min kod är {MARK}"
    await story.comes_back(wrong(), "carl")
    assert [one.text for one in await story.world.history("carl") if one.origin == "reporter"] == [MARK]


async def test_a_code_alone_makes_no_tip_and_asks_rasa_nothing(story: Story) -> None:
    _, code = await story.sent()
    asked = len(story.dialogue.asked)
    for text in (code, wrong()):
        await story.comes_back(text)
    assert await story.world.take_turns() == 0
    assert len(story.dialogue.asked) == asked
    assert len(await story.world.all_tips()) == 1


async def test_the_same_delivery_twice_is_one_return(story: Story) -> None:
    _, code = await story.sent()
    for _ in range(2):
        await story.world.say(code, "bo", external="once")
    assert sum("hittade ditt tips" in text for text in await story.replies("bo")) == 1
    for _ in range(2):
        await story.world.say(wrong(), "carl", external="once too")
    assert (await story.world.conversation("carl")).wrong_codes == 1


async def test_what_is_written_after_it_is_added_to_the_tip(story: Story) -> None:
    tip, code = await story.sent()
    await story.comes_back(code)
    before = await story.events()
    story.dialogue.script = [opens("stolen_vehicle", asks="when", new=True)]
    await story.turn("Bilen står nu på Storgatan 4 i Nacka.", "bo")
    assert len(await story.world.all_tips()) == 1
    assert (await story.tip(tip))["narrative"].endswith("Storgatan 4 i Nacka.")
    assert await story.events() > before
    assert (await story.replies("bo"))[-1].startswith(words("utter_tip_added"))


async def test_what_stands_beside_the_code_is_added_at_once(story: Story) -> None:
    tip, code = await story.sent()
    story.dialogue.script = [opens(new=True)]
    await story.turn(f"Jag såg bilen igen vid torget i Nacka. {code}", "bo")
    (found,) = await story.world.all_tips()
    assert found["id"] == tip
    assert found["narrative"] == f"{STORY}\nJag såg bilen igen vid torget i Nacka. {MARK}"


async def test_danger_beside_a_code_is_heard(story: Story) -> None:
    _, code = await story.sent()
    story.world.guard.verdicts = {f"Han är här nu! {MARK}": call_112()}
    said = await story.comes_back(f"Han är här nu! {code}")
    assert said[0].startswith("Ring 112")
    assert any("hittade ditt tips" in text for text in said)


async def test_a_message_that_sounds_like_danger_is_never_taken_for_a_mistyped_code(story: Story) -> None:
    text = " ".join(CODES.words[:9])
    story.world.guard.verdicts = {text: call_112()}
    said = await story.comes_back(text)
    assert said[0].startswith("Ring 112") and WRONG not in said
    assert (await story.world.only_tip())["narrative"] == text


async def test_another_matter_begins_anew_after_the_addition(story: Story) -> None:
    _, code = await story.sent()
    await story.comes_back(code)
    await story.turn("Bilen står nu på Storgatan.", "bo")
    story.dialogue.script = [opens("fraud", new=True)]
    await story.turn("Igår ringde någon om min bankkod.", "bo")
    assert [len(tip["messages"]) for tip in await story.world.all_tips()] == [2, 1]


async def test_a_tip_that_was_being_told_counts_as_told_when_another_is_opened(story: Story) -> None:
    _, code = await story.sent()
    story.dialogue.script = [opens("dog", asks="where")]
    await story.turn("Jag har hittat en hund.", "bo")
    await story.comes_back(code)
    assert [tip["told"] for tip in await story.world.all_tips()] == [True, True]


async def test_a_turn_at_work_does_not_undo_the_return(story: Story) -> None:
    tip, code = await story.sent()
    await story.world.say("Jag vill säga en sak", "bo")
    story.clock.advance(1)
    story.dialogue.script = [opens("dog", asks="where")]
    story.dialogue.hold()
    working = asyncio.create_task(story.world.turns.take())
    await story.dialogue.entered.wait()
    await story.comes_back(code)
    story.dialogue.release()
    await working
    row = await story.world.conversation("bo")
    assert (row.tip, row.told, row.asked) == (tip, True, "addition")


async def test_a_closed_tip_is_told_about_but_not_opened_again(story: Story) -> None:
    tip, code = await story.sent()
    await story.close(tip, tell=False)
    said = (await story.comes_back(code))[-1]
    assert "är klar med det" in said and words("utter_add_new") in said
    await story.turn("Nu såg jag samma bil igen.", "bo")
    assert len(await story.world.all_tips()) == 2


async def test_a_code_of_a_tip_that_is_gone_opens_nothing(story: Story) -> None:
    from api.tips import repository

    tip, code = await story.sent()
    await story.world.store.write(lambda write: repository.remove(write, tip))
    assert (await story.comes_back(code))[-1] == WRONG


# -- guessing --------------------------------------------------------------------------------------


async def test_unknown_and_mistyped_codes_are_told_the_same(story: Story) -> None:
    _, code = await story.sent()
    swapped = " ".join(code.split()[::-1])
    assert (await story.comes_back(wrong(), "bo"))[-1] == (await story.comes_back(swapped, "carl"))[-1] == WRONG


async def test_wrong_codes_make_the_wait_longer_and_then_even_a_right_one_is_not_looked_at(story: Story) -> None:
    _, code = await story.sent()
    for _ in range(FREE_TRIES):
        assert (await story.comes_back(wrong()))[-1] == WRONG
    assert (await story.comes_back(code))[-1] == LATER
    story.clock.advance(61)
    assert (await story.comes_back(wrong()))[-1] == WRONG
    story.clock.advance(61)
    assert (await story.comes_back(code))[-1] == LATER
    story.clock.advance(61)
    assert "hittade ditt tips" in (await story.comes_back(code))[-1]
    row = await story.world.conversation("bo")
    assert (row.wrong_codes, row.codes_after) == (0, None)


def test_a_conversation_that_guesses_on_has_a_few_dozen_tries_a_month() -> None:
    tries, seconds = 0, 0.0
    while seconds < 30 * 24 * 3600:
        tries += 1
        wait = wait_after(tries)
        seconds += wait.total_seconds() if wait else 0.0
    assert tries < 50
    assert wait_after(10_000) == LONGEST_WAIT


async def test_tries_that_come_at_once_are_limited_as_if_they_came_one_by_one(story: Story) -> None:
    await story.world.say("hej", "bo")
    await asyncio.gather(*(story.world.say(wrong(), "bo") for _ in range(12)))
    said = await story.replies("bo")
    assert said.count(WRONG) == FREE_TRIES
    assert said.count(LATER) == 12 - FREE_TRIES


async def test_many_accounts_together_have_a_limit_too(story: Story) -> None:
    story.world.receipts._bucket = Bucket(3, A_SECOND, lambda: 0.0)
    _, code = await story.sent()
    said = [(await story.comes_back(wrong(), f"account {number}"))[-1] for number in range(5)]
    assert said == [WRONG, WRONG, WRONG, LATER, LATER]
    # What was not looked at counts for nobody.
    assert (await story.world.conversation("account 4")).wrong_codes == 0
    assert (await story.comes_back(code, "bo"))[-1] == LATER


def test_the_bucket_fills_again() -> None:
    at = 0.0
    bucket = Bucket(2, 0.5, lambda: at)
    assert [bucket.take() for _ in range(3)] == [True, True, False]
    at = 2.0
    assert [bucket.take() for _ in range(2)] == [True, False]
    at = 1_000.0
    assert [bucket.take() for _ in range(3)] == [True, True, False]


async def test_a_wrong_code_takes_as_long_as_a_right_one(story: Story) -> None:
    _, code = await story.sent()

    async def seconds(text: str) -> float:
        claim = CODES.read(text)
        took = []
        for _ in range(5):
            began = time.perf_counter()
            await story.world.receipts.check(claim, Channel.TELEGRAM, "nobody yet")
            took.append(time.perf_counter() - began)
        return statistics.median(took)

    await seconds(wrong())
    right, unknown, broken = await seconds(code), await seconds(wrong()), await seconds(" ".join(code.split()[::-1]))
    assert max(right, unknown, broken) < 3 * min(right, unknown, broken)


async def test_a_stranger_to_the_web_chat_learns_nothing_from_a_code(story: Story) -> None:
    from bot.intake import UnknownSessionError

    _, code = await story.sent()
    with pytest.raises(UnknownSessionError):
        await story.world.say(code, "no token", channel=Channel.WEBCHAT)
