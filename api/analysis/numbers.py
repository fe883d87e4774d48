"""Ages and heights of people, from how Swedes and English speakers write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

ONES = {"ett": 1, "en": 1, "två": 2, "tva": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7}
ONES |= {"åtta": 8, "atta": 8, "nio": 9}
TENS = {"tjugo": 20, "trettio": 30, "fyrtio": 40, "femtio": 50, "sextio": 60, "sjuttio": 70}
TENS |= {"åttio": 80, "attio": 80, "nittio": 90}
TEENS = {"tio": 10, "elva": 11, "tolv": 12, "tretton": 13, "fjorton": 14, "femton": 15, "sexton": 16, "sjutton": 17}
TEENS |= {"arton": 18, "nitton": 19}
DECADES = {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50}
DECADES |= {"sixties": 60, "seventies": 70, "eighties": 80}
NUMBER_WORDS = ONES | TEENS | TENS | {ten + one: TENS[ten] + ONES[one] for ten in TENS for one in ONES}
WORD_NUMBER = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
SPREAD = 2
# A child's age is guessed closer.
YOUNG = 12
OLDEST = 110
ROUGHLY = (
    r"(?:ca\.?|cirka|circa|c:a|runt|omkring|kring|typ|ungefär|ungefar|uppskattningsvis|about|around|approx\.?|approximately|"
    r"roughly|nog|kanske|maybe)"
)
TO = r"\s?(?:-|–|—|till|to|och|and|eller|or)\s?"
YEAR_UNIT = (
    r"åring\w*|aring\w*|årig[at]?\b|arig[at]?\b|år gam\w+|ar gam\w+|år\b|ar\b|years?[ -]old|-?year-?old|years of age|"
    r"yrs?\b|y/?o\b|nånting|någonting|something"
)
NO_AGE_UNIT = r"[- ]?(?:års|tiden|talet|tal\b|cm|kg|m\b|meter|km|kr|min|sek|st\b|pers|%|euro)"
TALL = r"lång\w*|lang|i längd|tall|kort"
HEIGHT_WORD = "|".join(sorted((word for word, number in NUMBER_WORDS.items() if number >= 45), key=len, reverse=True))

AGE_GROUP = re.compile(
    rf"(?<![\w-])(?P<low>\d{{1,2}}|{WORD_NUMBER})(?:{TO}(?P<high>\d{{1,2}}|{WORD_NUMBER}))?\s?-?\s?"
    r"(?:års?|ars)\s?-?\s?(?:åldern|aldern|ålder\b)",
    re.IGNORECASE,
)
AGE_RANGE = re.compile(
    rf"(?<![\w.,:+-])(?P<low>\d{{1,2}}){TO}(?P<high>\d{{1,2}})\s?-?\s?"
    r"(?P<unit>år\w*|ar\b|åring\w*|aring\w*|years?|yrs?|y\.?o\.?|year-?olds?)?(?!\w|[.:,]\d)",
    re.IGNORECASE,
)
AGE_EXACT = re.compile(
    rf"(?<![\w.,:+-])(?P<rough>{ROUGHLY}\s)?(?P<low>\d{{1,3}}|{WORD_NUMBER})\s?-?\s?(?P<unit>{YEAR_UNIT})",
    re.IGNORECASE,
)
AGE_ROUGH = re.compile(
    rf"(?<!\w)(?:{ROUGHLY}|aged?|i|åt)\s(?P<low>\d{{2}})(?:{TO}(?P<high>\d{{2}}))?(?!\w|[.:,]\d|{NO_AGE_UNIT})",
    re.IGNORECASE,
)
# "Emma, 12, ..." and "flicka 5, ...": a bare number right after somebody.
AGE_BARE = re.compile(r"(?<=[^\W\d_] |[^\W\d_],)\s?(?P<low>\d{1,2})(?=,|\.(?!\d)|\s*$)")
AGE_DECADE = re.compile(
    r"\b(?:in (?:his|her|their) )?(?P<part>early|mid|late)?[ -]?"
    r"(?P<word>twenties|thirties|forties|fifties|sixties|seventies|eighties|(?P<digits>[2-9]0)'?s)\b",
    re.IGNORECASE,
)
HEIGHT_CM = re.compile(
    r"(?<![\w.,])(?P<low>1\d\d|2[0-2]\d)(?:\s?[-–]\s?(?P<high>1\d\d|2[0-2]\d))?\s?(?:cm\b|centimeter|centimetres?)",
    re.IGNORECASE,
)
HEIGHT_METRES = re.compile(
    r"(?<![\w.,])(?P<metres>[12])\s?(?:[.,:]|m(?:eter)?\s?(?:och\s)?)\s?(?P<rest>\d{2})(?!\d|[.,:]\d)"
    r"\s?(?P<unit>m\b|meter|metres?)?",
    re.IGNORECASE,
)
HEIGHT_WORDS = re.compile(
    rf"(?<!\w)(?:en|ett|1)\s?(?:meter\s)?(?P<and>och\s)?(?P<rest>{HEIGHT_WORD}|\d{{2}})"
    rf"(?=\s?(?P<tail>{TALL}|cm|meter)?)(?!\w)",
    re.IGNORECASE,
)
HEIGHT_BARE = re.compile(
    rf"(?<![\w.,+-])(?P<rough>{ROUGHLY}\s)?(?P<low>1[4-9]\d|20\d|21\d)(?:\s?[-–]\s?(?P<high>1[4-9]\d|20\d))?"
    rf"(?![\w]|[.,:-]\d)(?P<tail>\s(?:{TALL}))?",
    re.IGNORECASE,
)
HEIGHT_FEET = re.compile(
    r"(?<!\w)(?P<feet>[4-7]|five|six)\s?(?:'|’|ft\.?|foot|feet)\s?(?P<inches>1[01]|\d)?(?:\"|”|in(?:ches)?\b)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with where it stands. `sure` is false when only a person beside it makes it an age or a height."""

    low: int
    high: int
    start: int
    end: int
    sure: bool
    year_words: bool = True
    bare: bool = False


