"""What is said of a person: gender, age, height, build, hair, marks, clothes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from api.analysis import builds, hair, numbers
from api.analysis.findings import Finding, Source
from api.analysis.reading import STOPS, Hit, Reading, Spans
from api.analysis.things import is_own
from api.analysis.wordlists import WordLists

DENIALS = frozenset({"utan", "inga", "ingen", "inget", "inte", "ej", "without", "no", "not", "aldrig"})
MISSING = re.compile(
    r"försv|forsv|sakna|missing|\bborta\b|kommit hem|kom(?:mer)? inte hem|hittar inte|"
    r"disappear|\brymt\b|efterlys|not come home|n't come home",
    re.IGNORECASE,
)
BODY_PART = re.compile(
    r"\s(?:på|i|över|under|on|vid)\s"
    r"(?:(?:sin|sina|den|höger|vänster|högra|vänstra|ena|hela|båda|his|her|the|right|left)\s){0,2}"
    r"(?:hals|arm|hand|händ|ansikt|kind|underarm|överarm|ben|nack|pann|ög|rygg|bröst|skall|tinning|hak|läpp|näs|finger|"
    r"fingr|vad|knog|axel|neck|"
    r"hand|face|cheek|leg|forehead|forearm|eye|chin|örat|huvud)\w*",
    re.IGNORECASE,
)
# "Runt 20" may be an hour, "runt 35" may not.
SURELY_NO_HOUR = 25
# A description in commas: svart keps, röd jacka, runt 35.
LIST_REACH = 25
# "Min dotter Emma, 12": a name and a comma may stand between.
BARE_REACH = 2
MINE = frozenset({"min", "my", "our", "vår", "hennes", "hans"})
# The master of a dog; a stray one is without.
OWNERS = frozenset({"husse", "hussen"})
WITHOUT_OWNER = DENIALS | {"söker", "saknar", "sin", "efter"}
MONEY = frozenset({"kr", "kronor", "sek", "euro", "dollar", "spänn", "kilo", "kg", "km", "meter", "mil"})
NO_AGE_BEFORE = frozenset(
    {
        "för",
        "i",
        "om",
        "under",
        "efter",
        "senaste",
        "på",
        "sedan",
        "sen",
        "for",
        "in",
        "after",
        "last",
        "over",
        "över",
        "varit",
        "inom",
    }
)
NO_AGE_AFTER = frozenset({"sedan", "sen", "ago", "tillbaka", "framåt", "senare", "later", "fängelse", "till"})
# Of a bare "10 to 12" these tell that it is an hour.
HOUR_AFTER = frozenset({"today", "tomorrow", "yesterday", "tonight", "am", "pm", "idag", "igår", "imorgon", "ikväll"})
# "Min elvaåring kom aldrig hem": nobody else need be named.
AGED = re.compile(r"\wåring(?:en|ar|arna)?\b", re.IGNORECASE)
LOOKS = ("hair_look", "hair_word", "person_marks", "person_clothing", "person_build")
LOOK_REACH = 3
SPEEDS = frozenset(
    {
        "körde",
        "kör",
        "km",
        "km/h",
        "fart",
        "hastighet",
        "speed",
        "driving",
        "drove",
        "kostar",
        "kostade",
        "knyck",
        "mph",
    }
)


def find(reading: Reading, lists: WordLists) -> list[Finding]:
    """Everything said of people, in the order of the text. Nothing but gender is found where no person is spoken of."""
    genders = list(_genders(reading, lists))
    clothes = list(_clothes(reading))
    about_people = bool(genders or reading.any_of("person_any", "person_pronoun") or AGED.search(reading.text))
    findings = [*genders, *clothes]
    if about_people or clothes or len(reading.words) <= 8:
        findings.extend(_ages(reading, about_people))
        findings.extend(_heights(reading))
        findings.extend(hair.find(reading, lists))
        findings.extend(_marks(reading))
    if about_people:
        findings.extend(builds.find(reading, lists, findings))
    return sorted(findings, key=lambda each: (each.start, each.end))


def _genders(reading: Reading, lists: WordLists) -> Iterator[Finding]:
    all_nouns = [hit for hit in reading.of_list("person_noun") if _is_person(reading, lists, hit)]
    nouns = [hit for hit in all_nouns if reading.word(hit.first - 1) not in MINE]
    family = [*reading.of_list("person_family"), *(hit for hit in all_nouns if hit not in nouns)]
    if nouns or family:
        for hit in nouns:
            yield _found(reading, "person_gender", hit.value, hit)
        counts = not nouns or MISSING.search(reading.text) is not None
        for hit in family:
            yield _found(reading, "person_gender", hit.value, hit, 0.9 if counts else 0.4)
        return
    if reading.any_of("animal", "dog_breed"):
        # "Hon sprang mot skogen" is the dog then.
        return
    for hit in reading.of_list("person_pronoun")[:1]:
        yield _found(reading, "person_gender", hit.value, hit, 0.7)


def _is_person(reading: Reading, lists: WordLists, hit: Hit) -> bool:
    """`man` is "one" in Swedish unless the words around it say otherwise; `en fru` is nobody's wife in "min fru"."""
    word = reading.words[hit.first]
    if word in OWNERS:
        return reading.word(hit.first - 1) not in WITHOUT_OWNER
    if word != "man" or reading.language == "en":
        return True
    before, after = reading.word(hit.first - 1), reading.word(hit.last)
    if (
        before in lists.plain["man_after"]
        or before.endswith(("årig", "åriga", "klädd", "hårig", "hyad", "lagd"))
        or before.isdigit()
    ):
        return True
    starts = not before or before in STOPS or before in {",", ":", "-"}
    return (
        starts
        and (after in lists.plain["man_before"] or after.isdigit())
        and before not in lists.plain["man_not_after"]
    )


