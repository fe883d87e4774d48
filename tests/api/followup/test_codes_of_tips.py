"""When a reporter is given a receipt code, and how long it can be read."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from api.conversations.secrets import DOTS, record_of
from api.store.keystore import KeyDestroyedError
from bot.intake import Channel
from tests.api.followup.story import STORY, Story, code_in, has_code, receipts
from tests.api.world import OFFICER
from tests.fakes import answer, nothing_told, opens, sends

pytestmark = pytest.mark.anyio

DAY = 24 * 3600
SENT = {"tip_state": "sent"}


async def test_sending_gives_a_code_of_which_the_store_keeps_no_word(everywhere: Story) -> None:
    tip, code = await everywhere.sent()
    (row,) = await everywhere.world.rows(select(receipts))
    assert row.tip == tip and row.digest.startswith("$argon2id$")
    assert (await everywhere.tip(tip))["reference"] in (await everywhere.replies())[-1]
    assert not any(word in str(row) for word in code.split())


async def test_the_code_is_said_once(story: Story) -> None:
    await story.sent()
    story.dialogue.otherwise = answer("utter_tip_added", changes=({"change": "add"},), slots=SENT)
    await story.turn("Jag minns att bilen hade en buckla.")
    assert not has_code((await story.replies())[-1])
    story.dialogue.otherwise = sends()
    await story.turn("skicka nu igen.")
    assert not has_code((await story.replies())[-1])


async def test_every_tip_has_a_code_of_its_own(story: Story) -> None:
    _, first = await story.sent()
    story.dialogue.script = [opens("fraud", new=True), sends()]
    await story.turn("Sedan ringde någon om min bankkod.")
    await story.turn("skicka nu.")
    assert code_in((await story.replies())[-1]) != first
    assert len(await story.world.rows(select(receipts))) == 2


async def test_a_tip_that_is_left_for_another_one_has_its_code_too(story: Story) -> None:
    story.dialogue.script = [opens(), answer("utter_new_tip", changes=({"change": "submit"}, {"change": "detach"}))]
    await story.turn(STORY)
    await story.turn("nytt tips")
    (row,) = await story.world.rows(select(receipts))
    assert row.tip == (await story.world.only_tip())["id"]
    assert has_code((await story.replies())[-1])


async def test_who_fell_silent_has_the_code_with_the_next_answer(story: Story) -> None:
    await story.turn(STORY)
    story.clock.advance(1000)
    assert await story.world.workers.end_silent() == 1
    assert not any(has_code(text) for text in await story.replies())
    story.dialogue.otherwise = answer("utter_thanks", intent="thanks", slots=SENT)
    story.world.guard.verdicts = {"tack så mycket": nothing_told()}
    await story.turn("tack så mycket")
    assert has_code((await story.replies())[-1])
    assert len(await story.world.all_tips()) == 1


async def test_a_thank_you_leaves_the_sent_tip_as_it_is(story: Story) -> None:
    tip, _ = await story.sent()
    story.world.guard.verdicts = {"tack": nothing_told()}
    story.dialogue.script = [answer("utter_thanks", intent="thanks", slots=SENT)]
    await story.turn("tack")
    assert (await story.tip(tip))["told"]


async def test_no_code_is_given_where_there_is_no_tip(story: Story) -> None:
    story.world.guard.verdicts = {"hej": nothing_told()}
    story.dialogue.script = [answer("utter_greet", intent="greet")]
    await story.turn("hej")
    assert await story.world.rows(select(receipts)) == []


async def test_after_a_day_dots_stand_in_its_place_for_good(story: Story) -> None:
    _, code = await story.sent()
    (row,) = await story.world.rows(select(receipts))
    for one in await story.world.delivery.outgoing(Channel.TELEGRAM, 0.01):
        await story.world.delivery.delivered(one.id)
    for one in await story.world.delivery.outgoing(Channel.TELEGRAM, 0.01):
        await story.world.delivery.delivered(one.id)
    for one in await story.world.delivery.outgoing(Channel.TELEGRAM, 0.01):
        assert code in one.text
        await story.world.delivery.delivered(one.id)
    story.clock.advance(DAY - 60)
    assert await story.world.receipts.hide_old() == 0
    story.clock.advance(120)
    assert await story.world.receipts.hide_old() == 1
    last = (await story.replies())[-1]
    assert code not in last and DOTS in last and "tips" in last
    with pytest.raises(KeyDestroyedError):
        await story.world.store.read(lambda read: read.key(record_of(row.message)))
    assert "hittade ditt tips" in (await story.comes_back(code))[-1]


async def test_a_code_that_was_not_delivered_yet_can_still_be_read(story: Story) -> None:
    _, code = await story.sent()
    story.clock.advance(2 * DAY)
    assert await story.world.receipts.hide_old() == 0
    assert code in (await story.replies())[-1]


async def test_in_the_web_chat_it_stands_for_a_day(story: Story) -> None:
    token = await story.session()
    _, code = await story.sent(token, channel=Channel.WEBCHAT)
    story.clock.advance(DAY + 60)
    assert await story.world.receipts.hide_old() == 1
    assert code not in (await story.replies(token, Channel.WEBCHAT))[-1]


async def test_who_wants_all_deleted_sees_the_code_no_more(story: Story) -> None:
    tip, code = await story.sent()
    story.dialogue.script = [answer("utter_delete_yes", intent="delete_yes", changes=({"change": "delete"},))]
    await story.world.press("/delete_yes")
    await story.world.take_turns()
    assert not any(code in text for text in await story.replies())
    # The tip was received by the police, and its code still opens it for who wrote it down.
    assert "hittade ditt tips" in (await story.comes_back(code))[-1]
    assert (await story.tip(tip))["timeline"][-2]["action"] == "deletion_requested"


async def test_the_state_is_told_to_who_asks_after_sending(story: Story) -> None:
    tip, _ = await story.sent()
    asks = answer("utter_ask_status", intent="ask_status", slots=SENT)
    story.dialogue.otherwise = asks
    story.world.guard.verdicts = {"hur går det?": nothing_told()}
    await story.turn("hur går det?")
    assert "väntar på att bli läst" in (await story.replies())[-1]
    await story.world.tips.claim(tip, OFFICER)
    await story.turn("hur går det?")
    assert "har nått en människa" in (await story.replies())[-1]
    await story.close(tip, tell=False)
    await story.turn("hur går det?")
    assert "är klar med det" in (await story.replies())[-1]
    assert "till nytta" not in (await story.replies())[-1]


async def test_who_sent_nothing_hears_that_nothing_can_be_seen(story: Story) -> None:
    story.world.guard.verdicts = {"hur går det?": nothing_told()}
    story.dialogue.otherwise = answer("utter_ask_status", intent="ask_status")
    await story.turn("hur går det?")
    assert "114 14" in (await story.replies())[-1]
