"""Is what was said while a question is open an answer to it? Needs no Rasa.

People answer in whole stories, and a model that reads a sentence alone takes many a story for small talk, or
"I have lots of pictures" for a question about pictures. Taken for an aside, an answer would be asked for again.
"""

from __future__ import annotations

from typing import Any, Dict, Optional

# What may be said beside the open question, if it is no question itself.
MAY_BE_AN_ANSWER = {
    "chitchat", "out_of_scope", "nlu_fallback", "complaint", "praise", "greet", "thanks", "goodbye",
}  # fmt: skip
# With so few words it may well be small talk.
FEW_WORDS = 3
# A message that tells something is not lost to an intent that is not sure.
SURE = 0.7
TELLS_SOMETHING = 0.75

Intent = Dict[str, Any]


def as_answer(
    intent: Intent, asked: Optional[str], words: int, is_question: bool, yes_or_no: Optional[str], answers: bool = False
) -> Intent:
    """The intent to go on with while `asked` is open. `yes_or_no`: what the message begins with, `affirm` or `deny`.
    `answers`: what `asked` asks for was found in it."""
    name = str(intent["name"])
    if asked and answers and name == "correct":
        return {**intent, "name": "inform"}
    doubtful = name in MAY_BE_AN_ANSWER or name.startswith("ask_")
    if not asked or not doubtful or is_question:
        return intent
    if yes_or_no:
        return {**intent, "name": yes_or_no}
    if words <= FEW_WORDS and name != "nlu_fallback" and not name.startswith("ask_"):
        return intent
    return {**intent, "name": "inform"}


def as_told(intent: Intent, telling: float) -> Intent:
    """The intent of a message outside a form: what tells something is a tip, unless the model is sure that it is none."""
    if intent["name"] in MAY_BE_AN_ANSWER and intent["confidence"] < SURE and telling >= TELLS_SOMETHING:
        return {**intent, "name": "inform"}
    return intent
