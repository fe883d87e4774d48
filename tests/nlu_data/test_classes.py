"""The word classes: what stands in them with a number can be met in a message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from api.analysis.guard.matcher import Lexicon
from api.analysis.guard.source import read_source, read_vocabulary
from tests.nlu_data.wording import NLU_DATA

KIND_OF_NUMBER = re.compile(r"#([1-6]|year|clock|mixed)")


@cache
def lexicon() -> Lexicon:
    return read_vocabulary(NLU_DATA / "guard").lexicon


def words() -> Iterator[str]:
    """Every word of every class, those of phrases too."""
    source = read_source(NLU_DATA / "guard")
    for item in [*source["classes"].values(), *source["matters"].values()]:
        for entry in (str(item.get("words", "")), *item.get("phrases", ())):
            for part in entry.casefold().split():
                if not part.startswith(".."):
                    yield from part.split("|")


def is_met(word: str) -> bool:
    tokens = lexicon().cut(word)
    return tokens.forms == [word] or tokens.numbers == {0: word}


def test_every_number_in_a_class_can_be_met() -> None:
    numbers = {word.strip("=*?") for word in words() if re.search(r"\d|#", word)}
    assert len(numbers) > 100
    assert [word for word in sorted(numbers) if not KIND_OF_NUMBER.fullmatch(word) and not is_met(word)] == []


def test_no_quotation_mark_of_the_file_has_slipped_into_a_word() -> None:
    assert [word for word in words() if '"' in word] == []
