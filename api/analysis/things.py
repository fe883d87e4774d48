"""Things that are lost, stolen or found: what it is, and of which make."""

from __future__ import annotations

import re

from api.analysis.findings import Finding, Source
from api.analysis.reading import Hit, Reading
from api.analysis.vehicles import is_engine_make
from api.analysis.wordlists import WordLists

NAMED_BRAND = re.compile(
    r"(?<!\w)(?:av märket|märke:|märket är|of the brand|brand:)\s*(?P<brand>[^\W\d_][\w&+-]{1,30})", re.IGNORECASE
)
WHO_CYCLES = frozenset({"som", "han", "hon", "de", "dom", "jag", "vi", "folk", "man", "alla"})
SHORT_ANSWER = 7
VERB_REACH = 4
# What a person has at hand while telling or doing something else.
AT_HAND = frozenset(
    {
        "mobil",
        "telefon",
        "mobiltelefon",
        "smartphone",
        "dator",
        "bärbar dator",
        "pc",
        "kamera",
        "surfplatta",
        "läsplatta",
        "klocka",
        "smartklocka",
        "cykel",
        "tv",
        "drönare",
        "elcykel",
        "mountainbike",
    }
)
WORN = frozenset(
    {
        "ryggsäck",
        "väska",
        "handväska",
        "klocka",
        "smartklocka",
        "armbandsklocka",
        "armbandsur",
        "guldkedja",
        "halsband",
        "armband",
        "ring",
        "rullator",
        "rullstol",
        "käpp",
        "krycka",
        "hörapparat",
        "paraply",
    }
)
POSSESSIVES = frozenset({"min", "mitt", "mina", "vår", "vårt", "våra", "my", "our", "hennes", "hans"})
WORN_BRANDS = frozenset(
    {"Nike", "Adidas", "Puma", "The North Face", "Haglöfs", "Moncler", "Canada Goose", "Fjällräven", "Peak Performance"}
)


def find(reading: Reading, lists: WordLists) -> list[Finding]:
    """`item_kind` and `item_brand` of the things that the text is about."""
    findings = [
        _found(reading, "item_kind", hit) for hit in reading.of_list("item_kind") if _matters(reading, lists, hit)
    ]
    findings.extend(_own_clothes(reading))
    lost = bool(reading.of_list("item_lost"))
    for hit in reading.of_list("item_brand"):
        if findings or lost or hit.value not in WORN_BRANDS:
            findings.append(_found(reading, "item_brand", hit))
    findings.extend(_named_brand(reading, findings))
    taken = [one for one in findings if one.name == "item_brand"]
    for hit in reading.of_list("vehicle_make"):
        if is_engine_make(reading, hit) and not any(one.start <= hit.start < one.end for one in taken):
            findings.append(_found(reading, "item_brand", hit))
    return sorted(findings, key=lambda each: each.start)


def _named_brand(reading: Reading, findings: list[Finding]) -> list[Finding]:
    """ "Av märket Sjövik": a maker that no list knows, named as one."""
    known = [(one.start, one.end) for one in findings if one.name == "item_brand"]
    known.extend((hit.start, hit.end) for hit in reading.any_of("vehicle_make", "dog_breed"))
    named = []
    for match in NAMED_BRAND.finditer(reading.text):
        start, end = match.span("brand")
        if not any(start < other_end and end > other_start for other_start, other_end in known):
            named.append(Finding("item_brand", match["brand"], match["brand"], start, end, Source.PATTERN, 0.8))
    return named


def _matters(reading: Reading, lists: WordLists, hit: Hit) -> bool:
    if hit.value == "körkort" and reading.word(hit.first - 1) in {"saknar", "saknade", "utan", "without", "no"}:
        return False
    if reading.words[hit.first] == "cyklar" and reading.word(hit.first - 1) in WHO_CYCLES:
        return False
    if hit.value in AT_HAND and _is_means(reading, lists, hit):
        return False
    lost = bool(reading.of_list("item_lost"))
    if hit.value in WORN and not lost and reading.any_of("person_noun", "person_any"):
        return False
    if lost or len(reading.words) <= SHORT_ANSWER:
        return True
    if hit.value in AT_HAND and "cykel" not in hit.value:
        return any(abs(brand.first - hit.first) <= 3 for brand in reading.of_list("item_brand"))
    if "cykel" in hit.value or reading.word(hit.first - 1) in POSSESSIVES:
        return True
    branded = any(abs(brand.first - hit.first) <= 3 for brand in reading.of_list("item_brand"))
    return branded and hit.value not in WORN


def _is_means(reading: Reading, lists: WordLists, hit: Hit) -> bool:
    """ "Jag filmade med mobilen", "han kom på cykel"."""
    beside = reading.word(hit.first - 1) in lists.plain["item_aside_before"] or (
        reading.word(hit.first - 2) in lists.plain["item_aside_before"]
        and reading.word(hit.first - 1) in POSSESSIVES | {"en", "sin", "a", "his", "her"}
    )
    if not beside:
        return False
    acted = bool(lists.plain["item_aside_verb"] & set(reading.before(hit.first, VERB_REACH)))
    return acted or not reading.of_list("item_lost")


def _own_clothes(reading: Reading) -> list[Finding]:
    """ "Någon tog min jacka": a garment that was somebody's and is gone is a thing."""
    if not reading.of_list("item_lost"):
        return []
    return [_found(reading, "item_kind", hit) for hit in reading.of_list("person_clothing") if is_own(reading, hit)]


def is_own(reading: Reading, hit: Hit) -> bool:
    """Whether the reporter's own word stands right before `hit`, a colour or so between."""
    return bool({"min", "mitt", "mina", "my", "våra", "vår"} & set(reading.before(hit.first, 2)))


def _found(reading: Reading, name: str, hit: Hit) -> Finding:
    return Finding(name, hit.value, reading.text[hit.start : hit.end], hit.start, hit.end, Source.LIST, hit.confidence)
