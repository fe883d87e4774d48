"""What became of a tip, in general words, to its reporter or to all who tipped about a notice."""

from __future__ import annotations

import pytest

from api.tips.models import Outcome
from bot.intake import Channel
from tests.api.followup.story import Story
from tests.api.world import words

pytestmark = pytest.mark.anyio

FOUND = f"{words('utter_outcome')}\n\n{words('utter_outcome_person_found')}"


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("language", ["sv", "en"])
async def test_every_outcome_has_words_in_both_languages(story: Story, outcome: Outcome, language: str) -> None:
    tip, _ = await story.sent()
    await story.set(language=language)
    shown = await story.close(tip, outcome)
    said = (await story.replies())[-1]
    assert said == f"{words('utter_outcome', language)}\n\n{words(f'utter_outcome_{outcome}', language)}"
    assert [(one["kind"], one["state"]) for one in shown["replies"]] == [("outcome", "handed")]
    assert (shown["status"], shown["outcome"]) == ("closed", outcome)


async def test_nothing_is_told_unless_an_officer_wants_it(story: Story) -> None:
    tip, code = await story.sent()
    before = await story.replies()
    await story.close(tip, tell=False)
    assert await story.replies() == before
    assert words("utter_outcome_used") not in (await story.comes_back(code))[-1]


async def test_an_outcome_waits_under_the_code(everywhere: Story) -> None:
    tip, code = await everywhere.sent()
    await everywhere.set(unreachable_at=everywhere.clock())
    assert [one["state"] for one in (await everywhere.close(tip))["replies"]] == ["waiting"]
    said = (await everywhere.comes_back(code))[-1]
    assert words("utter_status_closed") in said and words("utter_outcome_used") in said
    assert [one["state"] for one in (await everywhere.tip(tip))["replies"]] == ["handed"]


async def test_who_comes_back_later_hears_the_outcome_again(story: Story) -> None:
    tip, code = await story.sent()
    await story.close(tip)
    for sender in ("bo", "carl"):
        assert words("utter_outcome_used") in (await story.comes_back(code, sender))[-1]


async def test_what_is_told_after_an_outcome_is_a_tip_of_its_own(story: Story) -> None:
    tip, _ = await story.sent()
    await story.close(tip)
    await story.turn("Nu såg jag samma bil igen.")
    assert len(await story.world.all_tips()) == 2


async def tipped(story: Story, sender: str, notice: str, channel: Channel = Channel.TELEGRAM) -> str:
    from sqlalchemy import update

    from tests.api.world import tips_table

    tip, _ = await story.sent(sender, f"Jag såg {sender} vid torget.", channel=channel)
    change = update(tips_table).where(tips_table.c.id == tip).values(notice=notice)
    await story.world.store.write(lambda write: write.connection.execute(change).rowcount)
    return tip


async def test_all_who_tipped_about_a_notice_hear_of_it_once(everywhere: Story) -> None:
    for sender in ("anna", "bo", "carl"):
        await tipped(everywhere, sender, "N-1")
    await tipped(everywhere, "anna", "N-1")
    await tipped(everywhere, "dora", "N-2")
    await everywhere.set("carl", unreachable_at=everywhere.clock())
    dry = await everywhere.tell_all("N-1", dry_run=True)
    assert (dry.reporters, dry.handed, dry.waiting) == (3, 2, 1)
    assert FOUND not in await everywhere.replies("anna")
    count = await everywhere.tell_all("N-1")
    assert (count.reporters, count.handed, count.waiting) == (3, 2, 1)
    heard = {sender: (await everywhere.replies(sender)).count(FOUND) for sender in ("anna", "bo", "carl", "dora")}
    assert heard == {"anna": 1, "bo": 1, "carl": 0, "dora": 0}
    again = await everywhere.tell_all("N-1")
    assert (again.reporters, again.handed, again.waiting) == (0, 0, 0)
    assert (await everywhere.replies("anna")).count(FOUND) == 1


async def test_a_notice_that_nobody_tipped_about_has_nobody_to_tell(story: Story) -> None:
    assert (await story.tell_all("N-9")).reporters == 0


async def test_many_reporters_are_told_in_several_writes(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.followup.service.AT_ONCE", 2)
    for number in range(5):
        await tipped(story, f"reporter {number}", "N-1")
    count = await story.tell_all("N-1")
    assert (count.reporters, count.handed) == (5, 5)
