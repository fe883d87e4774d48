"""Where somebody or something went: `norrut`, `mot centrum`, `towards Kista`."""

from __future__ import annotations

from api.analysis.findings import Finding, Source
from api.analysis.reading import STOPS, Hit, Reading
from api.analysis.wordlists import WordLists

MOTION_REACH = 9
PARTS = frozenset({"södra", "norra", "östra", "västra", "gamla", "nya", "stora", "lilla", "sodra", "ostra", "vastra"})
SURE = frozenset({"riktning", "direction", "towards", "toward", "hållet", "väg", "heading", "headed"})


def find(reading: Reading, lists: WordLists) -> list[Finding]:
    """The directions in the order of the text, each as written with its `mot`."""
    words = [hit for hit in reading.of_list("direction_word") if reading.word(hit.last) not in {"om", "of", "på"}]
    findings = [_finding(reading, hit.first, hit.last) for hit in words]
    for lead in reading.of_list("direction_lead"):
        if any(one.start <= lead.start < one.end for one in findings):
            continue
        last = _goal(reading, lists, lead)
        if last is not None and _is_sure(reading, lead):
            findings.append(_finding(reading, lead.first, last))
    return sorted(findings, key=lambda each: each.start)


def _is_sure(reading: Reading, lead: Hit) -> bool:
    """`mot` alone is "against" as often: it needs somebody who moves, shortly before."""
    if SURE & set(reading.words[lead.first : lead.last]):
        return True
    return any(0 <= lead.first - hit.last <= MOTION_REACH for hit in reading.of_list("direction_motion"))


def _goal(reading: Reading, lists: WordLists, lead: Hit) -> int | None:
    """Where the goal's words end (exclusive): one word, or a run of capitalised ones; None when there is none."""
    index = lead.last
    if reading.word(index) in lists.plain["direction_article"]:
        index += 1
    word = reading.word(index)
    if not word or word in STOPS or not word[0].isalnum() or word in lists.plain["direction_not_after"]:
        return None
    index += 2 if word in PARTS and reading.word(index + 1).isalpha() else 1
    while (
        index < len(reading.words)
        and index - lead.last < 3
        and _is_capitalised(reading, index)
        and _is_capitalised(reading, index - 1)
    ):
        index += 1
    return index


def _is_capitalised(reading: Reading, index: int) -> bool:
    start, _ = reading.spans[index]
    return reading.text[start].isupper()


def _finding(reading: Reading, first: int, last: int) -> Finding:
    start, end = reading.spans[first][0], reading.spans[last - 1][1]
    text = reading.text[start:end]
    return Finding("direction", text, text, start, end, Source.LIST, 0.9)
