"""Names of slots and of what they may say; the same words as in nlu_data/domain.yml."""

from __future__ import annotations

from enum import StrEnum

FORM = "tip_form"
REQUESTED_SLOT = "requested_slot"

# The form's slots; in which order they are asked, and which at all, stands in nlu_data/questions.yml.
QUESTIONS = ("what", "detail", "when", "where", "basis", "media", "contact")
# Nobody can answer these without knowing that they were asked.
ASKED_TO_BE_ANSWERED = ("media", "contact")

CATEGORY = "category"
TIP_STATE = "tip_state"
FINDINGS = "findings"
GUESSES = "guesses"
REPLY_LANGUAGE = "reply_language"
NAMED_LANGUAGE = "named_language"
FIELDS = "fields"
PUT = "put"
AGAIN = "again"


class Answer(StrEnum):
    """How a question of the form was answered. What was said stays with the app."""

    FOUND = "found"  # read out of what the reporter told
    TOLD = "told"  # answered in words that the analysis could not structure
    SKIPPED = "skipped"
    UNKNOWN = "unknown"  # the reporter does not know
    YES = "yes"
    NO = "no"
    SEEN = "seen"
    HEARD = "heard_from_other"
    OWN_LOSS = "own_loss"
    NOT_ASKED = "not_asked"


class TipState(StrEnum):
    NONE = "none"
    OPEN = "open"
    SENT = "sent"


REPORT_PREFIX = "report_"


def category_of(intent: str) -> str | None:
    """The tip category that a `report_…` intent stands for, else None."""
    return intent.removeprefix(REPORT_PREFIX) if intent.startswith(REPORT_PREFIX) else None
