"""What the changes that Rasa's actions want make of a tip."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from api.store.base import table_of
from api.tips.schemas import GivenValue, TipPatch
from api.vault.models import Contact
from bot.intake import Channel
from tests.api.world import OFFICER, World, words
from tests.fakes import FakeClock, FakeDialogue, answer, nothing_told, opens, sends

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


async def test_a_report_opens_a_tip_and_puts_a_question(world: World, dialogue: FakeDialogue) -> None:
    dialogue.script = [opens("stolen_vehicle", asks="when")]
    await turn(world, STORY)
    tip = await world.only_tip()
    assert (tip["category"], tip["told"], tip["narrative"]) == ("stolen_vehicle", False, STORY)
    assert (await world.replies())[-1] == f"{words('utter_tip_started')}\n\n{words('utter_ask_when')}"
    row = await world.conversation()
    assert (row.asked, row.pending) == ("when", 0)


async def test_fields_come_from_the_analysis_with_the_message_they_stand_in(world: World) -> None:
    world.analysis.found = {"ABC123": {"plate": "ABC123"}, "Nacka": {"area": "Nacka"}, "röd": {"colour": ["red"]}}
    await turn(world, STORY)
    tip = await world.only_tip()
    plate = tip["fields"]["plate"]
    assert STORY[plate["start"] : plate["end"]] == "ABC123" == plate["value"]
    assert plate["message"] == tip["messages"][0]["id"]
    assert tip["area"] == "Nacka"


async def test_a_later_message_adds_and_a_known_value_stays(world: World) -> None:
    world.analysis.found = {"ABC123": {"plate": "ABC123"}, "XYZ789": {"plate": "XYZ789"},
                            "röd": {"colour": ["red"]}, "svart": {"colour": ["black"]}}  # fmt: skip
    await turn(world, STORY)
    await turn(world, "Taket var svart, och en annan bil hade XYZ789.")
    fields = (await world.only_tip())["fields"]
    assert fields["plate"]["value"] == "ABC123"
    assert fields["colour"]["value"] == ["red", "black"]


async def test_a_correction_replaces_the_value(world: World, dialogue: FakeDialogue) -> None:
    world.analysis.found = {"ABC123": {"plate": "ABC123"}, "ABC124": {"plate": "ABC124"}}
    dialogue.script = [opens(), answer("utter_corrected", intent="correct", changes=({"change": "correct"},))]
    await turn(world, STORY)
    await turn(world, "Nej det var ABC124 förresten.")
    assert (await world.only_tip())["fields"]["plate"]["value"] == "ABC124"


@pytest.mark.parametrize(
    ("channel", "shown"), [("webchat", "registreringsnumret: ABC124"), ("telegram", "registreringsnumret")]
)
async def test_a_correction_is_shown_and_its_value_only_where_nobody_else_keeps_the_chat(
    world: World, dialogue: FakeDialogue, channel: str, shown: str
) -> None:
    sender = "anna"
    if channel == "webchat":
        sender = (await world.sessions.open("sv", None)).token
    world.analysis.found = {"ABC123": {"plate": "ABC123"}, "ABC124": {"plate": "ABC124"}}
    dialogue.script = [opens(), answer("utter_corrected", intent="correct", changes=({"change": "correct"},))]
    for text in (STORY, "Nej det var ABC124 förresten."):
        await world.say(text, sender, channel=Channel(channel))
        await world.take_turns()
    told = (await world.replies(sender, Channel(channel)))[-1]
    assert told == words("utter_corrected_shown", channel=channel, changed=shown)


async def test_another_tip_begins_where_the_reporter_says_so(world: World, dialogue: FakeDialogue) -> None:
    ends = ({"change": "submit"}, {"change": "detach"})
    dialogue.script = [opens(), answer("utter_new_tip", intent="new_tip", changes=ends), opens()]
    await turn(world, STORY)
    await world.press("/new_tip")
    await world.take_turns()
    await turn(world, "Min hund är borta sedan i går.")
    first, second = await world.all_tips()
    assert (first["narrative"], first["told"]) == (STORY, True)
    assert second["narrative"] == "Min hund är borta sedan i går."


async def test_the_answer_to_an_open_question_replaces_what_was_guessed(world: World, dialogue: FakeDialogue) -> None:
    world.analysis.found = {"Nacka": {"place": "Nacka"}, "Solna": {"place": "Solna"}}
    dialogue.script = [opens(asks="where"), answer("utter_ask_when", asks="when")]
    await turn(world, STORY)
    await turn(world, "Det hände i Solna centrum.")
    assert (await world.only_tip())["fields"]["place"]["value"] == "Solna"


async def test_an_officers_value_is_never_overwritten(world: World, dialogue: FakeDialogue) -> None:
    world.analysis.found = {"ABC123": {"plate": "ABC123"}, "ABC124": {"plate": "ABC124"}}
    dialogue.script = [opens(), answer("utter_corrected", intent="correct", changes=({"change": "correct"},))]
    await turn(world, STORY)
    tip = await world.only_tip()
    patch = TipPatch(fields={"plate": GivenValue(value="ZZZ999"), "time_start": GivenValue(value="i lördags")})
    await world.tips.change(tip["id"], '"1"', patch, OFFICER)
    await turn(world, "Nej det var ABC124 förresten.")
    fields = (await world.only_tip())["fields"]
    assert (fields["plate"]["value"], fields["plate"]["source"]) == ("ZZZ999", "officer")
    assert await world.states() == ["done", "done"]


async def test_what_an_officer_types_as_area_stays_out_of_the_clear_column(world: World) -> None:
    await turn(world, STORY)
    tip = await world.only_tip()
    await world.tips.change(tip["id"], "*", TipPatch(fields={"area": GivenValue(value="hos Kalle")}), OFFICER)
    await turn(world, "Det var sent på kvällen och mörkt.")
    assert (await world.only_tip())["area"] is None


async def test_the_first_category_stays(world: World, dialogue: FakeDialogue) -> None:
    dialogue.script = [opens("stolen_vehicle"), opens("fraud")]
    await turn(world, STORY)
    await turn(world, "Sedan ringde någon och ville ha min bankkod.")
    assert (await world.only_tip())["category"] == "stolen_vehicle"


async def test_sending_makes_the_tip_told_and_gives_its_reference(world: World, dialogue: FakeDialogue) -> None:
    dialogue.script = [opens(), sends()]
    await turn(world, STORY)
    await turn(world, "skicka nu.")
    tip = await world.only_tip()
    assert tip["told"] and tip["complete"]
    assert tip["reference"] in (await world.replies())[-2], "the question on trust comes last"
    assert [entry["action"] for entry in tip["timeline"]] == ["created", "told"]
    assert (await world.conversation()).told


async def test_cancelling_throws_nothing_away(world: World, dialogue: FakeDialogue) -> None:
    cancelled = answer("utter_tip_cancelled", intent="cancel", changes=({"change": "cancel"},))
    dialogue.script = [opens(), cancelled]
    await turn(world, STORY)
    await turn(world, "Jag orkar inte mer, avbryt.")
    tip = await world.only_tip()
    assert tip["told"] and not tip["complete"]
    assert STORY in tip["narrative"]
    assert tip["timeline"][-1]["action"] == "cancelled"


async def test_what_is_added_after_sending_goes_into_the_same_tip(world: World, dialogue: FakeDialogue) -> None:
    added = answer("utter_tip_added", changes=({"change": "add"},), slots={"tip_state": "sent"})
    dialogue.script = [opens(), sends(), added]
    for text in (STORY, "skicka nu.", "Han hade en blå jacka också."):
        await turn(world, text)
    tip = await world.only_tip()
    assert "blå jacka" in tip["narrative"]
    assert tip["reference"] in (await world.replies())[-1] or words("utter_tip_added") == (await world.replies())[-1]


async def test_another_matter_after_sending_is_a_tip_of_its_own(world: World, dialogue: FakeDialogue) -> None:
    dialogue.script = [opens(), sends(), opens("dog", new=True)]
    for text in (STORY, "skicka nu.", "Jag har hittat en lös hund i parken."):
        await turn(world, text)
    first, second = await world.all_tips()
    assert (first["category"], second["category"]) == ("stolen_vehicle", "dog")
    assert second["narrative"] == "Jag har hittat en lös hund i parken."
    assert "hund" not in first["narrative"]
    assert not second["told"]


async def test_an_addition_after_the_desk_closed_the_tip_is_not_lost(world: World, dialogue: FakeDialogue) -> None:
    added = answer("utter_tip_added", changes=({"change": "add"},), slots={"tip_state": "sent"})
    dialogue.script = [opens(), sends(), added]
    await turn(world, STORY)
    await turn(world, "skicka nu.")
    await world.set_status((await world.only_tip())["id"], "closed")
    world.guard.verdicts["Han heter Kalle."] = nothing_told()
    await turn(world, "Han heter Kalle.")
    assert "Han heter Kalle." in [tip["narrative"] for tip in await world.all_tips() if tip["status"] == "open"]


async def test_an_answer_after_the_desk_closed_the_tip_is_not_lost(world: World, dialogue: FakeDialogue) -> None:
    told = answer("utter_ask_basis", changes=({"change": "answer", "slot": "where", "how": "told"},), asks="basis")
    dialogue.script = [opens(asks="where"), told]
    await turn(world, STORY)
    await world.set_status((await world.only_tip())["id"], "closed")
    world.guard.verdicts["bakom kiosken"] = nothing_told()
    await turn(world, "bakom kiosken")
    assert [tip["narrative"] for tip in await world.all_tips()] == [STORY, "bakom kiosken"]


async def test_asking_for_a_human_makes_a_tip_that_says_so(world: World, dialogue: FakeDialogue) -> None:
    dialogue.script = [answer("utter_human", intent="human", changes=({"change": "human"},))]
    world.guard.verdicts["Jag vill prata med en människa."] = nothing_told()
    await turn(world, "Jag vill prata med en människa.")
    assert (await world.only_tip())["status"] == "open"


async def test_asking_for_a_human_marks_the_tip_that_grows(world: World, dialogue: FakeDialogue) -> None:
    dialogue.script = [opens(), answer("utter_human", intent="human", changes=({"change": "human"},))]
    await turn(world, STORY)
    await turn(world, "Kan jag få prata med en människa?")
    assert (await world.only_tip())["wants_human"]


async def test_the_place_that_could_not_be_read_is_kept_as_it_was_said(world: World, dialogue: FakeDialogue) -> None:
    told = answer("utter_ask_basis", changes=({"change": "answer", "slot": "where", "how": "told"},), asks="basis")
    dialogue.script = [opens(asks="where"), told]
    await turn(world, STORY)
    await turn(world, "bakom den stora kiosken")
    place = (await world.only_tip())["fields"]["place"]
    assert (place["value"], place["source"]) == ("bakom den stora kiosken", "reporter")


async def test_how_the_reporter_knows_is_a_field_and_no_longer_missing(world: World, dialogue: FakeDialogue) -> None:
    seen = answer("utter_ask_contact", changes=({"change": "answer", "slot": "basis", "how": "seen"},), asks="contact")
    dialogue.script = [opens(asks="basis"), seen]
    await turn(world, STORY)
    assert "basis" in (await world.only_tip())["missing"]
    await turn(world, "ja jag såg det själv")
    tip = await world.only_tip()
    assert tip["fields"]["basis"]["value"] == "seen"
    assert "basis" not in tip["missing"]


async def test_contact_data_lies_in_the_vault_and_the_tip_only_says_that_it_does(
    world: World, dialogue: FakeDialogue
) -> None:
    told = answer("utter_tip_sent", changes=({"change": "answer", "slot": "contact", "how": "told"},))
    dialogue.script = [opens(asks="contact"), told, told]
    await turn(world, STORY)
    await turn(world, "ring 070-123 45 67")
    tip = await world.only_tip()
    assert tip["reporter"]["consents_to_contact"]
    assert "070" not in str(tip)
    ((sealed,),) = await world.rows(select(contacts.c.sealed).where(contacts.c.tip == tip["id"]))
    record = f"contact-{tip['id']}"
    opened = await world.store.read(lambda read: read.open(record, "contact", sealed))
    assert opened["text"] == "ring 070-123 45 67"


async def test_contact_data_is_kept_even_after_a_crash_between_key_and_row(
    world: World, dialogue: FakeDialogue
) -> None:
    from api.store.sealing import Scope

    told = answer("utter_tip_sent", changes=({"change": "answer", "slot": "contact", "how": "told"},))
    dialogue.script = [opens(asks="contact"), told]
    await turn(world, STORY)
    record = f"contact-{(await world.only_tip())['id']}"
    await world.store.write(lambda write: write.new_record(record, Scope.WHO))
    await turn(world, "ring 070-123 45 67")
    assert (await world.only_tip())["reporter"]["consents_to_contact"]
    assert await world.states() == ["done", "done"]


async def test_a_silent_reporters_tip_counts_as_told_but_not_as_complete(world: World, clock: FakeClock) -> None:
    await turn(world, STORY)
    assert await world.workers.end_silent() == 0
    clock.advance(901)
    assert await world.workers.end_silent() == 1
    assert await world.workers.end_silent() == 0
    tip = await world.only_tip()
    assert tip["told"] and not tip["complete"]
    assert tip["timeline"][-1]["action"] == "fell_silent"
    row = await world.conversation()
    assert row.told and row.asked is None


async def test_after_a_silence_the_dialogue_knows_that_the_tip_was_sent(
    world: World, dialogue: FakeDialogue, clock: FakeClock
) -> None:
    await turn(world, STORY)
    clock.advance(901)
    await world.workers.end_silent()
    await turn(world, "Jo, en sak till om bilen.")
    draft = dialogue.asked[-1].draft
    assert (draft.slots["tip_state"], draft.requested_slot) == ("sent", None)


async def test_guesses_are_offered_as_buttons(world: World, dialogue: FakeDialogue) -> None:
    from dataclasses import replace

    guess = {"guesses": ["report_fraud", "ask_number", "no_such_title"]}
    dialogue.script = [replace(answer(intent="nlu_fallback"), responses=(("utter_ask_which", guess),))]
    await turn(world, "asdf hjkl qwer uiop.")
    said = (await world.history())[-1]
    assert [payload for _, payload in said.buttons][:2] == ["/report_fraud", "/ask_number"]


async def test_a_pressed_button_is_an_intent_and_nothing_to_read(world: World, dialogue: FakeDialogue) -> None:
    dialogue.script = [answer("utter_language", intent="language")]
    await world.press("/language")
    await world.take_turns()
    assert (dialogue.asked[0].intent, dialogue.asked[0].text) == ("language", "")
