"""What no text of the service may say, and what some must: one lint for the shipped wording and for editors' pages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

# Messenger takes no longer text in one message (UTF-16 units).
MAX_TEXT_UNITS = 2000
# A page leaves room for what the app itself puts below it.
MAX_PAGE_UNITS = 1500

# Promises that nobody can keep. "You may choose not to say who you are" is no promise.
FORBIDDEN_PROMISES = (
    r"\banonym",
    r"garant",
    r"guarant",
    r"\b(vi|jag|polisen) lovar\b",
    r"\b(we|i|the police) promise\b",
    r"\bkonfidentiell",
    r"\bconfidential",
    r"\bingen (kommer att|kommer|ska|kan) (få )?(veta|se|läsa|spåra)",
    r"\b(nobody|no one) (will|can) (ever )?(know|find|see|read|trace)",
    r"\b(går inte|omöjligt) att spåra",
    r"\b(untraceable|cannot be traced|can't be traced)",
    r"\bdu (är|blir|förblir) (helt )?(okänd|hemlig|skyddad)\b",
    r"\byou (are|stay|remain|will be) (completely )?(unknown|secret|protected|safe)\b",
    r"100 ?%",
)
FORBIDDEN_REASSURANCE = (
    r"\b(ingen|inte en|inget|inte ett) (nödsituation|nödläge|fara|akutfall)",
    r"\binte (är )?(akut|bråttom|brådskande)",
    r"\b(no|not an) emergency",
    r"\bnot urgent",
    r"\bno danger",
)
TEXTING_112 = (
    r"\b(sms|smsa|messa|texta|mms)\b[^.\n]{0,20}112",
    r"112[^.\n]{0,20}\b(via|med|genom|by|per)\b (sms|text)",
    r"sms ?112",
    r"\b(text|sms|message)\b (to )?112",
)
MARKUP = (r"</?[a-z!]", r"\*\*", r"`", r"\]\(", r"^#+ ", r"[{}]")

# What an answer to a topic must say, each as the ways in which it may be said.
EMERGENCY = ("112",)
Needed = tuple[tuple[str, ...], ...]
NEEDED: dict[str, dict[str, Needed]] = {
    "ask_bot": {"sv": (EMERGENCY, ("maskin",)), "en": (EMERGENCY, ("machine",))},
    "ask_anonymous": {
        "sv": (("inte lova",), ("allmän handling",)),
        "en": (("cannot promise", "can't promise"), ("public document", "official document")),
    },
    "ask_privacy": {"sv": (EMERGENCY, ("allmän handling",)), "en": (EMERGENCY, ("public document",))},
    **{
        topic: {"sv": (EMERGENCY,), "en": (EMERGENCY,)}
        for topic in ("ask_report_crime", "ask_status", "ask_media", "ask_event", "ask_notice")
    },
    "ask_number": {"sv": (EMERGENCY, ("114 14",)), "en": (EMERGENCY, ("114 14",))},
}


def units(text: str) -> int:
    """The length of a text in UTF-16 code units: how the channels count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def says(text: str, patterns: Sequence[str]) -> bool:
    return re.search("|".join(patterns), text, re.IGNORECASE | re.MULTILINE) is not None


def is_plain(text: str) -> bool:
    """No markup, no placeholder, and no character that is not seen."""
    hidden = any(unicodedata.category(mark).startswith("C") and mark != "\n" for mark in text)
    return not hidden and not says(text, MARKUP)


def missing(text: str, topic: str, language: str) -> bool:
    """Does an answer to this topic leave out what it must say?"""
    lowered = text.lower()
    return any(not any(way in lowered for way in ways) for ways in NEEDED.get(topic, {}).get(language, ()))


def forbidden(text: str) -> Iterator[str]:
    """What no text may say, as names of the rules that it breaks."""
    if says(text, FORBIDDEN_PROMISES):
        yield "promise"
    if says(text, FORBIDDEN_REASSURANCE):
        yield "reassurance"
    if says(text, TEXTING_112):
        yield "texting_112"


def page_faults(text: str, topic: str, language: str) -> list[str]:
    """The rules that a text breaks as the answer to a topic: of `empty`, `too_long`, `not_plain`, `promise`,
    `reassurance`, `texting_112`, `must_say`."""
    found = list(forbidden(text))
    if text.strip() != text or not text:
        found.append("empty" if not text.strip() else "not_plain")
    if units(text) > MAX_PAGE_UNITS:
        found.append("too_long")
    if not is_plain(text):
        found.append("not_plain")
    if missing(text, topic, language):
        found.append("must_say")
    return list(dict.fromkeys(found))
