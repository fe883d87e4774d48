"""What a turn knows before Rasa is asked: pure functions over messages and findings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from api.analysis.findings import Finding, Findings, Source
from api.commands import command_of
from api.conversations.shapes import Said

WHEN = {"time_start", "time_end"}
# A place without its town says nobody where to go.
WHERE = {"area", "latitude"}
BASIS = {"basis"}
# A few words that name what it is about are a description; many words are one anyway.
ENOUGH_WORDS = 9
SOME_WORDS = 4
LONGEST_FOR_RASA = 4_000
TELLING_ENOUGH = 0.5
# A mail address or a telephone number.
REACHABLE = re.compile(r"@|(?:\d[\s-]?){6,}")
# Buttons whose answer the app has dealt with before the dialogue hears of it.
PICTURES = re.compile(
    r"bild|foto|film|video|skärm|skarm|kamera|photo|pic(ture)?s?\b|image|screenshot|camera|footage", re.IGNORECASE
)
EMERGENCY_ANSWERS = {"emergency_no", "emergency_yes"}
DATA_ANSWERS = {"media_data_yes", "media_data_no"}
APP_ANSWERS = EMERGENCY_ANSWERS | DATA_ANSWERS


class Analyse(Protocol):
    def __call__(self, said: Said) -> Findings: ...


@dataclass(frozen=True, slots=True)
class Heard:
    """The messages of one turn together."""

    said: tuple[Said, ...]
    findings: tuple[Findings, ...]

    @property
    def fresh(self) -> tuple[Said, ...]:
        """What was not answered before; what was changed since is read again, and no more."""
        return tuple(one for one in self.said if not one.changed)

    @property
    def brings_only_things(self) -> bool:
        """Nothing but files, places, and answers about them: no word for the dialogue to read."""
        return all(is_thing(one) for one in self.fresh)

    @property
    def text(self) -> str:
        """What Rasa reads: the words of all messages that tell something, safe to send."""
        joined = "\n".join(one.text for one in self._told)
        return joined[:LONGEST_FOR_RASA].encode("utf-8", "replace").decode()

    @property
    def payload(self) -> str | None:
        """The intent of the last button that was pressed, without its slash."""
        pressed = [one.payload for one in self.fresh if one.kind == "payload" and one.payload]
        return pressed[-1].lstrip("/") if pressed else None

    @property
    def intent(self) -> str | None:
        """The intent, where no reading of the words is needed to know it."""
        if self.payload and self.payload not in APP_ANSWERS:
            return self.payload
        if len(self._told) == 1 and (command := command_of(self._told[0].text)):
            return command
        answered = self.payload is not None or any(is_thing(one) or is_answer_to_danger(one) for one in self.fresh)
        # What was told before the answer, in the same breath, is read as if there were no answer.
        return "resume" if answered and not self._told else None

    @property
    def _told(self) -> list[Said]:
        return [one for one in self.fresh if has_words(one) and not is_answer_to_danger(one)]

    @property
    def level(self) -> str:
        levels = ("none", "ask", "call_112")
        return max((one.level or "none" for one in self.fresh), key=levels.index, default="none")

    @property
    def ends_in_danger(self) -> bool:
        """Is the last thing said one that was answered with 112?"""
        return bool(self.fresh) and self.fresh[-1].level == "call_112"

    @property
    def telling(self) -> float:
        return max((float(one.guard.get("telling", 0.0)) for one in self.fresh), default=0.0)

    @property
    def found(self) -> set[str]:
        return {name for findings in self.findings for name in findings.fields}

    @property
    def answers(self) -> list[str]:
        """The questions of the form that these messages answer by themselves."""
        found, words = self.found, len(self.text.split())
        described = bool(found - WHEN - WHERE - BASIS)
        answered = []
        if words >= ENOUGH_WORDS or (described and words >= SOME_WORDS):
            answered.append("what")
        for question, fields in (("when", WHEN), ("where", WHERE), ("basis", BASIS)):
            if found & fields:
                answered.append(question)
        pairs = zip(self.said, self.findings, strict=True)
        if any(one.contact and not findings.fields for one, findings in pairs):
            answered.append("contact")
        if any(one.kind == "media" for one in self.said):
            answered.append("media")
        if names_pictures(self.text):
            answered.append("media_named")
        answered += [question for one in self.said for question in one.answers]
        return list(dict.fromkeys(answered))

    @property
    def findings_for_dialogue(self) -> list[str]:
        """What the dialogue knows of the words: which questions they answer, and the names of the fields in them."""
        return [*self.answers, *(f"field:{name}" for name in sorted(self.found))]


def is_answer_to_danger(one: Said) -> bool:
    """Is it a mere "no" to "is it happening now"? To any other question it would be an answer of another kind."""
    answers = bool(one.guard.get("answers_ask")) and (one.level or "none") == "none"
    return answers and float(one.guard.get("telling", 0.0)) < TELLING_ENOUGH


def has_words(one: Said) -> bool:
    return one.kind == "text" or (one.kind == "media" and bool(one.text.strip()))


def is_thing(one: Said) -> bool:
    """A file or a place without a word beside it, or the answer to what was asked about a file."""
    if one.kind == "payload":
        return (one.payload or "").lstrip("/") in DATA_ANSWERS
    return one.kind in {"media", "location"} and not has_words(one)


def is_readable(one: Said) -> bool:
    return (has_words(one) or (one.kind == "location" and bool(one.text))) and not is_contact_data(one)


def position(one: Said) -> dict[str, Finding]:
    """The place that a message is, as fields."""
    if one.location is None:
        return {}
    return {
        name: Finding(name, one.location[name], "", 0, 0, Source.METADATA) for name in ("latitude", "longitude")
    }  # fmt: skip


def hear(said: Sequence[Said], analyse: Analyse) -> Heard:
    """Analyse each message by itself, so that every offset is one of its own text.

    What reads like contact data is analysed only where nobody can be reached by it: "Jönköping, Österängen".
    """
    empty = Findings(language="sv")
    found = [analyse(one) if is_readable(one) else empty for one in said]
    placed = [replace(each, fields={**each.fields, **position(one)}) for one, each in zip(said, found, strict=True)]
    return Heard(tuple(said), tuple(placed))


def names_pictures(text: str) -> bool:
    """Does it speak of pictures or film? Then it answers the question whether there are any."""
    return bool(PICTURES.search(text))


def is_contact_data(one: Said) -> bool:
    return one.contact and bool(REACHABLE.search(one.text))
