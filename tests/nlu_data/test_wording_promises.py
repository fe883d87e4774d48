"""What the service may never say, and what it must: who answers, whom to ring, and no false promise."""

from __future__ import annotations

import pytest

from api.wording_rules import FORBIDDEN_PROMISES, FORBIDDEN_REASSURANCE, TEXTING_112, says
from tests.nlu_data.wording import (
    CHANNELS,
    LANGUAGES,
    all_texts,
    buttons_on,
    responses,
    text_on,
)

HEAD_CHARACTERS = 25


def places_that_say(patterns: tuple[str, ...]) -> list[str]:
    return [place for place, text in all_texts() if says(text, patterns)]


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(
    ("language", "machine", "automatic", "choose", "public"),
    [
        (
            "sv",
            "maskin",
            "automatisk",
            "välja om du vill säga vem du är",
            "allmän handling",
        ),
        (
            "en",
            "machine",
            "automatic",
            "choose whether to say who you are",
            "public document",
        ),
    ],
)
def test_the_greeting_says_who_answers_and_whom_to_ring(
    channel: str, language: str, machine: str, automatic: str, choose: str, public: str
) -> None:
    greeting = text_on(responses(language)["utter_greeting"], channel)
    for words in (machine, automatic, choose, public, "112", "114 14"):
        assert words in greeting
    # Danger before everything but the name of the service.
    assert greeting.index("112") < greeting.index("114 14") < greeting.index(choose)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["utter_greeting", "utter_ask_anonymous"])
@pytest.mark.parametrize(("channel", "owner"), [("telegram", "Telegram"), ("messenger", "Meta")])
def test_who_else_knows_the_account_is_said_where_it_matters(language: str, key: str, channel: str, owner: str) -> None:
    response = responses(language)[key]
    assert owner in text_on(response, channel)
    assert owner not in text_on(response, "webchat")


def test_nothing_promises_that_a_reporter_stays_unknown() -> None:
    assert places_that_say(FORBIDDEN_PROMISES) == []


def test_nothing_says_that_it_is_no_emergency() -> None:
    assert places_that_say(FORBIDDEN_REASSURANCE) == []


def test_nobody_is_told_to_text_112() -> None:
    assert places_that_say(TEXTING_112) == []


@pytest.mark.parametrize(
    ("patterns", "sentence"),
    [
        (FORBIDDEN_PROMISES, "Här är du anonym."),
        (FORBIDDEN_PROMISES, "Du kan tipsa helt anonymt."),
        (FORBIDDEN_PROMISES, "100 % säkert"),
        (FORBIDDEN_PROMISES, "You are anonymous here."),
        (FORBIDDEN_PROMISES, "We guarantee it."),
        (FORBIDDEN_PROMISES, "Ingen kommer att få veta vem du är."),
        (FORBIDDEN_PROMISES, "Nobody will know."),
        (FORBIDDEN_REASSURANCE, "Det här är ingen nödsituation."),
        (FORBIDDEN_REASSURANCE, "Om det inte är akut"),
        (FORBIDDEN_REASSURANCE, "This is not an emergency."),
        (TEXTING_112, "Du kan också smsa 112."),
        (TEXTING_112, "Please text 112."),
    ],
)
def test_the_forbidden_sentences_would_be_found(patterns: tuple[str, ...], sentence: str) -> None:
    assert says(sentence, patterns)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_call_for_112_begins_with_112(language: str) -> None:
    calls = [key for key in responses(language) if key.startswith("utter_call_112")]
    assert {
        "utter_call_112",
        "utter_call_112_suicide_self",
        "utter_call_112_hiding",
    } <= set(calls)
    for key in calls:
        for channel in CHANNELS:
            assert "112" in text_on(responses(language)[key], channel)[:HEAD_CHARACTERS], key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_call_for_112_offers_no_button_to_press_instead(language: str) -> None:
    for key, response in responses(language).items():
        if key.startswith("utter_call_112"):
            assert all(buttons_on(response, channel) == [] for channel in CHANNELS), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_may_take_their_own_life_is_given_someone_to_talk_to(language: str) -> None:
    text = responses(language)["utter_call_112_suicide_self"]["text"]
    for number in ("112", "90101", "116 111", "1177"):
        assert number in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_receipt_that_cannot_answer_names_112(language: str) -> None:
    for key in (
        "utter_received",
        "utter_unsupported",
        "utter_too_long",
        "utter_tip_sent",
        "utter_emergency_denied",
        "utter_set_aside",
        "utter_set_aside_many",
    ):
        assert "112" in responses(language)[key]["text"], key
