"""Whole conversations with the real guard, analysis and Rasa, trained on the real data."""

from __future__ import annotations

from typing import Any

import pytest

from tests.real_app import Chat, RealApp, tip_told


def titles(said: dict[str, object]) -> list[str]:
    return [button["title"] for button in said["buttons"]]  # type: ignore[attr-defined]


def skipped_to(chat: Chat, words: str, said: dict[str, Any]) -> dict[str, Any]:
    """Skip questions until one has these words."""
    for _ in range(5):
        if words in said["text"]:
            break
        said = chat.press("/skip")
    assert words in said["text"]
    return said


def test_a_full_tip_is_asked_only_for_what_is_missing(real_app: RealApp, investigator: dict[str, str]) -> None:
    chat = Chat(real_app)
    said = chat.say(
        "Jag såg en röd Volvo V70 med reg KLM 482 utanför ICA i Haninge igår kväll vid halv åtta, "
        "föraren var en man i 30-årsåldern"
    )
    assert "bild" in said["text"].lower(), "what, when, where and how it is known were told already"
    assert "nå dig" in chat.press("/deny")["text"]
    sent = chat.press("/deny")
    tip = tip_told(real_app, investigator, "KLM 482")
    assert tip["reference"] in sent["text"]
    assert tip["complete"] is True
    assert tip["missing"] == []
    assert tip["area"] == "Haninge"
    assert {name: tip["fields"][name]["value"] for name in ("plate", "vehicle_make", "basis")} == {
        "plate": "KLM482",
        "vehicle_make": "Volvo",
        "basis": "seen",
    }
    assert "KLM 482" not in sent["text"], "a tip's words are never repeated"


def test_every_question_can_be_skipped(real_app: RealApp, investigator: dict[str, str]) -> None:
    chat = Chat(real_app)
    said = chat.say("Min granne säljer hembränt till ungdomar från sitt garage")
    for _ in range(6):
        if "skickat" in said["text"]:
            break
        said = chat.say("hoppa över") if "/skip" not in str(said["buttons"]) else chat.press("/skip")
    assert "skickat" in said["text"]
    assert tip_told(real_app, investigator, "hembränt")["complete"] is True


def test_three_short_messages_in_a_row_get_one_answer(real_app: RealApp) -> None:
    chat = Chat(real_app)
    before = len(chat.history())
    for text in ("hej", "jag såg en bil", "den var blå"):
        chat.post(text)
    chat.hear()
    chat.http.get("/livez")
    bot = [item for item in chat.history()[before:] if item["from"] == "bot"]
    assert len(bot) == 1


def test_a_burglar_in_the_house_is_pointed_to_112_at_once(real_app: RealApp, investigator: dict[str, str]) -> None:
    chat = Chat(real_app)
    assert chat.say("det är nån i huset!! jag gömmer mig i garderoben")["text"].startswith("Ring 112")
    tip = tip_told(real_app, investigator, "garderoben")
    assert tip["urgency"] == "now"
    assert tip["emergency"]["level"] == "call_112"


def test_in_english_the_answer_is_english(real_app: RealApp) -> None:
    chat = Chat(real_app, language="en")
    assert "112" in chat.greeting and "machine" in chat.greeting.lower()
    assert "112" in chat.say("there is a burglar in the house right now please help")["text"]
    assert "Call" in chat.history()[-1]["text"]


def test_a_question_in_the_middle_is_answered_and_the_tip_goes_on(real_app: RealApp) -> None:
    chat = Chat(real_app)
    first = chat.say("Vi hade inbrott i sommarstugan på Värmdö, de tog en tv och en gräsklippare")
    said = chat.say("kan jag vara anonym?")
    assert "inte lova" in said["text"]
    assert titles(said) == titles(first), "the open question is put again"


def test_a_question_beside_a_tip_is_answered_and_the_tip_is_taken(
    real_app: RealApp, investigator: dict[str, str]
) -> None:
    chat = Chat(real_app)
    said = chat.say("Min granne säljer amfetamin från sitt garage i Vivalla. Kan jag vara anonym?")
    assert "inte lova" in said["text"]
    assert tip_told(real_app, investigator, "amfetamin")["area"] == "Örebro"


