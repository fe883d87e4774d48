"""Whether a message asks, and whether it begins with a yes or a no; by its words alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from api.analysis.vocabulary import words

# What a question begins with, where nobody typed its mark.
QUESTION_WORDS = words(
    "hur vem vilka vilken vilket vad varför varfor när nar kan kunde får far ska skall måste är ar har hade finns gör gor vet kommer blir "
    "how who what which why when where can could may must is are do does did will would should shall have has"
)
# These begin many an answer too ("när jag kom hem", "var i skogen", "har bilder"): only two of them in a row ask.
SOMETIMES = words("när nar vad har hade är ar vet kommer blir ska finns when where is have has får far kan will")
AFTER_SOMETIMES = words("jag ni du man det den vi this it i you we they there de dom ni")
ASKING = re.compile(
    r"\b(undrar|undrade|wonder|wondering|kan (jag|man|ni|du)|får (jag|man)|can i|do you|vet (du|ni))\b", re.IGNORECASE
)
YES = words("ja jaa japp jajamän jo jodå jepp jadå yes yep yeah yup javisst absolut")
NO = words("nej nä nää näe nepp nope no nix tyvärr")
WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Form:
    """`yes_or_no`: `affirm`, `deny` or None."""

    words: int
    is_question: bool
    yes_or_no: str | None

    def as_json(self) -> dict[str, Any]:
        return {"words": self.words, "is_question": self.is_question, "yes_or_no": self.yes_or_no}


def form_of(text: str) -> Form:
    said = WORD.findall(text.casefold())
    first, second = [*said, "", ""][:2]
    yes_or_no = "affirm" if first in YES else "deny" if first in NO else None
    begins = first in QUESTION_WORDS and (first not in SOMETIMES or second in AFTER_SOMETIMES)
    return Form(len(said), "?" in text or begins or bool(ASKING.search(text)), yes_or_no)