PLAIN_NUMBER = re.compile(rf"(?P<rough>{ROUGHLY}\s)?(?P<number>\d{{1,3}}|{WORD_NUMBER})", re.IGNORECASE)


def ages(text: str) -> Iterator[Measure]:
    """Ages in whole years, the surest wording first; spans may overlap, the first counts."""
    for match in AGE_GROUP.finditer(text):
        low = _number(match["low"])
        high = _number(match["high"]) if match["high"] else None
        yield _age(low - (0 if high else SPREAD), high or low + SPREAD, match, sure=True)
    for match in AGE_DECADE.finditer(text):
        yield _decade(match)
    for match in AGE_RANGE.finditer(text):
        low, high = int(match["low"]), int(match["high"])
        if low < high <= low + 25:
            yield _age(low, high, match, sure=False, year_words=match["unit"] is not None)
    for match in AGE_EXACT.finditer(text):
        number = _number(match["low"])
        some = "nting" in match["unit"] or "something" in match["unit"]
        spread = 0 if not match["rough"] else SPREAD if number > YOUNG else 1
        sure = match["unit"][:2].lower() != "yr" and (len(match["unit"]) > 2 or spread > 0)
        if some and number % 10 == 0:
            yield _age(number, number + 9, match, sure=True)
        elif not some and number <= OLDEST:
            yield _age(max(0, number - spread), number + spread, match, sure=sure)
    for match in AGE_ROUGH.finditer(text):
        low = int(match["low"])
        high = int(match["high"]) if match["high"] else low + SPREAD
        yield _age(low if match["high"] else low - SPREAD, high, match, sure=False, year_words=False)
    for match in AGE_BARE.finditer(text):
        yield Measure(
            int(match["low"]), int(match["low"]), match.start(), match.end(), sure=False, year_words=False, bare=True
        )


def _decade(match: re.Match[str]) -> Measure:
    decade = int(match["digits"]) if match["digits"] else DECADES[match["word"].lower()]
    low, high = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get((match["part"] or "").lower(), (0, 9))
    return _age(decade + low, decade + high, match, sure="in " in match.group().lower() or match["digits"] is None)


def plain_age(text: str) -> list[int] | None:
    """The age in words that are known to tell one: "12", "typ 30", "sjuåring"; None without a number."""
    number = PLAIN_NUMBER.search(text)
    if number is None or (age := _number(number["number"])) > OLDEST:
        return None
    spread = SPREAD if number["rough"] else 0
    return [max(0, age - spread), age + spread]


def heights(text: str) -> Iterator[Measure]:
    """Heights in whole centimetres; a range is its middle."""
    for match in HEIGHT_CM.finditer(text):
        yield _height(_middle(match), match, sure=True)
    for match in HEIGHT_METRES.finditer(text):
        yield _height(
            int(match["metres"]) * 100 + int(match["rest"]),
            match,
            sure=match["unit"] is not None or "m" in match.group().lower(),
        )
    for match in HEIGHT_WORDS.finditer(text):
        number = _number(match["rest"])
        if 45 <= number <= 99 and (match["and"] or match["tail"]):
            yield _height(100 + number, match, sure=match["tail"] is not None)
    for match in HEIGHT_FEET.finditer(text):
        feet = {"five": 5, "six": 6}.get(match["feet"].lower()) or int(match["feet"])
        yield _height(round(feet * 30.48 + int(match["inches"] or 0) * 2.54), match, sure=match["inches"] is not None)
    for match in HEIGHT_BARE.finditer(text):
        if match["rough"] or match["tail"]:
            yield _height(_middle(match), match, sure=match["tail"] is not None)


def _number(written: str) -> int:
    return int(written) if written.isdigit() else NUMBER_WORDS[written.lower()]


def _middle(match: re.Match[str]) -> int:
    return round((int(match["low"]) + int(match["high"] or match["low"])) / 2)


def _age(low: int, high: int, match: re.Match[str], *, sure: bool, year_words: bool = True) -> Measure:
    return Measure(low, high, match.start(), match.end(), sure, year_words)


def _height(number: int, match: re.Match[str], *, sure: bool) -> Measure:
    return Measure(number, number, match.start(), match.end(), sure)