def test_a_question_alone_makes_no_tip(real_app: RealApp, investigator: dict[str, str]) -> None:
    chat = Chat(real_app)
    said = chat.say("Pratar jag med en människa eller en maskin?")
    assert "maskin" in said["text"].lower()
    with pytest.raises(AssertionError, match="no such tip"):
        tip_told(real_app, investigator, "människa eller en maskin", seconds=0.5)


def test_an_answer_to_the_question_about_danger_is_heard(real_app: RealApp) -> None:
    chat = Chat(real_app)
    said = chat.say("min exman står utanför porten igen och jag vet inte vad han vill")
    if "/emergency_yes" in str(said["buttons"]):
        assert chat.press("/emergency_yes")["text"].startswith("Ring 112")
    else:
        assert said["text"].startswith("Ring 112")


def test_contact_data_stays_out_of_the_tip(real_app: RealApp, investigator: dict[str, str]) -> None:
    chat = Chat(real_app)
    said = chat.say("Jag såg hur två killar klottrade på tunneln i Vårby gård i söndags kväll vid nio")
    skipped_to(chat, "nå dig", said)
    chat.say("070-1740633 Kajsa")
    tip = tip_told(real_app, investigator, "klottrade")
    assert tip["reporter"]["consents_to_contact"] is True
    assert "1740633" not in str(tip) and "Kajsa" not in str(tip)


def test_a_tip_that_is_cancelled_is_not_thrown_away(real_app: RealApp, investigator: dict[str, str]) -> None:
    chat = Chat(real_app)
    chat.say("Jag tror att min chef köper stulna verktyg av en kille på Hisingen varje fredag")
    chat.say("avbryt, jag vill inte fortsätta")
    assert tip_told(real_app, investigator, "stulna verktyg")["status"] == "open"


def test_what_is_added_afterwards_joins_the_same_tip(real_app: RealApp, investigator: dict[str, str]) -> None:
    chat = Chat(real_app)
    chat.say("Såg den försvunna flickan i gul regnjacka vid busstationen i Örebro idag klockan tre")
    chat.press("/send")
    chat.say("hon hade en rosa ryggsäck också glömde jag säga")
    assert "rosa ryggsäck" in tip_told(real_app, investigator, "gul regnjacka")["narrative"]


@pytest.mark.parametrize("no", ["/emergency_no", "nej"])
def test_after_a_no_to_danger_the_tip_goes_on_where_it_was(real_app: RealApp, no: str) -> None:
    chat = Chat(real_app)
    skipped_to(chat, "bilder", chat.say("Jag såg en bil stå konstigt vid vår lada i Knivsta igår kväll"))
    assert "Händer det nu" in chat.say("han slog henne")["text"]
    chat.post(payload=no) if no.startswith("/") else chat.post(no)
    assert "Tack, då vet jag" in chat.hear()[-1]["text"]
    assert "bilder" in chat.hear()[-1]["text"], "what was told before the no answers no question about pictures"


def test_what_is_told_instead_of_an_answer_about_pictures_is_kept_and_the_question_stays(
    real_app: RealApp, investigator: dict[str, str]
) -> None:
    chat = Chat(real_app)
    skipped_to(chat, "bilder", chat.say("Igår kväll stod en man och kände på bildörrar på Storgatan i Sala"))
    said = chat.say("han hade en röd mössa och haltade")
    assert "det är med" in said["text"] and "bilder" in said["text"]
    assert "nå dig" in chat.press("/deny")["text"]
    assert "röd mössa" in tip_told(real_app, investigator, "kände på bildörrar")["narrative"]


def test_nobody_is_asked_more_than_five_questions(real_app: RealApp) -> None:
    chat = Chat(real_app)
    said = chat.say("grannen langar knark")
    put = 0
    while "skickat" not in said["text"]:
        put += 1
        assert put <= 5
        said = chat.say("nej" if "nå dig" in said["text"] else "vet inte")


def test_a_correction_in_free_words_is_shown(real_app: RealApp, investigator: dict[str, str]) -> None:
    chat = Chat(real_app)
    chat.say("Min svarta Volvo V60 med regnr GHT 51K blev stulen utanför Coop i Ludvika i natt")
    said = chat.say("nej förlåt, den är blå inte svart")
    assert "färgen: blå" in said["text"]
    assert tip_told(real_app, investigator, "GHT 51K")["fields"]["colour"]["value"] == ["blue"]