def _ages(reading: Reading, about_people: bool) -> Iterator[Finding]:
    taken = Spans()
    for age in numbers.ages(reading.text):
        if not taken.overlaps(age.start, age.end) and _is_age(reading, age, about_people):
            taken.take(age.start, age.end)
            yield _measured(reading, "person_age", [age.low, age.high], age)
    for hit in reading.of_list("age_word"):
        if not taken.overlaps(hit.start, hit.end):
            low, high = hit.value.split("-")
            yield Finding(
                "person_age",
                [int(low), int(high)],
                reading.text[hit.start : hit.end],
                hit.start,
                hit.end,
                Source.LIST,
                0.8,
            )


def _is_age(reading: Reading, age: numbers.Measure, about_people: bool) -> bool:
    first, last = reading.word_at(age.start), reading.word_at(max(age.start, age.end - 1))
    if reading.of_list("animal") and not about_people:
        return False
    if reading.word(last + 1) in NO_AGE_AFTER and age.year_words:
        return False
    if {"jag", "i'm", "i"} & set(reading.before(first, 2)) and {"är", "ar", "am", "i'm", "e"} & set(
        reading.before(first, 2)
    ):
        return False
    if age.sure:
        return True
    people = reading.any_of("person_noun", "person_family", "age_word")
    if reading.word(first - 1) == "på" and any(hit.last == first - 1 for hit in people):
        # "En herre på 78 år"
        return True
    if reading.word(first - 1) in NO_AGE_BEFORE or not about_people:
        return False
    if not age.year_words and reading.word(last + 1) in HOUR_AFTER:
        return False
    if age.bare:
        return any(hit.last <= first <= hit.last + BARE_REACH for hit in people) or _in_description(
            reading, first, last
        )
    if {"kl", "klockan", "mellan"} & set(reading.before(first, 1)) and not age.year_words:
        return False
    if age.low >= SURELY_NO_HOUR and reading.word(first - 1) == ",":
        return _person_near(reading, first, LIST_REACH)
    return _person_near(reading, first, 2 if age.low < SURELY_NO_HOUR and not age.year_words else 7)


def _in_description(reading: Reading, first: int, last: int) -> bool:
    """ ", 71, vitt skägg": a number between commas, right before how somebody looks."""
    if reading.word(first - 1) != "," or reading.word(last + 1) != ",":
        return False
    return any(0 < hit.first - last - 1 <= LOOK_REACH for hit in reading.any_of(*LOOKS))


def _person_near(reading: Reading, index: int, reach: int) -> bool:
    people = reading.any_of("person_noun", "person_any", "person_family", "person_pronoun")
    return any(index - reach <= hit.last <= index or (0 <= hit.first - index <= 6) for hit in people)


def _heights(reading: Reading) -> Iterator[Finding]:
    taken = Spans()
    for height in numbers.heights(reading.text):
        first = reading.word_at(height.start)
        if not 50 <= height.low <= 230 or taken.overlaps(height.start, height.end):
            continue
        around = {*reading.before(first, 5), *reading.after(first, 3)}
        following = reading.word(reading.word_at(height.end))
        if not height.sure and (SPEEDS & around or following in MONEY or not _person_near(reading, first, 12)):
            continue
        taken.take(height.start, height.end)
        yield _measured(reading, "person_height_cm", height.low, height)


def _marks(reading: Reading) -> Iterator[Finding]:
    for hit in reading.of_list("person_marks"):
        if DENIALS & set(reading.before(hit.first, 1)):
            continue
        place = BODY_PART.match(reading.text, hit.end)
        if place is None or hit.value not in (
            "tatuering",
            "ärr",
            "sår",
            "piercing",
            "bandage",
            "födelsemärke",
            "blåmärke",
        ):
            yield _found(reading, "person_marks", hit.value, hit)
            continue
        text = reading.text[hit.start : place.end()]
        value = f"{hit.value}{place.group().lower()}" if reading.language != "en" else hit.value
        yield Finding("person_marks", value, text, hit.start, place.end(), Source.LIST, hit.confidence)


def _clothes(reading: Reading) -> Iterator[Finding]:
    stolen = bool(reading.of_list("item_lost"))
    for hit in reading.of_list("person_clothing"):
        if DENIALS & set(reading.before(hit.first, 1)) or (stolen and is_own(reading, hit)):
            continue
        yield _found(reading, "person_clothing", hit.value, hit)
    if not stolen and reading.any_of("person_noun", "person_any", "person_pronoun"):
        for hit in reading.of_list("worn_bag"):
            yield _found(reading, "person_clothing", hit.value, hit, 0.8)


def _found(reading: Reading, name: str, value: str, hit: Hit, confidence: float | None = None) -> Finding:
    sure = hit.confidence if confidence is None else confidence
    return Finding(name, value, reading.text[hit.start : hit.end], hit.start, hit.end, Source.LIST, sure)


def _measured(reading: Reading, name: str, value: object, measure: numbers.Measure) -> Finding:
    start, end = measure.start, measure.end
    while start < end and reading.text[start].isspace():
        start += 1
    return Finding(name, value, reading.text[start:end], start, end, Source.PATTERN, 1.0 if measure.sure else 0.8)
