"""What an officer writes reaches the reporter on a channel that can be used, or waits under the receipt code."""

from __future__ import annotations

import pytest

from api.followup.service import NobodyToReplyToError
from api.tips.schemas import NewTip
from api.tips.service import TipNotFoundError
from bot.intake import Channel, Failure
from tests.api.followup.story import STORY, Story
from tests.api.world import OFFICER, words
from tests.fakes import answer, nothing_told, opens

pytestmark = pytest.mark.anyio

DAY = 24 * 3600
QUESTION = "Vilken färg hade taket?"
SENT = {"tip_state": "sent"}
WRITTEN = f"{words('utter_officer_reply')}\n\n{QUESTION}"


async def states(story: Story, tip: str) -> list[str]:
    return [one["state"] for one in (await story.tip(tip))["replies"]]


async def delivered(story: Story, channel: Channel = Channel.TELEGRAM, failure: Failure | None = None) -> list[str]:
    """Hand out all that is due; what `failure` says became of the officer's messages among it."""
    texts = []
    while found := await story.world.delivery.outgoing(channel, 0.01):
        for one in found:
            texts.append(one.text)
            if failure is not None and QUESTION in one.text:
                await story.world.delivery.failed(one.id, failure)
            else:
                await story.world.delivery.delivered(one.id)
    return texts


async def test_a_reply_is_said_at_once_as_from_a_human(everywhere: Story) -> None:
    tip, _ = await everywhere.sent()
    shown = await everywhere.reply(tip)
    last = (await everywhere.world.history())[-1]
    assert (last.origin, last.text) == ("officer", WRITTEN)
    assert WRITTEN in await delivered(everywhere)
    (reply,) = shown["replies"]
    assert (reply["kind"], reply["author"], reply["state"], reply["text"]) == (
        "reply", OFFICER.name, "handed", QUESTION
    )  # fmt: skip
    assert shown["timeline"][-1]["action"] == "replied"
    assert shown["reporter"]["reachable"]
    assert shown["version"] == 1


async def test_the_web_chat_shows_it_as_from_an_officer(story: Story) -> None:
    token = await story.session()
    tip, _ = await story.sent(token, channel=Channel.WEBCHAT)
    await story.reply(tip)
    last = (await story.world.sessions.history(token, 0))[-1]
    assert (last.sender, last.text) == ("officer", WRITTEN)


async def test_who_answers_adds_to_the_same_tip_whatever_the_words(story: Story) -> None:
    tip, _ = await story.sent()
    await story.reply(tip)
    story.clock.advance(3 * DAY)
    before = await story.events()
    story.world.guard.verdicts = {"ja": nothing_told()}
    story.dialogue.script = [answer("utter_nothing_asked", intent="affirm", slots=SENT)]
    await story.turn("ja")
    assert (await story.tip(tip))["narrative"] == f"{STORY}\nja"
    assert await story.events() > before
    assert (await story.replies())[-1].startswith(words("utter_tip_added"))


async def test_an_answer_that_sounds_like_another_tip_opens_none(story: Story) -> None:
    tip, _ = await story.sent()
    await story.reply(tip)
    story.clock.advance(3 * DAY)
    story.dialogue.script = [opens("stolen_vehicle", asks="when", new=True)]
    await story.turn("Taket var svart, och bilen stals nog i Solna.")
    (found,) = await story.world.all_tips()
    assert found["narrative"].endswith("stals nog i Solna.")
    assert (await story.world.conversation()).asked is None
    story.dialogue.script = [opens("fraud", new=True)]
    await story.turn("En annan sak: någon ringde om min bankkod.")
    assert len(await story.world.all_tips()) == 2


async def test_a_question_to_the_bot_is_answered_and_the_officers_stays_open(story: Story) -> None:
    tip, _ = await story.sent()
    await story.reply(tip)
    story.world.guard.verdicts = {"är det verkligen polisen?": nothing_told()}
    story.dialogue.script = [answer("utter_ask_official", intent="ask_official", slots=SENT)]
    await story.turn("är det verkligen polisen?")
    assert (await story.replies())[-1].startswith(words("utter_ask_official"))
    story.dialogue.script = [opens(new=True)]
    await story.turn("Taket var svart.")
    (found,) = await story.world.all_tips()
    assert (found["id"], found["narrative"].splitlines()[-1]) == (tip, "Taket var svart.")


async def test_an_answer_is_on_the_desk_even_while_rasa_is_away(story: Story) -> None:
    tip, _ = await story.sent()
    await story.reply(tip)
    story.world.rasa_is_ready = False
    before = await story.events()
    await story.world.say("svart")
    assert (await story.tip(tip))["narrative"].endswith("svart")
    assert await story.events() == before + 1


async def test_a_closed_tip_can_be_asked_about_and_answered(story: Story) -> None:
    tip, _ = await story.sent()
    await story.close(tip, tell=False)
    await story.reply(tip)
    story.dialogue.script = [opens(new=True)]
    await story.turn("Taket var svart.")
    (found,) = await story.world.all_tips()
    assert found["narrative"].endswith("Taket var svart.") and found["status"] == "closed"


async def test_who_is_telling_another_tip_goes_on_with_it(story: Story) -> None:
    tip, _ = await story.sent()
    story.dialogue.script = [opens("fraud", asks="when", new=True)]
    await story.turn("Sedan ringde någon om min bankkod.")
    await story.reply(tip)
    row = await story.world.conversation()
    assert row.tip != tip and row.asked == "when"
    assert (await story.replies())[-1] == WRITTEN


