"""What the service says: whole in both languages, and fit for every channel."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from string import Formatter

import pytest
import yaml

from api.pages.topics import Topic
from api.surveys.asking import Answer
from api.wording_rules import MAX_TEXT_UNITS, page_faults, units
from tests.nlu_data.wording import (
    CHANNELS,
    LANGUAGES,
    NLU_DATA,
    all_texts,
    buttons_on,
    responses,
    source,
    text_on,
)

MAX_BUTTONS = 13
MAX_TITLE_CHARACTERS = 20
MAX_PAYLOAD_BYTES = 64

# Answers to buttons that the app handles itself; no intent of the domain.
APP_PAYLOADS = {
    "/emergency_yes",
    "/emergency_no",
    "/media_data_yes",
    "/media_data_no",
    *(f"/survey_{answer}" for answer in Answer),
}
PLACEHOLDERS = {
    "utter_receipt_code": {"code"},
    "utter_tip_sent": {"reference"},
    "utter_corrected_shown": {"changed"},
    "utter_offer_when_where/webchat": {"time", "place"},
    "utter_offer_when/webchat": {"time"},
    "utter_offer_where/webchat": {"place"},
    "utter_media_too_large": {"link"},
    "utter_accounts_address": {"address"},
    "utter_account_listed": {"account"},
    "utter_account_not_listed": {"account"},
}
# Rasa looks for utter_ask_<form>_<slot> before utter_ask_<slot>; the latter is taken for `media`.
FORM_QUESTIONS = ("what", "detail", "when", "where", "basis", "tip_form_media", "contact")
ANSWERED = (
    "human",
    "language",
    "complaint",
    "praise",
    "greet",
    "goodbye",
    "thanks",
    "chitchat",
    "out_of_scope",
    "help",
    "delete",
    "delete_no",
)


@cache
def intents() -> set[str]:
    return set(yaml.safe_load((NLU_DATA / "domain.yml").read_text(encoding="utf-8"))["intents"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_stands_twice(language: str) -> None:
    # YAML lets the last one win, silently.
    counts = Counter(re.findall(r"^(\w+):", source(language), re.MULTILINE))
    assert [key for key, count in counts.items() if count > 1] == []


def test_a_form_question_is_not_the_answer_to_a_question_of_the_same_name() -> None:
    questions = {f"utter_ask_{question}" for question in FORM_QUESTIONS}
    assert questions & {f"utter_{intent}" for intent in intents()} == set()


def test_both_languages_have_the_same_keys_in_the_same_order() -> None:
    assert list(responses("sv")) == list(responses("en"))


def test_both_languages_word_the_same_channels_apart() -> None:
    for key, response in responses("sv").items():
        assert set(response.get("channels", {})) == set(responses("en")[key].get("channels", {})), key
        assert set(response.get("channels", {})) <= set(CHANNELS), key


def test_both_languages_offer_the_same_payloads_in_the_same_order() -> None:
    for key, response in responses("sv").items():
        for channel in CHANNELS:
            swedish = [button["payload"] for button in buttons_on(response, channel)]
            english = [button["payload"] for button in buttons_on(responses("en")[key], channel)]
            assert swedish == english, f"{key}/{channel}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_channel_can_show_every_button(language: str) -> None:
    for key, response in responses(language).items():
        for channel in CHANNELS:
            buttons = buttons_on(response, channel)
            assert len(buttons) <= MAX_BUTTONS, key
            for button in buttons:
                # YAML reads a bare Yes or No as a truth value.
                assert isinstance(button["title"], str), key
                assert 0 < len(button["title"]) <= MAX_TITLE_CHARACTERS, (
                    key,
                    button["title"],
                )
                assert len(button["payload"].encode()) <= MAX_PAYLOAD_BYTES, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_buttons_of_a_message_never_look_or_act_alike(language: str) -> None:
    for key, response in responses(language).items():
        for channel in CHANNELS:
            buttons = buttons_on(response, channel)
            assert len({button["title"] for button in buttons}) == len(buttons), key
            assert len({button["payload"] for button in buttons}) == len(buttons), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_payload_is_an_intent_that_the_dialogue_knows(language: str) -> None:
    payloads = {
        button["payload"]
        for response in responses(language).values()
        for channel in CHANNELS
        for button in buttons_on(response, channel)
    }
    assert payloads - APP_PAYLOADS - {f"/{intent}" for intent in intents()} == set()


def test_the_titles_of_guesses_fit_on_a_button() -> None:
    for language in LANGUAGES:
        for key, response in responses(language).items():
            if key.startswith("title_"):
                assert set(response) == {"text"}, key
                assert 0 < len(response["text"]) <= MAX_TITLE_CHARACTERS, (
                    language,
                    key,
                )


def test_every_guess_has_a_title() -> None:
    guessed = {f"title_{intent}" for intent in intents() if intent.startswith(("report_", "ask_"))}
    assert guessed - set(responses("sv")) == set()


def test_every_answered_intent_and_every_form_question_has_words() -> None:
    answered = {f"utter_{intent}" for intent in intents() if intent.startswith("ask_")}
    answered |= {f"utter_{intent}" for intent in ANSWERED}
    asked = {f"utter_ask_{question}" for question in FORM_QUESTIONS}
    assert (answered | asked) - set(responses("sv")) == set()


def test_every_response_that_an_action_names_has_words() -> None:
    actions = NLU_DATA.parent / "actions"
    named = {
        name for path in actions.glob("*.py") for name in re.findall(r'"(utter_\w+)"', path.read_text(encoding="utf-8"))
    }
    assert named - set(responses("sv")) == set()


def test_no_text_is_empty_or_too_long_for_a_channel() -> None:
    for place, text in all_texts():
        assert text.strip() == text != "", place
        assert units(text) <= MAX_TEXT_UNITS, place


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", Topic)
def test_every_shipped_answer_is_one_that_an_editor_might_have_written(topic: Topic, language: str) -> None:
    for channel in CHANNELS:
        assert page_faults(text_on(responses(language)[topic.response], channel), topic, language) == []


def test_texts_hold_no_placeholder_that_nobody_fills() -> None:
    for place, text in all_texts():
        names = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        own, general = place.partition("/")[2], place.split("/")[1]
        assert names == PLACEHOLDERS.get(own, PLACEHOLDERS.get(general, set())), place