def test_one_conversation_can_hold_several_tips(real_app: RealApp, investigator: dict[str, str]) -> None:
    chat = Chat(real_app)
    chat.say("Någon har snott min moped, en röd Peugeot, från gården på Norrgatan i Motala i natt")
    assert "nästa" in chat.say("nytt tips")["text"]
    chat.say("Min granne Inga lurades på 40 000 av en som sa att han ringde från banken")
    first = tip_told(real_app, investigator, "röd Peugeot")
    second = tip_told(real_app, investigator, "ringde från banken")
    assert first["told"] is True and first["id"] != second["id"]
    assert (first["category"], second["category"]) == ("stolen_vehicle", "fraud")


def test_what_was_written_can_be_deleted_before_it_is_sent(real_app: RealApp, investigator: dict[str, str]) -> None:
    chat = Chat(real_app)
    chat.say("Jag tror att min kusin langar tabletter på gymnasiet i Boden")
    tip_told(real_app, investigator, "langar tabletter")
    assert "/delete_yes" in str(chat.say("radera det jag skrev")["buttons"])
    assert "raderat" in chat.press("/delete_yes")["text"]
    assert "tabletter" not in str(chat.history())
    with pytest.raises(AssertionError, match="no such tip"):
        tip_told(real_app, investigator, "langar tabletter", seconds=0.5)


def test_another_language_than_ours_is_answered_honestly(real_app: RealApp) -> None:
    chat = Chat(real_app)
    assert "svenska och engelska" in chat.say("kan du prata arabiska")["text"]
    assert "answer in English" in chat.say("English please")["text"]


def test_the_word_that_sends_a_tip_is_no_cry_for_help(real_app: RealApp) -> None:
    chat = Chat(real_app)
    chat.say("Jag blev lurad på Blocket, swishade 4000 för en iphone som aldrig kom")
    assert "skickat" in chat.say("skicka")["text"]


def test_a_place_without_its_town_is_asked_for_the_town(real_app: RealApp, investigator: dict[str, str]) -> None:
    chat = Chat(real_app)
    said = chat.say("Varje natt i veckan har någon målat klotter på porten till lägenheten ovanför, jag såg det själv")
    said = skipped_to(chat, "ort", said)
    chat.say("Österängen i Jönköping")
    assert tip_told(real_app, investigator, "lägenheten ovanför")["area"] == "Jönköping"


def test_a_place_said_when_contact_is_asked_for_is_no_contact(real_app: RealApp, investigator: dict[str, str]) -> None:
    chat = Chat(real_app)
    said = chat.say("Någon dumpar bildäck i skogen bakom vårt hus varje söndag, jag ser det från fönstret")
    skipped_to(chat, "nå dig", said)
    assert "nå dig" in chat.say("Jönköping, Österängen")["text"]
    tip = tip_told(real_app, investigator, "dumpar bildäck")
    assert (tip["area"], tip["reporter"]["consents_to_contact"]) == ("Jönköping", False)


def test_after_a_tip_one_tap_answers_the_question_on_trust(real_app: RealApp) -> None:
    chat = Chat(real_app)
    chat.say("Såg en kille måla på tunneln i Vårby gård i söndags kväll vid nio")
    chat.press("/send")
    assert chat.survey is not None
    assert "förtroende" in chat.survey["text"]
    assert chat.press("/survey_neither")["text"] == "Tack för ditt svar!"
    assert "Varken eller" not in [item["text"] for item in chat.history()], "the answer stands in no history"


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("hur skyddar jag min cykel", "Lås fast ramen"),
        ("har ni några råd mot inbrott", "Så försvårar du inbrott"),
        ("är det här verkligen polisen?", "Polisens officiella konton"),
        ("är @polisen_sodermalm polisens konto?", "@polisen_sodermalm står inte på listan"),
        ("när läser en människa det jag skriver?", "först nästa dag"),
        ("vem läser det här?", "allmän handling"),
        ("hur anmäler jag ett brott", "anmälan gör du på polisen.se"),
        ("vilket nummer ska jag ringa", "114 14: allt annat"),
        ("vad får jag skicka här, går det med bilder?", "bilder"),
        ("vad är det som händer i stan just nu", "polisen.se"),
    ],
)
def test_questions_are_answered_honestly(real_app: RealApp, question: str, answered: str) -> None:
    assert answered in Chat(real_app).say(question)["text"]