@pytest.mark.parametrize("failure", [Failure.UNREACHABLE, Failure.REJECTED])
async def test_a_reply_that_could_not_be_delivered_waits_under_the_code(everywhere: Story, failure: Failure) -> None:
    tip, code = await everywhere.sent()
    await everywhere.reply(tip)
    assert await states(everywhere, tip) == ["handed"]
    await delivered(everywhere, failure=failure)
    assert await states(everywhere, tip) == ["waiting"]
    said = await everywhere.comes_back(code, "annan telefon", Channel.MESSENGER)
    assert WRITTEN in said
    assert await states(everywhere, tip) == ["handed"]


async def test_a_blocked_bot_is_not_written_to(story: Story) -> None:
    tip, code = await story.sent()
    await story.set(unreachable_at=story.clock())
    shown = await story.reply(tip)
    assert not shown["reporter"]["reachable"]
    assert [one["state"] for one in shown["replies"]] == ["waiting"]
    assert QUESTION not in str(await delivered(story))
    token = await story.session()
    said = await story.comes_back(code, token, Channel.WEBCHAT)
    assert [text for text in said if QUESTION in text] == [WRITTEN]
    assert said[-1] == words("utter_add_more", channel="webchat")
    story.dialogue.script = [opens(new=True)]
    await story.turn("Det var svart.", token, channel=Channel.WEBCHAT)
    assert (await story.tip(tip))["narrative"].endswith("Det var svart.")
    assert (await story.tip(tip))["reporter"]["reachable"]


async def test_messenger_lets_a_human_answer_for_seven_days(story: Story) -> None:
    tip, _ = await story.sent(channel=Channel.MESSENGER)
    story.clock.advance(25 * 3600)
    assert (await story.reply(tip))["reporter"]["reachable"]
    story.clock.advance(6 * DAY)
    shown = await story.reply(tip)
    assert not shown["reporter"]["reachable"]
    assert [one["state"] for one in shown["replies"]] == ["handed", "waiting"]


async def test_a_waiting_reply_is_said_when_the_reporter_writes_again_by_themselves(story: Story) -> None:
    tip, _ = await story.sent(channel=Channel.MESSENGER)
    story.clock.advance(8 * DAY)
    await story.reply(tip)
    story.world.guard.verdicts = {"hej": nothing_told()}
    story.dialogue.script = [answer("utter_greet", intent="greet", slots=SENT)]
    await story.turn("hej", channel=Channel.MESSENGER)
    assert (await story.replies(channel=Channel.MESSENGER))[-1] == words(
        "utter_officer_reply", channel="messenger"
    ) + f"\n\n{QUESTION}"
    assert await states(story, tip) == ["handed"]
    assert (await story.world.conversation(channel=Channel.MESSENGER)).asked == "officer"


async def test_a_web_chat_that_was_closed_keeps_nothing_from_who_comes_back(story: Story) -> None:
    token = await story.session()
    tip, code = await story.sent(token, channel=Channel.WEBCHAT)
    await story.reply(tip)
    assert WRITTEN in await story.comes_back(code, "telefon")
    # What arrived on Telegram is not said again on the next account.
    await delivered(story)
    assert WRITTEN not in await story.comes_back(code, "en till", Channel.MESSENGER)


async def test_an_expired_web_chat_cannot_be_written_to(story: Story) -> None:
    token = await story.session()
    tip, _ = await story.sent(token, channel=Channel.WEBCHAT)
    story.clock.advance(31 * DAY)
    assert [one["state"] for one in (await story.reply(tip))["replies"]] == ["waiting"]


async def test_a_reply_goes_where_the_reporter_was_heard_last(story: Story) -> None:
    tip, code = await story.sent()
    story.clock.advance(60)
    await story.comes_back(code, "bo", Channel.MESSENGER)
    await story.reply(tip)
    assert WRITTEN in await story.replies("bo", Channel.MESSENGER)
    assert WRITTEN not in await story.replies("anna")


async def test_a_reply_comes_in_the_language_of_the_conversation(story: Story) -> None:
    tip, _ = await story.sent()
    await story.set(language="en")
    await story.reply(tip, "What colour was the roof?")
    assert (await story.replies())[-1] == f"{words('utter_officer_reply', 'en')}\n\nWhat colour was the roof?"


async def test_braces_in_a_reply_are_only_braces(story: Story) -> None:
    tip, _ = await story.sent()
    await story.reply(tip, "{reference} {0.__class__} %s")
    assert (await story.replies())[-1].endswith("{reference} {0.__class__} %s")


async def test_a_tip_without_a_reporter_cannot_be_replied_to(story: Story) -> None:
    created = await story.world.tips.create("key", NewTip(narrative="Ett tips per brev"), OFFICER)
    assert not created["reporter"]["reachable"]
    with pytest.raises(NobodyToReplyToError):
        await story.reply(created["id"])
    with pytest.raises(TipNotFoundError):
        await story.reply("unknown")
    assert (await story.close(created["id"]))["replies"] == []


async def test_the_list_says_who_can_be_reached_too(story: Story) -> None:
    from api.tips.listing import Sort
    from api.tips.schemas import Filter

    await story.sent()
    await story.sent("bo")
    await story.set("bo", unreachable_at=story.clock())
    page = await story.world.tips.page(Filter(), Sort.OLDEST, 10, None)
    assert [item["reporter"]["reachable"] for item in page.items] == [True, False]
