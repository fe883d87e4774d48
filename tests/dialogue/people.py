"""Made-up reporters who know what they know and answer whatever they are asked, in their own way."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from api.settings import ROOT
from api.wording import Wording
from tests.real_app import Chat

FOLDER = Path(__file__).parent / "people"
QUESTIONS = ("what", "detail", "when", "where", "basis", "tip_form_media", "contact")
MOST_STEPS = 25
NO = {"sv": "nej", "en": "no"}
LISTEN = ""  # the next question is on its way
SEND = {"sv": "skicka", "en": "send"}
# Nobody answers the same question more often; they want it sent.
PATIENCE = 3
DONT_KNOW = {"sv": "vet inte", "en": "I don't know"}


@dataclass(frozen=True)
class Person:
    """`says`: the messages they begin with, one after the other without waiting. `answers`: what they say to each
    question (`media` and the like); what is not there they do not know. `asides`: said once each before an answer."""

    name: str
    says: list[str]
    answers: dict[str, str] = field(default_factory=dict)
    asides: list[str] = field(default_factory=list)
    language: str = "sv"
    danger: str = ""
    category: str | None = None
    area: str | None = None
    calls_112: bool = False


@dataclass
class Talk:
    """How a conversation went. `put`: the questions, in the order in which they were first put."""

    put: list[str] = field(default_factory=list)
    times: dict[str, int] = field(default_factory=dict)
    pointed_to_112: bool = False
    sent: bool = False
    heard: list[str] = field(default_factory=list)


def people() -> list[Person]:
    found: list[Person] = []
    for path in sorted(FOLDER.glob("*.yml")):
        listed: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
        found += [Person(**one) for one in listed]
    return found


WORDING = Wording(ROOT / "nlu_data" / "responses")


def questions(language: str) -> dict[str, str]:
    """The question by its words, those for one kind of tip and for a place without its town included."""
    found = {}
    for name in WORDING.names:
        for question in QUESTIONS:
            if f"{name}_".startswith(f"utter_ask_{question}_"):
                found[WORDING.render(name, language, "webchat").text] = question.removeprefix("tip_form_")
    return found


def talk_with(chat: Chat, person: Person) -> Talk:
    """Let this person talk until the tip is sent, 112 was said, or nothing is asked any more."""
    talk, asides, language = Talk(), list(person.asides), person.language
    for text in person.says:
        chat.post(text)
    for _ in range(MOST_STEPS):
        said = chat.hear(8)[-1]["text"]
        talk.heard.append(said)
        answer = next_words(talk, person, said, asides, language)
        if answer is None:
            break
        if answer == LISTEN:
            continue
        chat.post(answer)
    return talk


def next_words(talk: Talk, person: Person, said: str, asides: list[str], language: str) -> str | None:
    if said.startswith(("Ring 112", "Call 112")):
        talk.pointed_to_112 = True
        return None
    if any(WORDING.render("utter_tip_sent", one, "webchat", reference="").text[:24] in said for one in ("sv", "en")):
        talk.sent = True
        return None
    if any(said.endswith(WORDING.render("utter_emergency_denied", one, "webchat").text) for one in ("sv", "en")):
        return LISTEN
    if any(WORDING.render("utter_ask_emergency", one, "webchat").text[:40] in said for one in ("sv", "en")):
        return person.danger or NO[language]
    known = questions("sv") | questions("en")
    asked = next((question for words, question in known.items() if said.endswith(words)), None)
    if asked is None:
        return person.answers.get("otherwise")
    if asked not in talk.put:
        talk.put.append(asked)
    talk.times[asked] = talk.times.get(asked, 0) + 1
    if talk.times[asked] > PATIENCE:
        return SEND[language]
    if asides and len(talk.put) > 1:
        return asides.pop(0)
    return person.answers.get(asked) or (NO if asked in {"media", "contact"} else DONT_KNOW)[language]
